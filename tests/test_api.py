"""The library as other programs use it."""

from __future__ import annotations

import logging
import os
import pickle
import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.matching.catalog import builtin

TEXT = "Rain fell.\n\nREAD MORE: Snow fell\n\nIt stopped at noon."


def test_a_result_has_text_document_and_removals_with_spans_into_it():
    result = cleaner.clean(TEXT, title="Weather", url="https://example.org/", language="en")
    assert result.text == "Rain fell.\n\nIt stopped at noon."
    start, end = result.removals[0].span
    assert result.document.text[start:end] == "READ MORE: Snow fell"
    assert result.removals[0].rule == "related/read-more-line"
    assert result.removals[0].because
    assert (result.document.title, result.document.url, result.document.language) == (
        "Weather",
        "https://example.org/",
        "en",
    )


def test_a_cleaner_travels_to_another_process_and_does_the_same():
    worker = cleaner.Cleaner(ignore=["advert"], headline="drop")
    again = pickle.loads(pickle.dumps(worker))
    assert again.digest == worker.digest
    assert again.clean(TEXT) == worker.clean(TEXT)


def test_the_digest_tells_configurations_apart():
    configurations = [{}, {"ignore": ["advert"]}, {"select": []}, {"headline": "drop"}, {"repair": False}]
    assert len({cleaner.Cleaner(**one).digest for one in configurations}) == len(configurations)
    assert cleaner.Cleaner().digest == cleaner.Cleaner().digest


def test_the_digest_of_the_rules_is_made_once():
    worker = cleaner.Cleaner()
    assert worker.rules_digest("text") is worker.rules_digest("text")
    assert worker.rules_digest("text") != worker.rules_digest("html")


def test_with_all_rules_off_nothing_changes():
    off = cleaner.Cleaner(select=[], repair=False)
    assert off.clean(TEXT + "CafÃ©").text == TEXT + "CafÃ©"


def test_one_document_never_changes_the_next():
    worker = cleaner.Cleaner()
    alone = worker.clean(TEXT)
    for other in ("", "Advertisement\n" * 50, "<p>" * 50):
        worker.clean(other)
    assert worker.clean(TEXT) == alone


@pytest.mark.parametrize("wrong", [b"bytes", None, 7])
def test_what_is_no_text_is_refused_with_what_to_do(wrong):
    with pytest.raises(TypeError, match="takes the article's text as str"):
        cleaner.clean(wrong)


def test_names_are_a_list():
    with pytest.raises(TypeError, match="select takes a list of names"):
        cleaner.Cleaner(select="advert")


@pytest.mark.parametrize("wrong", [{"select": ["nothing"]}, {"headline": "maybe"}, {"rules": ["nowhere.toml"]}])
def test_what_cannot_be_configured_is_one_kind_of_error(wrong):
    with pytest.raises(cleaner.ConfigurationError):
        cleaner.Cleaner(**wrong)


def test_what_cannot_be_cleaned_is_one_kind_of_error():
    with pytest.raises(cleaner.InputError):
        cleaner.clean_html("<html></html>")
    with pytest.raises(cleaner.InputError):
        cleaner.clean_html(b"\xff\xfea")


LEFTOVERS = [
    "READ MORE: Snow fell",
    "RELATED STORIES",
    "RELATED STORIES\nPier to be rebuilt by the county in the spring\nSeal steals hat",
    "Watch the last boat leave the pier\nWatch the last boat leave the pier",
    "Advertisement",
    "Share",
    "Facebook Twitter Email",
    "[embed]https://e.org/1[/embed]",
    'He wrote: %shareLinks-quote="x" type="quote"% It fell.',
    "It fell. READ MORE: Snow",
    "© 2026 Harbour Post",
    "Sign up for our newsletter",
    "Pier to be rebuilt by the county in the spring",
    "Longest Piers of the Northern Coast InsideGov",
    "“We will swim,” said one.",
    "What the harbour office says",
    "",
    "  ",
    "CafÃ© &amp; bar",
    "\u200b",
]


CLOSINGS = ["", "More from Harbour Post\nSeal steals hat\nFerry captain steps down", "Share\nTweet\nEmail"]


@st.composite
def articles(draw):
    """A headline, paragraphs that differ, leftovers anywhere between them, perhaps a closing block."""
    lines = [draw(st.sampled_from(["Fares to rise on the sound", "Share\nFares to rise on the sound"]))]
    for number in range(draw(st.integers(1, 6))):
        lines += draw(st.lists(st.sampled_from(LEFTOVERS), max_size=2))
        lines.append(
            f"Council member number {number} said on Monday evening that the price of a crossing was too high."
        )
    newline = draw(st.sampled_from(["\n", "\n\n", "\r\n"]))
    lines.append(draw(st.sampled_from(CLOSINGS)))
    return newline.join("\n".join(lines).split("\n"))


