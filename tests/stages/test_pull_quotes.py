"""Pull quotes: the line that a paragraph says goes, and every line that may be more than its copy stays."""

from __future__ import annotations

import pytest

import cleaner
from support.marks import mark

WORKER = cleaner.Cleaner(select=["headline/pull-quote"], budget=1)

# paragraphs of two sentences, which are prose at any length
MET = "The harbour council met on Monday. Everybody came."
RAIN = "It rained all the same. Nobody left before midnight."
BOATS = "Two boats lay at the pier. Neither of them sailed."
CAT = "The cat of the harbour office slept. It always does."
TOP = f"Fares to rise on the sound\nBy Ada Lew\nQuay on Monday\n{MET}\n{RAIN}\n{BOATS}"
QUOTE = "We will swim across the sound if we must, all of us."
LONGER = "We will swim across the sound if we must, all of us, as we did when we were young."
SAYS = f'Captain Lew shrugged when he heard of it. "{QUOTE}" Then he went home to his cat.'

# 39 and 40 columns without the full stop
COLUMNS_39 = "We will all swim across the cold sounds."
COLUMNS_40 = "We will all swim across the colder sound."
SIX_WORDS = "Harbourmasters everywhere underestimate waterproof lighthouses considerably."
SEVEN_WORDS = "Harbourmasters almost everywhere underestimate waterproof lighthouses considerably."
# 79 and 80 columns, not ended
OPEN_79 = "The ferry company has known about the rotten planks of the old pier since March"
OPEN_80 = "The ferry company has known about the rotten planks of the old pier since August"
# clauses of 79 and 80 letters and blanks, ended
CLAUSE_79 = f"{OPEN_79}."
CLAUSE_80 = f"{OPEN_80}."
# 13 and 14 characters, each of which is a word and as wide as two
JAPANESE_13 = "港の船はもう沖へ出ないのだ。"
JAPANESE_14 = "港の船はもう沖へ出ないそうだ。"
JAPANESE_TOP = "渡し船の値上げ\n港新聞\n月曜日\n港の会議は月曜に開かれた。みんなが来た。\n雨が降った。誰も帰らなかった。\n船が二隻あった。どちらも出なかった。"


def says(quote: str) -> str:
    return f"Captain Lew shrugged when he heard of it. {quote} Then he went home to his cat and slept."


def around(quote: str, *, marked: bool, paragraph: str | None = None, top: str = TOP) -> str:
    """An article with the line behind its sixth, and the paragraph that says it below."""
    line = f"[-{quote}-]" if marked else quote
    return f"{top}\n{line}\n{says(quote) if paragraph is None else paragraph}\n{CAT}\n"


GOES = {
    "a sentence that a paragraph says": around(QUOTE, marked=True),
    "a quotation in its own marks": around(f'"{QUOTE}"', marked=True),
    "a line behind the paragraph that says it": f"{TOP}\n{SAYS}\n[-{QUOTE}-]\n{CAT}\n",
    "the last line": f"{TOP}\n{SAYS}\n[-{QUOTE}-]",
    "a quote and its signature": f"{TOP}\n{SAYS}\n[-{QUOTE}-]\n[-— Tom Lew, captain-]\n{CAT}\n",
    "a quote and its signature at the end": f"{TOP}\n{SAYS}\n[-{QUOTE}-]\n[-— Tom Lew, captain-]",
    "a quote between its signature and a list": f"{TOP}\n[-{QUOTE}-]\n[-— Tom Lew, captain-]\n- a rope\n{SAYS}\n",
    "a quote, and not the sixth line, which a summary may have": (
        f"Fares to rise on the sound\nBy Ada Lew\n{MET}\n{RAIN}\n{BOATS}\n{CLAUSE_80}\n{MET}\n"
        f"[-{QUOTE}-]\n{SAYS}\n{says(CLAUSE_80)}\n"
    ),
    "a quote that only the paragraph above stands beside": f"{TOP}\n[-{QUOTE}-]\n- a rope\n{SAYS}\n",
    "a quote that only the paragraph below stands beside": f"{TOP}\n- a rope\n[-{QUOTE}-]\n{SAYS}\n",
    "a quote below two paragraphs": (
        f"Fares to rise on the sound\nBy Ada Lew\nQuay\nHarbour\n{MET}\n{RAIN}\n[-{QUOTE}-]\n{SAYS}\n"
    ),
    "a quote that the fourth line says": (
        f"Fares to rise on the sound\nBy Ada Lew\nQuay on Monday\n{SAYS}\n{RAIN}\n{BOATS}\n[-{QUOTE}-]\n{CAT}\n"
    ),
    "a quote that the first line begins with too": (
        f"We will swim across the sound, says captain\nBy Ada Lew\nQuay on Monday\n{MET}\n{RAIN}\n{BOATS}\n"
        f"[-{QUOTE}-]\n{SAYS}\n"
    ),
    "a paragraph with eight words more": around(
        QUOTE, marked=True, paragraph=f"One two three four five six seven eight. {QUOTE}"
    ),
    "40 columns": around(COLUMNS_40, marked=True),
    "seven words": around(SEVEN_WORDS, marked=True),
    "an open line of 80 columns": around(OPEN_80, marked=True, paragraph=says(CLAUSE_80)),
    "a clause of 80 columns": around(CLAUSE_80, marked=True, paragraph=says(f"He knows it: {OPEN_80}, he says.")),
    "two sentences on end": around("The pier is ours to keep. Nobody asked us what we want.", marked=True),
    "quotations that only she said interrupts": around(
        "We will swim across the sound. Nobody will stop us then.",
        marked=True,
        paragraph='"We will swim across the sound," she said on the pier that evening, and laughed. "Nobody will stop us then."',
    ),
    "a name of four words behind the quotation": around(
        f'"{LONGER}" Captain Tom Adam Lew', marked=True, paragraph=says(LONGER)
    ),
    "14 characters of Japanese": around(
        JAPANESE_14, marked=True, paragraph=f"桟橋は台風で壊れたままだ。{JAPANESE_14}", top=JAPANESE_TOP
    ),
}


