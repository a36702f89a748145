"""Whole articles of our own words: what is marked goes, nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.core.marked_text import parse, visible
from cleaner.matching.catalog import builtin
from support import FIXTURES, SEEDS, read_fixture
from support.constructs import ADDRESS, between, constructs
from support.markdown import text_of, words

KNOWN_FAILURES = FIXTURES / "known-failures"


PASSING = sorted(path for path in FIXTURES.glob("*/*.txt") if path.parent != KNOWN_FAILURES)


PAGES = sorted(FIXTURES.glob("*/*.html"))


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def taken(worker, path: Path) -> tuple[tuple[int, ...], tuple[int, ...]]:
    fixture = read_fixture(path)
    result = worker.clean(fixture.text, title=fixture.title)
    return visible(fixture.text, [removal.span for removal in result.removals]), fixture.marked


@pytest.mark.parametrize("path", PASSING, ids=name)
def test_exactly_what_is_marked_goes(worker, path):
    found, marked = taken(worker, path)
    assert found == marked


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_becomes_the_article_beside_it(worker, path):
    found = worker.clean_html(path.read_text(encoding="utf-8")).text
    article = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert [line for line in found.split("\n") if line.strip()] == article.rstrip("\n").split("\n\n")


CONSTRUCTS = list(constructs())


def test_the_names_of_constructs_are_unlike():
    assert len({construct.name for construct in CONSTRUCTS}) == len(CONSTRUCTS) > 80


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda construct: construct.name)
def test_a_construct_of_a_page_becomes_the_text_and_the_markdown_below_it(worker, construct):
    result = worker.clean_html(construct.html, url=ADDRESS, markdown=True)
    assert between(result.text) == construct.text, construct.why
    assert between(result.markdown) == construct.markdown, construct.why


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda construct: construct.name)
def test_markdown_without_its_signs_is_the_words_of_the_text_in_order(worker, construct):
    result = worker.clean_html(construct.html, url=ADDRESS, markdown=True)
    assert words(text_of(result.markdown)) == words(result.text)
    assert result.text == worker.clean_html(construct.html, url=ADDRESS).text


@pytest.mark.parametrize("path", sorted(KNOWN_FAILURES.glob("*.txt")), ids=name)
@pytest.mark.xfail(strict=True, reason="known failure: when it passes, move it to its family")
def test_a_known_failure_still_fails(worker, path):
    found, marked = taken(worker, path)
    assert found == marked


def test_every_family_has_three_fixtures():
    few = {
        family: len(list((FIXTURES / family).glob("*.txt")))
        for family in {card.family for card in builtin().cards}
        if len(list((FIXTURES / family).glob("*.txt"))) < 3
    }
    assert few == {}


def test_there_are_articles_of_every_kind_that_must_stay_whole():
    assert len(list((FIXTURES / "restraint").glob("*.txt"))) >= 10


@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_a_seed_is_its_fixture_without_the_marks(seed):
    text, spans = parse((FIXTURES / "seeds" / seed.name).read_text(encoding="utf-8"))
    assert text == seed.read_text(encoding="utf-8")
    assert len(spans) >= 5


def test_there_are_at_least_six_seeds():
    assert len(list(SEEDS.glob("*.txt"))) >= 6
