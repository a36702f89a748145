"""Bullets and rows without text go; a bullet in front of its text stays."""

from __future__ import annotations

import pytest

import cleaner
from support.marks import mark

MARKS = cleaner.Cleaner(select=["markup/empty-row", "markup/empty-bullet", "share/share-line"], budget=1)
MET = "The harbour council met on Monday. Everybody came."


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(f"{MET}\n\n[-*-]\n[-*-]\n[-*-]", id="bullets at the end"),
        pytest.param(f"{MET}\n\n[-*-]\n[-*-]\n\n{MET}", id="bullets and a blank line"),
        pytest.param(f"{MET}\n\n[-*-]\n*\nRope", id="the last bullet is the text's"),
        pytest.param(f"{MET}\n\n*\n\n{MET}", id="one bullet"),
        pytest.param(f"{MET}\n\n-\n-\n-", id="dashes"),
        pytest.param(f"{MET}\n\n* * *\n\n{MET}", id="a break between scenes"),
        pytest.param(f"{MET}\n\n[-*   *   *-]\n[-*-]", id="bullets on one line"),
        pytest.param(
            f"{MET}\n\n[-Share on Facebook-]\n[-*-]\n[-Share on Twitter-]", id="a bullet between gone lines"
        ),
        pytest.param(f"{MET}\n\n[-Share on Facebook-]\n*\nRope", id="a bullet below a gone line"),
        pytest.param(f"{MET}\n[-| | |-]\n{MET}", id="an empty row"),
        pytest.param("| | |\n|---|---|\n| Pier | 9 |", id="the head of a table"),
        pytest.param("| Pier | 9 |\n| Quay | 8 |", id="rows"),
    ],
)
def test_marks_without_text_go(marked):
    assert mark(MARKS, marked, title="Fares rise") == marked
