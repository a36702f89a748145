"""What `cleaner eval` counts, on gold small enough to count by hand; and the floors of `make gate`."""

from __future__ import annotations

import cleaner
from cleaner.evaluation.gold import read_gold
from cleaner.evaluation.measure import ALL, OURS, measure
from support.gold import START, STOP, article, write


# --- measuring -------------------------------------------------------------------------------------------
def test_scores_are_kept_by_language_rules_by_name_and_families_together(tmp_path):
    gold = write(
        tmp_path / "gold.jsonl",
        article(),
        article(id="two", lang=None, remove=[], optional=[[START, STOP]]),
        article(id="three", lang="de", remove=[]),
    )
    measured = measure(
        read_gold([str(gold)]), cleaner.Cleaner(repair=False), cleaner.Cleaner(), baselines=["identity"]
    )
    ours = measured.articles[OURS]
    assert sorted(ours) == [ALL, "de", "en", "und"]
    assert (ours[ALL].articles, ours[ALL].found, ours[ALL].damaged, ours[ALL].right) == (3, 1, 1, 2)
    assert measured.articles["identity"][ALL].right == 2
    firings = measured.rules["related/read-more-line"]
    assert (firings.right, firings.wrong, firings.optional) == (1, 1, 1)
    assert measured.families["related"] == firings
    assert set(measured.rules) == {"related/read-more-line"}  # blank lines are not judged


def test_a_document_that_cannot_be_scored_is_counted_nowhere(tmp_path):
    class Broken:
        def clean(self, *_: object, **__: object) -> None:
            raise RuntimeError("boom")

    gold = write(tmp_path / "gold.jsonl", article())
    measured = measure(read_gold([str(gold)]), Broken(), Broken())
    assert measured.articles == {}
    assert [(fault.name, fault.why.split(";")[0]) for fault in measured.faults] == [("ferry", "RuntimeError: boom")]
