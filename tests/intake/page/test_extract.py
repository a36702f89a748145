"""trafilatura extracts the article of a page; the tree walk replaces a result that is too short."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time

import jsonschema
import pytest

import cleaner
from cleaner.core.document import Evidence
from cleaner.core.folding import fold
from cleaner.intake import documents as intake
from cleaner.intake.page import dom as walk
from cleaner.intake.page import extract as module
from cleaner.intake.page.alignment import match_lines
from cleaner.intake.page.extract import extract
from cleaner.intake.page.fill import Text
from cleaner.report.ledger import dumps, ledger
from cleaner.restore.document import entries_of, restore_text
from support import ROOT
from support.pages import BODY, TITLE, lines, listed, page, paragraphs, rules_of


def test_a_plain_page_comes_out_as_its_paragraphs(worker):
    result = worker.clean_html(page(f"<h1>{TITLE}</h1>" + paragraphs(*BODY)))
    assert lines(result) == BODY
    assert rules_of(result) == {TITLE: "headline/title-line"}
    origin = result.document.origin
    assert (origin.filled, origin.because, origin.format) == (0, None, "html")
    assert result.document.language == "en"


def test_a_text_of_ten_megabytes_is_kept_and_the_origin_says_how():
    text = "the boat was late again " * 450_000
    html = page(f"<p>{BODY[0]}</p><p>{text}</p><p>{BODY[1]}</p>")
    document = intake.from_html(html, repair=False)
    assert len(document.text) > len(text)
    assert BODY[1] in document.text
    assert document.origin.extractor.endswith("tree walk")
    assert "characters" in document.origin.because


def test_a_page_of_too_many_elements_is_read_by_the_walk():
    html = page("".join(f"<p>The boat left pier {number} at noon.</p>" for number in range(45_000)))
    before = time.process_time()
    document = intake.from_html(html)
    assert document.text.count("\n") == 44_999
    assert "elements" in document.origin.because
    assert time.process_time() - before < 20


def test_where_extraction_finds_far_too_little_the_walk_stands_in():
    nest = "<span>" * 130
    html = page("<p>Short.</p>" + nest + paragraphs(*BODY * 4) + "</span>" * 130)
    assert all(line in intake.from_html(html).text for line in BODY)


@pytest.mark.parametrize(
    "inside",
    [
        listed(*(f"Harbour news of the week {number}" for number in range(40))),
        "".join(f"<p><a href='/{number}'>Harbour news of the week {number}</a></p>" for number in range(40)),
        "",
    ],
)
def test_a_page_of_nothing_but_navigation_is_refused(inside):
    with pytest.raises(intake.ExtractionError, match=r"no article"):
        intake.from_html(page(inside))


# the laws
def samples() -> list[str]:
    box = "<div class='newsletter'><p>Our letter comes on Fridays</p></div>"
    return [
        page(f"<h1>{TITLE}</h1>" + paragraphs(*BODY) + box),
        page(paragraphs(*BODY[:2], BODY[0], *BODY[2:]) + listed("Seal steals hat", "Old mill burns down")),
        page("<div>" * 400 + paragraphs(*BODY, "READ MORE: Old mill burns down")),
        page(paragraphs(*BODY, "It wasn&amp;#8217;t the captain&#10;who left", "keeperâ\x80\x99s lamp")),
    ]


@pytest.mark.parametrize("html", samples())
def test_spans_are_offsets_into_the_documents_text_and_the_ledger_gives_it_back(worker, html):
    result = worker.clean_html(html)
    document = result.document
    assert len(document.evidence) == len(document.lines)
    assert fold(document.text).count("\n") + 1 == len(document.lines)
    entry = ledger(result, rules_digest=worker.rules_digest("html"))
    schema = json.loads((ROOT / "src/cleaner/report/ledger.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(entry, schema)
    assert entry["origin"]["filled"] == document.origin.filled
    assert entry["origin"]["because"] == document.origin.because
    restored = restore_text(result.text, next(entries_of(io.BytesIO(dumps(entry)))))
    assert restored == intake.from_html(html, repair=False).text


@pytest.mark.parametrize("html", samples())
def test_the_same_page_gives_the_same_result_however_often_and_whatever_came_before(worker, html):
    first = worker.clean_html(html)
    for other in samples():
        worker.clean_html(other)
    again = cleaner.Cleaner().clean_html(html)
    assert (again.text, again.removals, again.document) == (first.text, first.removals, first.document)


@pytest.mark.parametrize("html", samples())
def test_all_rules_off_changes_nothing(html):
    result = cleaner.Cleaner(select=[], repair=False).clean_html(html)
    assert not result.changed
    assert result.text == result.document.text


def test_text_alone_imports_neither_parser_nor_extractor():
    code = (
        "import sys, cleaner; cleaner.clean('Rain fell.\\n\\nREAD MORE: Snow');"
        "print([name for name in ('lxml', 'trafilatura') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_time_for_a_page_grows_with_its_size():
    def spent(count: int) -> float:
        html = page("".join(f"<p class='c{n}'>{BODY[n % 5]} <a href='/{n}'>{n}</a></p>" for n in range(count)))
        best = 9.0
        for _ in range(3):
            before = time.process_time()
            found = walk.read_page(html)
            keys = [segment.key for segment in found.segments]
            match_lines(keys, found.segments)
            best = min(best, time.process_time() - before)
        return best

    spent(100)
    assert spent(8000) < 6 * spent(2000) + 0.2


def test_a_page_over_the_budget_loses_only_what_is_certain_and_says_so():
    page = (
        "<html><head><title>Old pier</title></head><body><article><h1>Old pier</h1>"
        "<p>The pier fell into the sea on Monday night, and nobody on the island was hurt by it.</p>"
        "<p>Advertisement</p><p>The board will meet on Friday to talk about what is left.</p><p>Read later</p></article></body></html>"
    )
    result = cleaner.Cleaner(budget=0.0).clean_html(page)
    assert result.withheld is not None
    assert "Advertisement" not in result.text
    assert result.text.endswith("Read later")
    assert "Read later" not in cleaner.clean_html(page).text


def found(monkeypatch, *found_lines: str) -> None:
    """Let trafilatura find these lines, in either mode."""
    monkeypatch.setattr(module, "find_lines", lambda *_, **__: list(found_lines))
    no_box(monkeypatch)


def no_box(monkeypatch) -> None:
    """Let trafilatura find nothing in a named box, nor in the one with the page's prose."""
    monkeypatch.setattr(module, "read_first_container", lambda _: [])
    monkeypatch.setattr(module, "read_holder", lambda _: [])


