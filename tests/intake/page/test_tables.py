"""Tables that lay out a page become paragraphs; tables of data stay tables."""

from __future__ import annotations

import pytest

from cleaner.intake.page import dom
from support.pages import BODY, lines, page, paragraphs

LONG = " ".join(BODY[:3])


@pytest.mark.parametrize(
    ("table", "kept"),
    [
        (f"<table><tr><td>{LONG}<br><br>{BODY[3]}</td></tr></table>", False),
        (f"<table><tr><td><a href='/'>Home</a></td><td>{LONG}<br><br>{BODY[3]}</td></tr></table>", False),
        (f"<table><tr><td><p>{BODY[0]}</p><p>{BODY[1]}</p></td><td>x</td></tr></table>", False),
        ("<table><tr><td><h2>Fares</h2></td><td>x</td></tr></table>", False),
        ("<table role='presentation'><tr><td>Oil</td><td>2</td></tr></table>", False),
        ("<table><tr><td><table><tr><td>Oil</td><td>2</td></tr></table></td><td>x</td></tr></table>", False),
        ("<table><tr><td>Oil</td><td>2</td></tr><tr><td>Rope</td><td>3</td></tr></table>", True),
        ("<table><tr><th>Oil</th></tr><tr><td>" + LONG + "<br><br>x</td></tr></table>", True),
        ("<table><caption>Held</caption><tr><td>" + LONG + "<br><br>x</td></tr></table>", True),
        ("<table>" + f"<tr><td>Lew</td><td>{LONG}<br><br>x</td></tr>" * 3 + "</table>", True),
        ("<table><tr><td>Oil</td></tr></table>", True),
    ],
)
def test_a_table_is_layout_by_what_its_cells_hold(table, kept):
    tree = dom.read_page(page(paragraphs(*BODY) + table)).tree
    first = next(tree.iter("table"), None)
    assert (first is not None and len(list(first.iter("td"))) == table.count("<td>")) is kept


def test_paragraphs_of_a_layout_table_are_lines(worker):
    column = "<br><br>".join(BODY) + "<br>And so they swam home, every one of them, in the dark."
    result = worker.clean_html(
        "<html><head><title>Fares</title></head><body><table><tr><td><a href='/'>Home</a><br><a href='/a'>Archive</a>"
        f"</td><td><font size='2'>{column}</font></td></tr></table></body></html>"
    )
    assert lines(result) == [*BODY, "And so they swam home, every one of them, in the dark."]


def test_a_list_in_a_layout_table_stays_a_list(worker):
    items = "<ul><li>a lamp with oil for two nights</li><li>a rope</li></ul>"
    cell = paragraphs(*BODY[:3]) + items + paragraphs(*BODY[3:])
    result = worker.clean_html(f"<html><body><table><tr><td>{cell}</td></tr></table></body></html>")
    assert "- a lamp with oil for two nights\n- a rope\n" in result.text


def test_a_list_in_a_cell_of_data_keeps_its_words(worker):
    table = (
        "<table><tr><th>Deck</th><th>Held</th></tr><tr><td>Upper</td><td><ul><li>oil</li><li>rope</li></ul></td></tr>"
        "<tr><td>Lower</td><td>salt</td></tr></table>"
    )
    result = worker.clean_html(page(paragraphs(*BODY[:3]) + table + paragraphs(*BODY[3:])))
    assert "| Upper | oil rope |" in result.text


def test_code_with_numbered_lines_loses_the_numbers(worker):
    table = "<table><tr><td><pre>1\n2\n</pre></td><td><pre>lamp --on\nlamp --off</pre></td></tr></table>"
    result = worker.clean_html(page(paragraphs(*BODY[:3]) + table + paragraphs(*BODY[3:])))
    assert lines(result) == [*BODY[:3], "lamp --on", "lamp --off", *BODY[3:]]
