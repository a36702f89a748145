"""Breadcrumbs go where they lead to the title; a path that the article states stays."""

from __future__ import annotations

import pytest

import cleaner
from support.marks import mark

TRAILS = cleaner.Cleaner(select=["page/breadcrumb-trail"], budget=1)
MET = "The harbour council met on Monday. Everybody came."


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(f"[-harbour › ferries › Fares rise-]\n\nFares rise\n\n{MET}", id="to the title"),
        pytest.param(f"[-harbour › Ferries in the fog-]\nFerries in the fog\n{MET}", id="to the next line"),
        pytest.param(
            f"[-harbour › Ferries in the…-]\nFerries in the fog\n{MET}", id="to the start of the next line"
        ),
        pytest.param(f"harbour › Ferries\nFerries in the fog\n{MET}", id="to a short start of the next line"),
        pytest.param(f"[-harbour > ferries > fares-]\nFares rise\n{MET}", id="three sections above the title"),
        pytest.param(f"harbour > fares\nFares rise\n{MET}", id="two sections above the title"),
        pytest.param(f"harbour > ferries > fares\n{MET}", id="no title below"),
        pytest.param(f"harbour > ferries > pier 9\nFares rise\n{MET}", id="a section with a number"),
        pytest.param(f"{MET}\n\nharbour › ferries › Fares rise", id="below the article"),
        pytest.param(
            f"[-1. Home-]\n[-2. Harbour-]\n[-3. Fares rise-]\n\nFares rise\n\n{MET}", id="a numbered list"
        ),
        pytest.param(f"1. Home\n2. Harbour\n3. Fares fall\n\nFares rise\n\n{MET}", id="a list without the title"),
        pytest.param(f"1. Fares rise\n\n{MET}", id="one entry"),
    ],
)
def test_a_path_goes_if_it_leads_to_the_title(marked):
    assert mark(TRAILS, marked, title="Fares rise") == marked
