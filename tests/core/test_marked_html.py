"""The marked article in a notebook: nothing in it acts, whatever the article holds."""

from __future__ import annotations

from html.parser import HTMLParser

from cleaner.core.document import Document, Span
from cleaner.core.result import Removal, Result

HOSTILE = (
    "<script>alert(1)</script> </del></div><img src=x onerror=alert(1)>\n"
    "</textarea> <a href='javascript:alert(1)'>\u202egnp.exe\u202c \x1b[2J \x00 \ud800 & \"quoted\" 'so'\n"
)


class Tags(HTMLParser):
    """Collects elements, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.text: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text[self._open[-1]] = self.text.get(self._open[-1], "") + data


def shown(text: str, *removals: Removal) -> str:
    return Result(Document(text), removals)._repr_html_()


def test_removals_are_struck_out_with_rule_and_reason():
    html = shown("Rain fell. Share", Removal(Span(11, 16), "share/bar", 'it "says" <so>'))
    assert 'title="share/bar: it &quot;says&quot; &lt;so&gt;">Share</del>' in html
    assert "1 removal; 5 of 16 characters (31%)" in html


def test_an_article_adds_no_element_and_no_attribute():
    removal = Removal(Span(0, len(HOSTILE)), "share/bar", HOSTILE)
    for html in (shown(HOSTILE), shown(HOSTILE, removal)):
        tags = Tags(html)
        assert {tag for tag, _ in tags.tags} <= {"div", "del"}
        assert {name for _, names in tags.tags for name in names} <= {"style", "title", "dir"}
        assert len(tags.tags) <= 4
        html.encode()
        assert not any(character in html for character in "\u202e\x1b\x00")
    assert "\\u202egnp.exe" in html


def test_the_text_is_all_there_and_blank_lines_are_not_struck():
    text = "Share\n\nRain fell.\n"
    removals = (Removal(Span(0, 5), "share/bar", "so"), Removal(Span(5, 7), "layout/blanks", "a gap"))
    tags = Tags(shown(text, *removals))
    assert tags.text["del"] == "Share"
    assert tags.text["div"].endswith("\n\nRain fell.\n")


def test_a_text_finds_its_own_direction():
    assert '<div dir="auto">' in shown("مطر")
