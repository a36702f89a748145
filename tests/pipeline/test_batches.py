"""Documents that are cleaned together: each gets what it gets alone, and one that fails costs only itself."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner
from cleaner.core.document import Document
from cleaner.core.result import Failure, Result
from cleaner.intake import documents
from cleaner.pipeline import run as engine
from cleaner.pipeline.batches import batches, together_or_alone

ROOT = Path(__file__).parents[2]
ARTICLES = [
    documents.from_text(path.read_text(encoding="utf-8"), title=title)
    for number, path in enumerate(sorted([*ROOT.glob("fixtures/*/*.txt"), *ROOT.glob("seeds/*.txt")]))
    for title in (None, "Fares to rise on the sound")
    if number % 3 == 0
]


@pytest.fixture(scope="module")
def rules():
    return cleaner.Cleaner().matcher("text")


@pytest.fixture(scope="module")
def alone(rules):
    """What comes of each article by itself."""
    return [engine.run_pipeline(article, rules) for article in ARTICLES]


@pytest.mark.parametrize("size", [7, 64, 1000])
def test_each_document_of_a_batch_gets_what_it_gets_alone(rules, alone, size):
    assert len(ARTICLES) > 60
    together = [
        result
        for first in range(0, len(ARTICLES), size)
        for result in engine.run_batch(ARTICLES[first : first + size], rules)
    ]
    assert [one.removals for one in together] == [one.removals for one in alone]
    assert [(one.text, one.withheld, one.excess) for one in together] == [
        (one.text, one.withheld, one.excess) for one in alone
    ]
    assert sum(bool(one.removals) for one in alone) > 30


def test_texts_with_any_line_breaks_get_in_a_batch_what_they_get_alone(rules):
    texts = [
        article.text.replace("\n", newline)
        for article in ARTICLES[:12]
        for newline in ("\r\n", "\r", "\n\n", "\u2028")
    ]
    made = [documents.from_text(text) for text in (*texts, "", "\n", "\ud800 Read more: x", "Share\n\ud800")]
    alone = [engine.run_pipeline(document, rules).removals for document in made]
    assert [result.removals for result in engine.run_batch(made, rules)] == alone


def test_only_the_document_at_fault_fails():
    def run(made):
        if any("reef" in document.text for document in made):
            raise MemoryError
        return [Result(document) for document in made]

    found = together_or_alone([Document("Rain."), Document("A reef."), Document("Snow.")], run)
    assert [type(one) for one in found] == [Result, Failure, Result]
    assert [one.document.text for one in found if isinstance(one, Result)] == ["Rain.", "Snow."]


def test_an_error_of_one_article_in_a_stage_is_its_failure_alone(monkeypatch):
    stage = engine.STAGES[0]

    def propose(draft, scan):
        if "reef" in draft.document.text:
            raise RuntimeError("hit")
        return stage.propose(draft, scan)

    monkeypatch.setattr(engine, "STAGES", (stage._replace(propose=propose, shapes=()), *engine.STAGES[1:]))
    worker = cleaner.Cleaner()
    found = list(worker.clean_many(["Rain.\n\nREAD MORE: Snow fell", *["Rain."] * 9, "A reef.", "Snow."]))
    assert [isinstance(one, Failure) for one in found] == [False] * 10 + [True, False]
    assert "hit" in found[10].why
    assert found[0].text == "Rain.\n"


def test_a_batch_is_bounded_and_a_long_document_is_one_of_its_own():
    short, long = Document("x" * 1000), Document("x" * 100_001)
    assert [len(batch) for batch in batches([short] * 600)] == [256, 256, 88]
    assert [len(batch) for batch in batches([short, long, long, short, short])] == [1, 1, 1, 2]
    wide = Document("x" * 100_000)
    assert [len(batch) for batch in batches([wide] * 25)] == [10, 10, 5]
    assert list(batches([])) == []


def test_sites_have_their_own_settings_in_a_batch():
    worker = cleaner.Cleaner(sites={"example.org": {"ignore": ["related"]}})
    urls = ["https://example.org/1", "https://example.com/2", "https://example.org/3"]
    found = worker.clean_many([{"text": "Rain fell.\n\nREAD MORE: Snow fell", "url": url} for url in urls])
    assert [len(one.removals) > 0 for one in found] == [False, True, False]
