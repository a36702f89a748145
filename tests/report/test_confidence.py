"""How sure a removal is: what the model states, or what the card says."""

from __future__ import annotations

import re

from cleaner.matching.catalog import builtin
from cleaner.report.confidence import CERTAIN, LIKELY, UNKNOWN, Confidence
from support import FIXTURES, read_fixture


def test_a_certain_rule_is_surer_than_a_likely_one_and_that_than_an_unknown_one():
    cards = builtin().cards
    confidence = Confidence(cards)
    certain = next(card.id for card in cards if card.confidence == "certain")
    likely = next(card.id for card in cards if card.confidence == "likely")
    assert (confidence(certain, ""), confidence(likely, ""), confidence("own/rule", "")) == (
        CERTAIN,
        LIKELY,
        UNKNOWN,
    )
    assert CERTAIN > LIKELY > UNKNOWN


def test_the_line_model_states_its_own(worker):
    texts = [read_fixture(path).text for path in sorted((FIXTURES / "learned").glob("*.txt"))]
    learned = [one for text in texts for one in worker.clean(text).removals if one.rule.startswith("learned/")]
    assert learned
    for removal in learned:
        stated = int(re.search(r"(\d+) %", removal.because)[1])
        assert Confidence(())(removal.rule, removal.because) == stated / 100
