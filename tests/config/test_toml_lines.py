"""The configuration file: found, read, checked, overruled; sites with settings of their own; what is made from its keys."""

from __future__ import annotations

import pytest

from cleaner.config.toml_lines import lines_of


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a = 1\r\n\r\nb = 2\r\n", {("a",): 1, ("b",): 3}),
        ("# [x]\n[a]\nb = '''\n[c]\nd = 1\n'''\ne = 2", {("a",): 2, ("a", "b"): 3, ("a", "e"): 7}),
        ('a = """x\\"""" # "\nb = [\n "]", # [\n]\nc = 1', {("a",): 1, ("b",): 2, ("c",): 5}),
        (
            """a = '''it''''' # '\nb = ""\nc = {d.e = 1}""",
            {("a",): 1, ("b",): 2, ("c",): 3, ("c", "d"): 3, ("c", "d", "e"): 3},
        ),
        ("[[a]]\nb = 1\n[[a]]\nb = 2", {("a",): 1, ("a", "b"): 2}),
        (
            "[ a . \"b]\" ] # c\n 'd' . e=1",
            {("a",): 1, ("a", "b]"): 1, ("a", "b]", "d"): 2, ("a", "b]", "d", "e"): 2},
        ),
    ],
)
def test_every_key_is_found_on_its_line(text, lines):
    assert lines_of(text) == lines
