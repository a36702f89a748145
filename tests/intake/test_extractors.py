"""The names of the extractors, and the extra that one of them needs."""

import importlib.util

import pytest

import cleaner
from cleaner.intake.extractors import EXTRACTORS, missing_extractor


def test_no_extractor_is_missing_beside_the_extras_of_the_tests():
    assert [missing_extractor(name) for name in EXTRACTORS] == [None] * len(EXTRACTORS)


def test_an_extractor_that_is_not_installed_names_its_extra(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert missing_extractor("auto") is None
    with pytest.raises(cleaner.ConfigurationError, match=r"pip install 'article-cleaner\[resiliparse\]'"):
        cleaner.Cleaner(extractor="resiliparse")


def test_an_unknown_extractor_is_refused():
    with pytest.raises(
        cleaner.ConfigurationError, match="extractor is auto, trafilatura or resiliparse, not 'fast'"
    ):
        cleaner.Cleaner(extractor="fast")


def test_each_extractor_has_its_own_digest():
    assert len({cleaner.Cleaner(extractor=name).digest for name in EXTRACTORS}) == len(EXTRACTORS)