@pytest.mark.parametrize(
    ("size", "walked"),
    [pytest.param(600, False, id="twice as much and 400 characters"), pytest.param(601, True, id="one more")],
)
def test_the_tree_walk_replaces_a_result_that_is_far_too_short(monkeypatch, size, walked):
    found(monkeypatch, "x" * 100)
    page = extract(f"<html><body><div><p>{'y' * size}</p></div><div><p>{'z' * 90}</p></div></body></html>")
    assert page.text == (f"{'y' * size}\n{'z' * 90}" if walked else "x" * 100)
    assert ("tree walk" in page.extractor) == walked
    assert page.because == (
        f"trafilatura found 100 characters, and one element's paragraphs alone hold {size}" if walked else None
    )


def test_the_tree_walk_replaces_an_empty_result(monkeypatch):
    found(monkeypatch)
    page = extract(f"<html><body><p>{BODY[0]}</p><p>Row on.</p></body></html>")
    assert (page.text, page.because) == (BODY[0], "trafilatura found nothing")
    assert extract("<html><body><p>Row on.</p></body></html>") is None


@pytest.mark.parametrize(
    ("limit", "at", "because"),
    [
        ("_MAX_ELEMENTS", 4, None),
        ("_MAX_ELEMENTS", 3, "more than 3 elements"),
        ("_MAX_TEXT", 119, None),
        ("_MAX_TEXT", 118, "more than 118 characters"),
    ],
)
def test_the_tree_walk_reads_a_page_over_a_limit(monkeypatch, limit, at, because):
    monkeypatch.setattr(module, limit, at)
    found(monkeypatch, BODY[0])
    page = extract(f"<html><body><p>{'y' * 112}</p><p>Row on.</p></body></html>")
    assert page.because == because
    assert page.text == (BODY[0] if because is None else "y" * 112)


def test_a_page_at_a_limit_is_not_too_large(monkeypatch):
    found = walk.read_page("<html><body><p>Row on.</p><p>Rain fell.</p></body></html>")
    monkeypatch.setattr(module, "_MAX_ELEMENTS", 4)
    monkeypatch.setattr(module, "_MAX_TEXT", 17)
    assert module._why_oversized(found) is None
    monkeypatch.setattr(module, "_MAX_TEXT", 16)
    assert module._why_oversized(found) == "more than 16 characters"
    monkeypatch.setattr(module, "_MAX_ELEMENTS", 3)
    assert module._why_oversized(found) == "more than 3 elements"


