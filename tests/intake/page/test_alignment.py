"""Alignment finds the blocks of a page that each extracted line comes from."""

from __future__ import annotations

import time

import pytest

from cleaner.core.document import Evidence
from cleaner.intake import documents as intake
from cleaner.intake.page import dom as walk
from cleaner.intake.page.alignment import line_key, match_lines
from cleaner.intake.page.fill import with_evidence
from support.pages import BODY, TITLE, listed, page, paragraphs


# mapping
def test_a_heading_is_not_sent_into_the_table_of_contents():
    html = listed("The vote", "The boats") + f"<h2>The vote</h2><p>{BODY[0]}</p><h2>The boats</h2><p>{BODY[1]}</p>"
    segments = walk.read_page(f"<html><body>{html}</body></html>").segments
    keys = [line_key(line) for line in ("The vote", BODY[0], "The boats", BODY[1])]
    found = match_lines(keys, segments)
    assert [segments[first].tag for first, _ in found[1:]] == ["p", "h2", "p"]


def test_a_line_that_several_blocks_say_has_only_what_they_share():
    html = "<table><tr><td>Pier</td><td><a href='/t'>Tide</a></td></tr></table>" + paragraphs(*BODY)
    text = with_evidence(["| Pier | Tide |", *BODY], walk.read_page(f"<html><body>{html}</body></html>").segments)
    assert text.evidence[0] == Evidence("td")
    assert text.evidence[1].tag == "p"


def test_evidence_stays_beside_its_line_when_a_repair_unescapes_a_line_break():
    html = page(paragraphs(*BODY[:3]) + f"<p>He said &amp;#10; nothing.</p><h3>After</h3>{paragraphs(*BODY[3:])}")
    document = intake.from_html(html)
    heading = next(at for at, line in enumerate(document.lines) if document.text[line.start : line.end] == "After")
    assert document.evidence[heading].tag == "h3"


def test_the_time_for_a_block_of_many_lines_grows_with_its_size():
    def spent(count: int) -> float:
        said = [f"<a href='/{n}'>{n}</a> {BODY[n % 5]}" for n in range(count)]
        segments = walk.read_page(page(paragraphs(TITLE) + "<pre>" + "\n".join(said) + "</pre>")).segments
        lines = [TITLE, *(f"{n} {BODY[n % 5]}" for n in range(count))]
        best = 9.0
        for _ in range(3):
            before = time.process_time()
            assert {evidence.tag for evidence in with_evidence(lines, segments).evidence[1:]} == {"pre"}
            best = min(best, time.process_time() - before)
        return best

    spent(100)
    assert spent(8000) < 6 * spent(2000) + 0.2


def matched(said: list[str], blocks: list[str]) -> list[tuple[int, int] | None]:
    html = "".join(f"<p>{block}</p>" for block in blocks)
    found = walk.read_page(f"<html><body>{html}</body></html>")
    assert [segment.raw_text for segment in found.segments] == blocks
    return match_lines([line_key(line) for line in said], found.segments)


@pytest.mark.parametrize(
    ("said", "blocks", "found"),
    [
        pytest.param(["a", "b", "c"], ["a", "b", "c"], [(0, 0), (1, 1), (2, 2)], id="each line is a block"),
        pytest.param(["b"], ["a", "c"], [None], id="a line that no block says"),
        pytest.param(["a", "b", "a"], ["a", "b"], [(0, 0), (1, 1), None], id="said twice, and once on the page"),
        pytest.param(["a"], ["a", "b", "a"], [(0, 0)], id="said once, and twice on the page"),
        pytest.param(["c", "a", "b"], ["a", "b", "c"], [None, (0, 0), (1, 1)], id="out of order"),
        pytest.param(["a", ""], ["a", "b"], [(0, 0), None], id="an empty line"),
        pytest.param(["abcdefgh--"], ["abcd", "efgh"], [(0, 1)], id="two blocks say four fifths of a line"),
        pytest.param(["abcdefg---"], ["abcd", "efg"], [None], id="two blocks say less of it"),
        pytest.param(["abcdefgh--"], ["abcd", "wxyz"], [None], id="the second block says something else"),
        pytest.param(["abcdefgh", "efgh"], ["abcd", "efgh"], [None, (1, 1)], id="the next line's own block"),
        pytest.param(["ab", "abcd"], ["abcd"], [None, (0, 0)], id="a line in front of a block that begins like it"),
        pytest.param(["ab", "cd", "ef"], ["abcdef"], [(0, 0)] * 3, id="pieces of the first block"),
        pytest.param(["ab", "xy", "cd"], ["abcd"], [(0, 0), None, None], id="pieces with something else between"),
        pytest.param(
            ["x", "ab", "xy", "ef"], ["x", "abcd", "efgh"], [(0, 0), (1, 1), None, (2, 2)], id="two blocks"
        ),
        pytest.param(["abcd"] * 2, ["ab", "cd", "|", "ab", "cd"], [(0, 1), (2, 4)], id="a bar between them"),
    ],
)
def test_each_line_matches_the_blocks_that_hold_its_text(said, blocks, found):
    assert matched(said, blocks) == found


@pytest.mark.parametrize(
    ("said", "block", "found"),
    [
        pytest.param("abcdefghijkl-mnopqrstuvwx", "abcdefghijkl[1]mnopqrstuvwx", (0, 0), id="25 characters"),
        pytest.param("abcdefghijklmnopqrstuvwx", "abcdefghijkl[1]mnopqrstuvwx", None, id="24 characters"),
        pytest.param("abcdefghijkl-mnopqrstuvwx", "abcdefghijkl[1]mnopqrstuvwy", None, id="another end"),
        pytest.param("abcdefghijkl-mnopqrstuvwx", "bbcdefghijkl[1]mnopqrstuvwx", None, id="another beginning"),
    ],
)
def test_a_block_without_its_note_mark_matches_by_both_ends(said, block, found):
    assert matched([said], [block]) == [found]
    assert matched(["|" + said], [block]) == [found]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("- a boat", "aboat"),
        ("| a | boat |", "aboat"),
        (" a\tboat ", "aboat"),
        ("a | boat", "a|boat"),
        ("-a", "-a"),
    ],
)
def test_a_line_key_drops_white_space_and_the_marks_of_lists_and_tables(line, key):
    assert line_key(line) == key