@given(articles(), st.sampled_from([None, "Fares to rise on the sound"]))
@settings(max_examples=800)
def test_cleaning_an_article_twice_changes_nothing_more_and_nothing_is_invented(text, title):
    result = cleaner.clean(text, title=title)
    again = cleaner.clean(result.text, title=title)
    assert again.text == result.text
    kept = iter(result.document.text)
    assert all(char in kept for char in result.text)
    for number in range(6):
        sentence = f"Council member number {number} said on Monday evening"
        assert (sentence in result.text) == (sentence in text)


def test_a_sentence_between_leftovers_stays_in_a_text_without_a_paragraph():
    said = "Council member number {} said on Monday evening that the price of a crossing was too high."
    more = "READ MORE: Snow fell"
    lines = ["Share", "Fares to rise on the sound", more, more, said.format(0), more, said.format(1)]
    result = cleaner.clean(
        "\n".join([*lines, "More from Harbour Post", "Seal steals hat", "Ferry captain steps down"])
    )
    assert said.format(0) in result.text
    assert said.format(1) in result.text


def test_cleaning_a_knot_of_copies_twice_changes_nothing_more():
    rain = "Rain fell on the town and on the sea beyond it, all night and all of the next day, until the boats had gone."
    more, pier = "More from Harbour Post", "Pier to be rebuilt by the county in the spring"
    once = cleaner.clean("\n".join(["Seal steals hat", more, more, more, pier, rain])).text
    assert cleaner.clean(once).text == once


def test_tags_that_a_page_shows_are_what_its_author_wrote():
    lines = "".join(
        f"<p>In lesson {n} a paragraph is opened with &lt;p&gt; and closed with &lt;/p&gt;, she said to them.</p>"
        for n in range(5)
    )
    page = f"<html><head><title>Tags</title></head><body><article><h1>Tags</h1>{lines}</article></body></html>"
    assert cleaner.clean_html(page).text.count("<p> and closed with </p>") == 5
    assert "<p>" not in cleaner.clean("It fell.\n\n<p>It rose.</p>").text


@given(st.text(max_size=300))
@settings(max_examples=300)
def test_no_text_raises(text):
    cleaner.clean(text).check()


def test_each_preset_runs_what_the_one_before_it_runs_and_more():
    presets = ("careful", "standard", "thorough")
    runs = [{card.id for card in builtin().choose(preset=preset).cards} for preset in presets]
    assert runs[0] < runs[1] <= runs[2]
    assert all(card.confidence == "certain" for card in builtin().cards if card.id in runs[0])
    with pytest.raises(cleaner.ConfigurationError, match="careful, standard, thorough"):
        cleaner.Cleaner(preset="bold")


def test_a_result_is_changed_by_a_repair_too():
    assert cleaner.clean("Tom &amp; Jerry met.").changed
    assert not cleaner.clean("Tom & Jerry met.").changed
    assert not cleaner.Cleaner(repair=False).clean("Tom &amp; Jerry met.").changed


class NAType:
    """The missing value of pandas: its comparisons are missing, too."""

    def __ne__(self, other: object) -> object:
        return self

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")

    __hash__ = None  # type: ignore[assignment]


@pytest.mark.parametrize("absent", [None, float("nan"), Decimal("NaN"), NAType()])
def test_none_and_nan_stand_for_an_unknown_title_address_and_language(absent):
    known = cleaner.clean(TEXT)
    assert cleaner.clean(TEXT, title=absent, url=absent, language=absent).removals == known.removals
    page = "<html><body><article><p>" + "The ferry left the pier at dawn. " * 9 + "</p></article></body></html>"
    assert cleaner.clean_html(page, title=absent, url=absent, language=absent).document.title is None


@pytest.mark.parametrize("wrong", [1, 1.5, b"Pier", ["Pier"], [float("nan")], {}])
@pytest.mark.parametrize("name", ["title", "url", "language"])
def test_a_title_or_address_of_another_type_is_refused(name, wrong):
    said = f"{name} is a string or None, not {type(wrong).__name__}"
    with pytest.raises(TypeError, match=said):
        cleaner.clean(TEXT, **{name: wrong})


