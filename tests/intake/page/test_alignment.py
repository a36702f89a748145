"""Pages: furniture goes by what its elements say, the article stays, and the origin says how it was won."""

from __future__ import annotations

import time

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
