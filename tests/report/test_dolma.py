"""Removals as attributes of dolma: spans that its mixer cuts out of the document."""

from __future__ import annotations

import gzip
import json

import pytest

import cleaner
from cleaner.matching.catalog import builtin
from cleaner.report.dolma import ALL, Dolma, attribute
from cleaner.report.ledger import failure, ledger
from cleaner.report.statistics import BLANK_LINE
from support.containers import FOUND, PAGE


def entry(text: str, **options: object) -> dict:
    return ledger(cleaner.Cleaner(**options).clean(text), rules_digest="sha256:0", id=7)


def mixed(text: str, spans: list) -> str:
    """The text without the spans, as dolma's mixer writes it."""
    kept, at = "", 0
    for start, end, _ in spans:
        kept += text[at:start]
        at = end
    return kept + text[at:]


def test_the_spans_cut_out_what_the_rules_removed():
    view = Dolma(builtin().cards)
    row = json.loads(view.add(entry(FOUND)))
    assert row["id"] == "7"
    assert mixed(FOUND, row["attributes"][ALL]) == cleaner.clean(FOUND).text
    (span,) = row["attributes"]["cleaner__related__read_more_line"]
    assert FOUND[span[0] : span[1]] == "READ MORE: Snow fell on the harbour"
    assert 0 < span[2] <= 1
    assert view.unplaced == 0


def test_spans_count_characters_and_not_bytes():
    text = "Über den Fluß 🌧\n\n" + FOUND
    row = json.loads(Dolma().add(entry(text)))
    assert mixed(text, row["attributes"][ALL]) == cleaner.clean(text).text


def test_a_repair_that_moves_the_text_leaves_no_spans_and_is_counted():
    view, text = Dolma(), "CafÃ© life\n\n" + FOUND
    assert json.loads(view.add(entry(text))) == {"id": "7", "attributes": {}}
    assert view.unplaced == 1
    row = json.loads(view.add(entry(text, repair=False)))
    assert mixed(text, row["attributes"][ALL]) == cleaner.Cleaner(repair=False).clean(text).text


def test_a_page_has_no_spans_because_the_document_holds_another_text():
    view = Dolma()
    found = ledger(cleaner.clean_html(PAGE), rules_digest="sha256:0", id="p")
    assert found["removals"]
    assert json.loads(view.add(found)) == {"id": "p", "attributes": {}}
    assert view.unplaced == 1


def test_every_document_has_a_line_and_a_blank_line_has_none():
    view = Dolma()
    assert json.loads(view.add(failure("a.jsonl:1", "why", id=3))) == {"id": "3", "attributes": {}}
    assert json.loads(view.add(entry("Rain fell."))) == {"id": "7", "attributes": {}}
    assert view.add(failure("a.jsonl:2", BLANK_LINE)) == ""
    with pytest.raises(ValueError, match="not a ledger entry"):
        view.add({"removals": []})


def test_the_names_of_rules_make_distinct_attributes():
    cards = builtin().cards
    assert len({attribute(card.id) for card in cards}) == len({card.id for card in cards})


def test_the_command_writes_a_line_for_each_document_packed_if_asked(run, write, tmp_path):
    write(
        "in.jsonl",
        json.dumps({"id": "a", "text": FOUND}) + "\n" + json.dumps({"id": "b", "text": "CafÃ©\n\n" + FOUND}) + "\n",
    )
    assert run("clean", "in.jsonl", "-o", "out.jsonl", "--report", "ledger.jsonl").code == 0
    done = run("report", "ledger.jsonl", "--to", "dolma", "-o", "attributes.jsonl.gz")
    assert done.code == 0
    assert "1 document with removals got no spans" in done.err
    rows = [json.loads(line) for line in gzip.open(tmp_path / "attributes.jsonl.gz")]
    assert [row["id"] for row in rows] == ["a", "b"]
    assert mixed(FOUND, rows[0]["attributes"][ALL]) == cleaner.clean(FOUND).text
