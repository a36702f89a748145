"""Pages: furniture goes by what its elements say, the article stays, and the origin says how it was won."""

from __future__ import annotations

import pytest

from cleaner.intake.page import dom as walk
from cleaner.intake.page.fill import with_evidence
from support.pages import BODY, page, paragraphs, rules_of


# what extraction drops
def test_repeated_paragraphs_that_extraction_drops_are_put_back(worker):
    refrain = worker.clean_html(page(paragraphs(*[BODY[0]] * 10)))
    assert refrain.document.origin.filled == 9
    assert refrain.text.count(BODY[0]) == 10
    short = worker.clean_html(page(paragraphs(*["Row on, row on."] * 10)))
    assert short.text.count("Row on, row on.") == 10


def test_a_second_copy_goes_by_name_and_not_in_silence(worker):
    result = worker.clean_html(page(paragraphs(*BODY[:2], BODY[0], *BODY[2:])))
    assert result.document.text.count(BODY[0]) == 2
    assert rules_of(result) == {BODY[0]: "headline/paragraph-twice"}


def test_what_is_filled_stands_where_the_page_has_it():
    lines = [*BODY[:2], *BODY[3:]]
    segments = walk.read_page(page("<h2>The vote</h2>" + paragraphs(*BODY))).segments
    text = with_evidence(lines, segments)
    assert text.lines == BODY
    assert (text.filled, text.evidence[2].tag) == (1, "p")


@pytest.mark.parametrize(
    ("inside", "back"),
    [
        ("<h3>What the captain heard</h3>", ["What the captain heard"]),
        ("<div><ul><li>a lamp and a rope</li></ul></div>", ["- a lamp and a rope"]),
        ("<h3><a href='/x'>Another story altogether</a></h3>", []),
        ("<aside><h3>On the pier</h3></aside>", []),
        ("<div><p>A text in a box of its own, which shares no parent with the article.</p></div>", []),
    ],
)
def test_only_what_belongs_to_the_paragraphs_is_filled(inside, back):
    html = page(paragraphs(*BODY[:2]) + inside + paragraphs(*BODY[2:]))
    text = with_evidence(BODY, walk.read_page(html).segments)
    assert text.lines == [*BODY[:2], *back, *BODY[2:]]
    assert text.filled == len(back)


def test_mojibake_is_repaired_though_extraction_strips_half_of_it(worker):
    said = "The keeper’s lamp is the captain’s star, they say here, and nobody on the island has ever doubted it."
    html = page(paragraphs(*BODY[:2], said.encode().decode("latin-1"), *BODY[2:]))
    document = worker.clean_html(html).document
    assert said in document.text
    assert [repair.after for repair in document.repairs] == [said]