def test_a_page_over_a_limit_without_a_paragraph_gives_all_its_text(monkeypatch):
    monkeypatch.setattr(module, "_MAX_ELEMENTS", 3)
    page = extract("<html><body><p>Row on.</p><p>Rain fell.</p></body></html>")
    assert (page.text, page.because) == ("Row on.\nRain fell.", "more than 3 elements")


LINE = "x" * 100


@pytest.mark.parametrize(
    ("lines", "shares", "navigation"),
    [
        pytest.param([LINE], [0.59], False, id="a paragraph"),
        pytest.param([LINE], [0.6], True, id="a line of links"),
        pytest.param([LINE[1:], "y" * 100], [0.59, 1.0], True, id="a line too short for a paragraph"),
        pytest.param(["y" * 10], [0.6], True, id="six tenths of it linked"),
        pytest.param(["y" * 10], [0.59], False, id="less of it linked"),
        pytest.param(["y" * 30, "z" * 30], [1.0, 0.0], False, id="half of two lines"),
        pytest.param(["y" * 60, "z" * 40], [1.0, 0.0], True, id="six tenths of two lines"),
        pytest.param([LINE * 3, LINE], [1.0, 0.0], False, id="links around a paragraph"),
    ],
)
def test_links_without_a_paragraph_are_navigation(lines, shares, navigation):
    text = Text(lines, [Evidence("p", share) for share in shares])
    assert module._is_navigation(text) is navigation


def test_because_joins_all_reasons(monkeypatch):
    found(monkeypatch)
    page = extract("<html><body>" + "<div>" * 200 + f"<p>{BODY[0]}</p></body></html>")
    assert page.because == "deeply nested elements were flattened; trafilatura found nothing"


def modes(monkeypatch, fast: list[str], full: list[str]) -> list[bool]:
    """Let the modes of trafilatura find these lines; return the modes that ran."""
    ran: list[bool] = []

    def find(_tree, _url, *, fast: bool, found=(full, fast)):
        ran.append(fast)
        return found[fast]

    monkeypatch.setattr(module, "find_lines", find)
    no_box(monkeypatch)
    return ran


# Two boxes of paragraphs: none is so large that the tree walk takes the place of the lines.
BOXES = f"<html><body><div><p>{'x' * 250}</p></div><div><p>{'y' * 250}</p></div></body></html>"


@pytest.mark.parametrize(
    ("size", "ran"),
    [pytest.param(200, [True], id="two fifths"), pytest.param(199, [True, False], id="less")],
)
def test_the_full_mode_runs_where_the_fast_mode_finds_few_of_the_paragraphs(monkeypatch, size, ran):
    full = ["x" * 250, "y" * 250]
    seen = modes(monkeypatch, ["x" * size], full)
    found = extract(BOXES)
    assert seen == ran
    assert found.settings["fast"] is (len(ran) == 1)
    assert found.text == ("x" * size if len(ran) == 1 else "\n".join(full))
    assert found.because is None


@pytest.mark.parametrize(
    ("size", "kept"),
    [pytest.param(300, True, id="three fifths"), pytest.param(299, False, id="less")],
)
def test_the_box_with_the_prose_is_read_where_no_box_is_named_as_the_articles(monkeypatch, size, kept):
    seen = modes(monkeypatch, ["x" * 250, "y" * 250], ["never"])
    monkeypatch.setattr(module, "read_holder", lambda _: ["x" * size])
    found = extract(BOXES)
    assert (found.text == "x" * size) is kept
    assert seen == ([] if kept else [True])


def test_the_full_mode_does_not_run_where_the_tree_walk_takes_over(monkeypatch):
    seen = modes(monkeypatch, ["x" * 50], ["never"])
    found = extract(f"<html><body><p>{'y' * 501}</p></body></html>")
    assert seen == [True]
    assert found.extractor.endswith("tree walk")


def test_the_extractor_trafilatura_runs_the_full_mode_alone_and_on_the_whole_page(monkeypatch):
    seen = modes(monkeypatch, ["never"], ["x" * 250])
    found = extract(BOXES, extractor="trafilatura")
    assert (seen, found.settings["fast"], found.text) == ([False], False, "x" * 250)


def test_a_page_read_with_each_extractor_gives_the_article():
    html = page(f"<h1>{TITLE}</h1>" + paragraphs(*BODY))
    for extractor in ("auto", "trafilatura", "resiliparse"):
        assert lines(cleaner.Cleaner(extractor=extractor).clean_html(html)) == BODY
