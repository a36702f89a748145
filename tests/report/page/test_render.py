"""The page as a parser reads it: nothing from an article becomes markup, and nothing is requested."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode

import lxml.html
import pytest

from cleaner.report.page.render import html
from support.reports import HARBOUR, HOSTILE, HOSTILE_TITLE, PLAIN, collection_of, data_of, entry_of, page_of


def hostile() -> str:
    entry = entry_of(HOSTILE + "\x1b[2J\x07\n", 'x"><script>alert(6)</script>', title=HOSTILE_TITLE)
    failed = {
        "schema_version": 1,
        "source": "<script>alert(7)</script>",
        "failure": "</script><b>",
        "kind": "binary",
    }
    return html(collection_of([entry, (failed, None)]), HOSTILE_TITLE)


def test_an_article_adds_no_script_no_attribute_and_no_request():
    page, plain = lxml.html.fromstring(hostile()), lxml.html.fromstring(page_of(PLAIN))
    for css in ("script", "style", "link", "meta", "a", "img", "iframe", "svg", "textarea", "b", "form"):
        assert len(list(page.iter(css))) == len(list(plain.iter(css))), css
    names = {name for element in page.iter() if isinstance(element.tag, str) for name in element.attrib}
    assert names == {name for element in plain.iter() if isinstance(element.tag, str) for name in element.attrib}
    assert not {name for name in names if name.startswith("on")}
    addresses = {
        element.attrib[name]
        for element in page.iter()
        for name in ("src", "href", "action")
        if name in element.attrib
    }
    assert addresses == {"data:,"}


def test_the_file_holds_no_invisible_control_and_no_escape_sequence():
    page = hostile()
    assert re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]", page) == []
    (document,) = data_of(page)["examples"]
    assert "\x1b[2J" in "".join(part for part in document if isinstance(part, str))


def test_the_title_is_text_and_no_template():
    page = lxml.html.fromstring(hostile())
    assert page.findtext(".//title") == '"><script>alert(5)</script>{{ 7 * 7 }}\ufffd'
    assert "49" not in page.findtext(".//title")


def test_the_policy_allows_the_own_script_and_style_and_nothing_else():
    page = page_of(HARBOUR)
    tree = lxml.html.fromstring(page)
    policy = dict(
        part.split(" ", 1)
        for part in tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0].split("; ")
    )
    own = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    styles = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    assert (len(own), len(styles)) == (1, 1)
    assert policy == {
        "default-src": "'none'",
        "script-src": f"'{digest(own[0])}'",
        "style-src": f"'{digest(styles[0])}'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def digest(source: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(source.encode()).digest()).decode()


def test_no_element_of_the_page_has_a_style_or_a_handler_that_the_policy_would_stop():
    tree = lxml.html.fromstring(page_of(HARBOUR))
    assert tree.xpath("//*[@style]") == []
    assert "innerHTML" not in page_of(HARBOUR)


@pytest.mark.parametrize("text", [HARBOUR, PLAIN, "", "one line without an end", "\ud83d and \ude80 apart"])
def test_the_pieces_of_an_article_are_its_text(text):
    entry, whole = entry_of("x")
    if "\ud83d" not in text:
        entry, whole = entry_of(text)
    else:
        entry, whole = entry | {"removals": [], "characters": len(text)}, text
    (pieces,) = data_of(html(collection_of([(entry, whole)]), "One"))["examples"]
    shown = "".join(piece if isinstance(piece, str) else piece[6] for piece in pieces)
    assert shown == re.sub("[\ud800-\udfff]", "\ufffd", text)


def test_the_same_ledger_gives_the_same_bytes():
    assert page_of(HARBOUR, PLAIN) == page_of(HARBOUR, PLAIN)


def test_without_scripts_the_page_has_the_counts():
    tree = lxml.html.fromstring(page_of(HARBOUR, PLAIN))
    assert "2 documents" in " ".join(tree.xpath("string(//p[@id='summary'])").split())
    rows = {
        row.findtext("th"): [cell.text for cell in row.iterfind("td")] for row in tree.xpath("//noscript//tbody/tr")
    }
    assert rows["related/read-more-line"] == ["2", "1", "74"]


def test_a_page_that_samples_says_so_and_counts_all():
    texts = [HARBOUR.replace("pier", f"pier {n}") for n in range(30)]
    page = page_of(*texts, size=20_000)
    data = data_of(page)
    assert data["counts"]["documents"] == 30
    assert 0 < data["shown"] < 30
    assert sum(example is not None for example in data["examples"]) == data["shown"]
    said = " ".join(lxml.html.fromstring(page).xpath("string(//p[@id='sampled'])").split())
    assert said.startswith("The counts cover all 30 documents.")
    assert f"The page holds the removals of {data['shown']}." in said
    assert 'id="sampled"' not in page_of(HARBOUR)
