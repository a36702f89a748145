"""Ledger, diff, marked article: views of one result, from which the input comes back."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.report.kinds import marked_text, report_kind
from support import FIXTURES, read_fixture

ARTICLES = sorted(FIXTURES.glob("*/*.txt"))


def test_the_marked_report_is_the_notation_of_the_fixtures(worker):
    for path in ARTICLES:
        fixture = read_fixture(path)
        result = worker.clean(fixture.text, title=fixture.title)
        assert marked_text(result).replace("[-", "").replace("-]", "") == fixture.text
    assert marked_text(worker.clean("Rain.\n\nAdvertisement\n\nSun.")) == "Rain.\n\n[-Advertisement-]\n\nSun."


def test_a_report_of_no_known_kind_is_refused():
    with pytest.raises(cleaner.ConfigurationError, match="unknown suffix of a report"):
        report_kind("report.pdf")