@pytest.mark.parametrize("example", [pytest.param(example, id=name) for name, example in GOES.items()])
def test_a_pull_quote_goes(example):
    assert "[-" in example
    assert mark(WORKER, example) == example


STAYS = {
    "two quotes together, a summary": (f"{TOP}\n{QUOTE}\n{SEVEN_WORDS}\n{SAYS}\n{says(SEVEN_WORDS)}\n"),
    "what follows a sub-heading": f"{TOP}\nWhat the captain says\n{QUOTE}\n{SAYS}\n",
    "a line that no paragraph stands beside": f"{TOP}\n- a rope\n{QUOTE}\n- a lamp\n{SAYS}\n",
    "a line below one paragraph": (
        f"Fares to rise on the sound\nBy Ada Lew\nQuay\nHarbour\nMonday\n{MET}\n{QUOTE}\n{SAYS}\n"
    ),
    "a line that the third line alone says": (
        f"Fares to rise on the sound\nBy Ada Lew\n{SAYS}\n{MET}\n{RAIN}\n{BOATS}\n{QUOTE}\n{CAT}\n"
    ),
    "the sixth line, in a summary": (
        f"Fares to rise on the sound\nBy Ada Lew\nQuay on Monday\n{MET}\n{RAIN}\n{QUOTE}\n{SAYS}\n{CAT}\n"
    ),
    "what a line that is no paragraph says": around(
        QUOTE,
        marked=False,
        paragraph=f"Captain Lew shrugged. {QUOTE} Then he went home to his cat and slept for a week",
    ),
    "what a speaker of an interview says": around(
        QUOTE, marked=False, paragraph=f"Lew: Why not, my friend? {QUOTE} My cat swims, too, when it must."
    ),
    "a speaker's line": around(f"Lew: {QUOTE}", marked=False),
    "an item of a list": around(f"- {QUOTE}", marked=False),
    "a question": around(f"{QUOTE[:-1]}?", marked=False),
    "an announcement": around(f"{QUOTE[:-1]}:", marked=False),
    "another sentence that begins alike": around(
        QUOTE, marked=False, paragraph=says("We will swim across the sound when the fares rise again.")
    ),
    "a paragraph with seven words more": around(
        QUOTE, marked=False, paragraph=f"One two three four five six seven. {QUOTE}"
    ),
    "39 columns": around(COLUMNS_39, marked=False),
    "six words": around(SIX_WORDS, marked=False),
    "an open line of 79 columns": around(OPEN_79, marked=False, paragraph=says(CLAUSE_79)),
    "a clause of 79 columns": around(CLAUSE_79, marked=False, paragraph=says(f"He knows it: {OPEN_79}, he says.")),
    "more than a name behind the quotation": around(
        f'"{LONGER}" Captain Tom Adam Maria Lew', marked=False, paragraph=says(LONGER)
    ),
    "13 characters of Japanese": around(
        JAPANESE_13, marked=False, paragraph=f"桟橋は台風で壊れたままだ。{JAPANESE_13}", top=JAPANESE_TOP
    ),
    "what is said outside of quotations": around(
        "We will swim across the sound. Nobody will stop us then.",
        marked=False,
        paragraph="We will swim across the sound, she said on the pier that evening, and laughed. Nobody will stop us then.",
    ),
}


@pytest.mark.parametrize("example", [pytest.param(example, id=name) for name, example in STAYS.items()])
def test_a_line_that_may_be_more_than_a_copy_stays(example):
    assert mark(WORKER, example) == example


@pytest.mark.parametrize(("size", "goes"), [(600, True), (601, False)])
def test_a_quote_has_600_characters_at_most(size, goes):
    sentence = (
        "We will row to the island and back, and then to the island and back once more, for as long as it takes. "
    )
    quote = (sentence * 6)[: size - 5].rstrip() + "s so."
    quote = quote.rjust(size, "W")
    assert len(quote) == size
    example = around(quote, marked=goes, paragraph=f"Captain Lew shrugged. Then he spoke up to all of us. {quote}")
    assert mark(WORKER, example) == example


@pytest.mark.parametrize(("size", "goes"), [(300, True), (301, False)])
def test_a_quote_has_300_characters_of_japanese_at_most(size, goes):
    quote = f"{('この港の船はもう沖へ出ないと船長は言いそれを聞いた猫も頷いた' * 11)[:size]}。"
    example = around(quote, marked=goes, paragraph=f"桟橋は台風で壊れたままだ。{quote}", top=JAPANESE_TOP)
    assert mark(WORKER, example) == example


def test_no_quote_goes_where_the_rule_does_not_run():
    text = around(QUOTE, marked=False)
    assert cleaner.Cleaner(select=["headline"], ignore=["headline/pull-quote"], budget=1).clean(text).text == text
