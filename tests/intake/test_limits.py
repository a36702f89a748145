"""Each limit, at the limit and one over it."""

from __future__ import annotations

import time

import pytest

from cleaner.intake.limits import Limits

TIGHT = Limits(text_bytes=10, html_bytes=100, tags=6, depth=3, attributes=2)


@pytest.mark.parametrize(
    ("data", "format", "says"),
    [
        pytest.param(b"0123456789", "text", None, id="as many bytes of text as may be"),
        pytest.param(b"01234567890", "text", "11 bytes, and at most 10", id="one more"),
        pytest.param(b"x" * 100, "html", None, id="as many bytes of HTML"),
        pytest.param(b"x" * 101, "html", "101 bytes, and at most 100", id="one more of HTML"),
        pytest.param(b"<p>" * 6, "html", None, id="as many tags"),
        pytest.param(b"<p>" * 7, "html", "7 tags, and at most 6", id="one tag more"),
        pytest.param(b"<" * 7, "text", None, id="text has no tags"),
        pytest.param(b"<b>" * 3 + b"x" + b"</b>" * 3, "html", None, id="as deep"),
        pytest.param(b"<b>" * 4 + b"x", "html", "nested 4 deep, and at most 3", id="one deeper"),
        pytest.param(b"<b></b>" * 3, "html", None, id="one behind the other"),
        pytest.param(b"<br>" * 5, "html", None, id="elements that hold nothing"),
        pytest.param(b"<BR>" * 5, "html", None, id="in capitals"),
        pytest.param(b"<x />" * 5, "html", None, id="elements that close themselves"),
        pytest.param(b"<p a=1 b=2>", "html", None, id="as many attributes"),
        pytest.param(b"<p a=1 b=2 c=3>", "html", "a tag with more than 2 attributes", id="one attribute more"),
    ],
)
def test_a_document_at_a_limit_passes_and_one_over_it_does_not(data, format, says):
    broken = TIGHT.broken_by(data, format)
    assert broken is None if says is None else broken.startswith("limit: ") and says in broken


def test_the_format_decides_how_many_bytes_are_read():
    assert TIGHT.most("html") == 100
    assert Limits(text_bytes=10, html_bytes=5).most("html") == 5
    assert Limits(text_bytes=10, html_bytes=5).most("text") == 10


@pytest.mark.parametrize("piece", ["a", "a ", "a-", "a:b ", 'a="b" '])
def test_a_tag_that_never_ends_takes_linear_time(piece):
    began = time.process_time()
    assert Limits().broken_by(b"<p>Rain fell.</p><" + piece.encode() * 400_000, "html") is None
    assert time.process_time() - began < 1