def test_a_result_is_its_text_and_its_removals_know_theirs():
    result = cleaner.clean(TEXT)
    assert str(result) == result.text
    assert [removal.text for removal in result.removals] == ["READ MORE: Snow fell", "\n", "\n"]
    again = pickle.loads(pickle.dumps(result))
    assert again == result
    assert again.removals[0].text == "READ MORE: Snow fell"


ARTICLES = [
    TEXT,
    {"text": TEXT, "title": float("nan"), "url": "https://example.org/1", "language": None},
    {"html": "<html><body><p>Rain fell.</p></body></html>", "text": float("nan")},
    {"html": "<html><article><p>" + "The ferry left the pier at dawn. " * 9 + "</p></article></html>"},
    None,
    7,
    {"text": TEXT, "colour": "red"},
    {"html": b"\x00\x01\x02" * 99},
    "Rain fell.",
]


def test_many_articles_come_in_order_and_each_fault_is_the_result_of_its_article():
    worker = cleaner.Cleaner()
    done: list[int] = []
    found = list(worker.clean_many(iter(ARTICLES), progress=done.append))
    assert done == list(range(1, len(ARTICLES) + 1))
    assert found[0] == worker.clean(TEXT)
    assert found[1] == worker.clean(TEXT, url="https://example.org/1")
    failures = [at for at, one in enumerate(found) if isinstance(one, cleaner.Failure)]
    assert failures == [4, 5, 6, 7]
    assert found[5].why == "clean() takes the article's text as str, not int; decode bytes first"
    assert "colour" in found[6].why
    assert found[7].kind == "binary"
    assert list(worker.clean_many(ARTICLES * 5, jobs=2)) == found * 5


class OnlyHere(dict):
    """An article that pickles in this process, and that no other process can read."""

    def __reduce__(self):
        return _refuse, (os.getpid(), dict(self))


def _refuse(process, article):
    if os.getpid() != process:
        raise ValueError("this object stays at home")
    return article


class Stubborn(dict):
    def __reduce__(self):
        raise OSError("no copies")  # which must not be taken for a broken pipe


@pytest.mark.parametrize(
    ("article", "why"),
    [
        ({"text": TEXT, "title": lambda: "Weather"}, "it cannot be sent to another process: "),
        (Stubborn(text=TEXT), "it cannot be sent to another process: no copies"),
        (OnlyHere(text=TEXT), "it cannot be sent to another process: "),
    ],
    ids=["unpicklable", "raises", "unreadable"],
)
def test_an_article_that_no_other_process_can_read_fails_alone(article, why):
    found = list(cleaner.Cleaner().clean_many([TEXT] * 20 + [article] + [TEXT] * 20, jobs=2))
    failed = {at: one for at, one in enumerate(found) if isinstance(one, cleaner.Failure)}
    assert list(failed) == [20]
    assert (len(found), failed[20].kind) == (41, "input")
    assert why in failed[20].why


def test_articles_are_read_only_when_they_are_needed():
    def texts():
        yield TEXT
        raise AssertionError("read too early")

    assert next(cleaner.Cleaner().clean_many(texts())).changed


@pytest.mark.parametrize(
    ("arguments", "options", "error"),
    [
        (TEXT, {}, TypeError),
        ({"text": TEXT}, {}, TypeError),
        ([TEXT], {"jobs": 0}, ValueError),
        ([TEXT], {"jobs": True}, ValueError),
        ([TEXT], {"jobs": 1.5}, ValueError),
    ],
)
def test_wrong_arguments_are_refused_before_anything_is_cleaned(arguments, options, error):
    with pytest.raises(error):
        cleaner.Cleaner().clean_many(arguments, **options)


def test_a_script_without_a_guard_can_use_processes(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import cleaner\nprint('once')\n"
        f"print(sum(one.changed for one in cleaner.Cleaner().clean_many([{TEXT!r}] * 40, jobs=2)))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("once\n40\n", "")


def test_the_logger_tells_of_failures_and_of_what_the_budget_holds_back(caplog):
    worker = cleaner.Cleaner(budget=0.01)
    text = "The ferry left the pier at dawn, and nobody was on board.\n\nShare\nTweet\nPin it\n"
    with caplog.at_level(logging.DEBUG, "cleaner"):
        list(worker.clean_many([None, text]))
    told = [(record.levelname, record.getMessage().split(":")[0]) for record in caplog.records]
    assert told == [("WARNING", "article 1"), ("INFO", "article"), ("DEBUG", "article")]


def test_a_program_that_sets_no_logging_up_hears_nothing():
    code = "import logging, cleaner; list(cleaner.Cleaner().clean_many([None]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
