"""A review in a terminal: one removal at a time, with its context."""

from __future__ import annotations

from cleaner.matching.catalog import builtin
from cleaner.report.confidence import Confidence
from cleaner.review.session import Reviewed, questions, walk
from support.reports import HARBOUR, MILL, entry_of


def reviewed(*texts: str) -> list[Reviewed]:
    return [Reviewed(entry_of(text, f"a{n}.txt")[0], text, {}) for n, text in enumerate(texts)]


def asked_of(articles, *names: str):
    return list(questions(articles, Confidence(builtin().cards), names))


def played(articles, keys: str, *names: str) -> list[str]:
    shown: list[str] = []
    left = iter(keys)
    walk(asked_of(articles, *names), lambda: next(left, ""), shown.append, lambda text: f"[-{text}-]")
    return shown


def decided(articles) -> dict[str, str]:
    return {
        f"{question.place} {question.removal['rule'].split('/')[0]}": question.decision
        for question in asked_of(articles)
        if question.decision
    }


def test_the_least_sure_removal_comes_first():
    sure = [question.confidence for question in asked_of(reviewed(HARBOUR, MILL))]
    assert sure == sorted(sure)
    assert len(sure) == 5


def test_a_removal_is_shown_with_place_rule_reason_and_context():
    (first, *_) = played(reviewed(HARBOUR), "q", "advert")
    assert first.startswith("\n1 of 1: a0.txt:11 advert/advert-label (9")
    assert "because " in first
    assert "  The Harbour Gazette costs two crowns on Sundays.\n  [-Advertisement-]\n  The board will look" in first


def test_accept_and_reject_decide_and_skip_leaves_open():
    articles = reviewed(HARBOUR)
    played(articles, "asr", "related", "advert")
    assert sorted(decided(articles).values()) == ["a", "r"]


def test_capitals_decide_all_alike_and_undo_takes_all_back():
    articles = reviewed(HARBOUR, MILL)
    played(articles, "A", "advert")
    assert set(decided(articles).values()) == {"a"}
    assert len(decided(articles)) == 2
    articles = reviewed(HARBOUR, MILL)
    played(articles, "Auq", "advert")
    assert decided(articles) == {}


def test_quit_and_the_end_of_the_input_keep_what_was_decided():
    for keys in ("aq", "a"):
        articles = reviewed(HARBOUR)
        played(articles, keys)
        assert list(decided(articles).values()) == ["a"]


def test_another_key_explains_and_asks_again():
    articles = reviewed(HARBOUR)
    shown = played(articles, "?a")
    assert "a accepts the removal" in shown[1]
    assert len(decided(articles)) == 1


def test_what_was_decided_before_is_not_asked_again():
    articles = reviewed(HARBOUR)
    played(articles, "a")
    assert len(played(articles, "ssss")) == 3
