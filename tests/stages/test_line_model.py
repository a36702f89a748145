"""What the line model is sure of goes, unless the article around it says that it stays.

Most tests ask a model that says what the test wants, so that a newly trained one changes nothing here. Its score
stands in front of a line: "{4}" is a score of 4 logits, all of it from the words; "{4 -1}" has words that speak for the
article, worth -1. Other lines score -4. The threshold is 0. What stands between [- and -] goes.
"""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Mapping
from typing import Any

import pytest

import cleaner
from cleaner.core.draft import Draft
from cleaner.core.result import put_back
from cleaner.evaluation.rule_examples import from_blocks
from cleaner.matching.matcher import Scan
from cleaner.runner import run as running
from cleaner.scorer.facts import Text
from cleaner.scorer.forms import SCRIPT_NAMES
from cleaner.scorer.model import KINDS, Score
from cleaner.scorer.neighbours import SCALE
from cleaner.stages import line_model
from support.marks import mark
from support.models import made
from support.pages import rules_of

LEARNED = cleaner.Cleaner(select=["learned"], budget=1)
HEAD = "The ferry to the outer islands will run every day from June, the harbour board decided on Tuesday evening."
MORE = "Fares stay as they are. The last boat leaves at nine, and nobody knows how its crew gets home after that."
LAST = "The board will look at the numbers again in the autumn, its chairwoman said, and so will the captain."
_SCORED = re.compile(r"^((?:\[-)?)\{(\S+)(?: (\S+))?\} ?", re.MULTILINE)


class Fake:
    """A model with the scores, kinds and thresholds that a test states."""

    def __init__(self, scores: Mapping[str, tuple[float, float]] = {}, threshold: int | None = 0) -> None:
        self.asked: list[tuple[str, str]] = []
        self.seen: list[Text] = []
        self.kinds: dict[str, str] = {}
        self.against: set[str] = set()
        self._scores = scores
        self._threshold = threshold

    def threshold(self, level: str, script: int) -> int | None:
        self.asked.append((level, SCRIPT_NAMES[script]))
        return self._threshold

    def scores(self, text: Text, wanted: Any = None) -> list[Score | None]:
        self.seen.append(text)
        return [
            Score(*(int(part * SCALE) for part in self._scores.get(line, (-4, -4))))
            if line in self._scores or (at in text.scored() and (wanted is None or at in wanted))
            else None
            for at, line in enumerate(text.lines)
        ]

    def speaks_against(self, line: str) -> bool:
        return line in self.against

    def kind(self, text: Text, at: int) -> str:
        return self.kinds.get(text.lines[at], "related")

    def spoken(self, line: str) -> list[str]:
        return [word for word in line.lower().split() if len(word) > 4][:2]


def split(example: str) -> tuple[str, dict[str, tuple[float, float]]]:
    """Return a marked example without its scores, and the scores by line."""
    scores: dict[str, tuple[float, float]] = {}
    for found in _SCORED.finditer(example):
        line = example[found.end() :].split("\n", 1)[0].removeprefix("[-").removesuffix("-]").strip()
        scores[line] = (float(found[2]), float(found[3] or found[2]))
    return _SCORED.sub(r"\1", example), scores


@pytest.fixture
def ask(monkeypatch):
    """Give all scans a fake model and return it."""

    def _ask(*arguments: Any) -> Fake:
        fake = Fake(*arguments)
        monkeypatch.setattr(Scan, "model", property(lambda _: fake))
        return fake

    return _ask


@pytest.fixture
def never(monkeypatch):
    """Make a scan fail that asks for the model."""

    def _fail(_: Scan) -> None:
        raise AssertionError("the model is asked")

    monkeypatch.setattr(Scan, "model", property(_fail))


SCORES = {
    "a score at the threshold": f"{HEAD}\n\n{{0.5 1}} [-Other stories from the quay-]",
    "a score below it": f"{HEAD}\n\n{{0.49 1}} Other stories from the quay",
    "each of several lines": f"{{3}} [-news archive-]\n\n{HEAD}\n\n{MORE}\n\n{{3}} [-seals and hats today-]\nOn the quay\n{{3}} [-hats today-]",
    "nothing": f"{HEAD}\n\nOther stories from the quay",
}
PARAGRAPHS = {
    "the first paragraph": f"{{9}} {HEAD}\n\n{MORE}",
    "the first paragraph below lines that go": f"{{9}} [-news archive-]\n{{9}} {HEAD}\n\n{MORE}",
    "a sentence between paragraphs": f"{HEAD}\n\n{{2}} Nobody came to the meeting by boat.\n\n{LAST}",
    "a sure sentence between paragraphs": f"{HEAD}\n\n{{9}} [-Click here to read all about it.-]\n\n{LAST}",
    "a sentence below the last paragraph": f"{HEAD}\n\n{{1}} Nobody came to the meeting by boat.",
    "a sure sentence below the last paragraph": f"{HEAD}\n\n{{9}} [-Click here to read all about it.-]",
    "three words with a full stop": f"{HEAD}\n\n{{1}} Read on now.",
    "two words with a full stop": f"{HEAD}\n\n{{1}} [-Read on.-]",
    "a sentence whose words speak for the article": f"{HEAD}\n\n{LAST}\n\n{{9}} [-seals and hats today-]\n{{9 -1}} Nobody came to the meeting by boat.\n{{9}} [-more news today-]",
    "a paragraph at the end": f"{HEAD}\n\n{MORE}\n\n{{1.5}} {LAST}",
    "a sure paragraph at the end": f"{HEAD}\n\n{MORE}\n\n{{9}} [-{LAST}-]",
    "a long line without an end": f"{HEAD}\n\n{{1}} {LAST[:-1]} and all the seals of the outer islands too",
    "a sure long line without an end": f"{HEAD}\n\n{{9}} [-{LAST[:-1]} and all the seals of the outer islands too-]",
}
NO_PROSE = {
    "a text without a paragraph": "Boats\n\n{1} Night boat\n{1} Day boat\n\nFerry to the mill",
    "a sure first line of such a text": "{9} [-news-]\n\nNight boat\n\nDay boat",
    "a sentence of such a text": "Boats\n\n{2.9} Nobody came to the meeting by boat.\n\nFerry to the mill",
    "a sure line of such a text": "Boats\n\nNight boat\n\n{9} [-Sign up for more of this-]",
}
HEADLINES = {
    "the line above the first paragraph": f"news\n\n{{3}} Ferry to run every day from June\n\n{HEAD}",
    "a line of four words there": f"news\n\n{{3}} News from the quay\n\n{HEAD}",
    "a line of few words there": f"{{3}} [-news today-]\n\n{{3}} [-News from quay-]\n\n{HEAD}",
    "a line above a byline": f"news\n\n{{3}} Seal steals hat from tourist on quay\n\nBy Maja Lew of the harbour desk\n\n{HEAD}",
    "a line above others that may be it": (
        f"news\n\n{{3}} [-Seal steals hat from tourist on quay-]\n\nFerry to run every day\n\nFares stay as they are\n\n"
        f"Last boat at nine\n\nNo boat on Sundays\n\n{HEAD}"
    ),
    "the first line": f"{{9}} Ferry runs daily\n\n{HEAD}",
    "a first line of one word": f"{{9}} [-News-]\n\n{HEAD}",
}
CODE = {
    "code amid code": f"{HEAD}\n\nimport tides\n{{9}} print(tides.share(the, quay, now));\nreturn tides.next()\n\n{LAST}",
    "words amid code": f"{HEAD}\n\nimport tides\n{{9}} [-share this story on the quay-]\nreturn tides.next()\n\n{LAST}",
    "code alone": f"{HEAD}\n\n{{9}} [-share this story on the quay.init()-]",
}
AMID = {
    "between two paragraphs with words": f"{HEAD}\n\n{{3 2}} [-Read more about the new pier-]\n\n{LAST}",
    "between two paragraphs with weak words": f"{HEAD}\n\n{{3 0.4}} Read more about the new pier\n\n{LAST}",
    "a short line between two paragraphs": f"{HEAD}\n\n{{3 2}} Read more\n\n{LAST}",
    "weak words between two that go": f"{HEAD}\n\n{{3}} [-seals today-]\n{{3 0.4}} [-read more about the new pier-]\n{{3}} [-hats today-]\n\n{LAST}",
    "weak words below the last paragraph": f"{HEAD}\n\n{LAST}\n\n{{3 0.4}} [-read more about the new pier-]",
}
NAMES = {
    "a name": f"{HEAD}\n\nOn the quay\n\n{{0.3 0.2}} Maja Lew",
    "a surer name alone": f"{HEAD}\n\nOn the quay\n\n{{3 0.2}} Maja Lew",
    "a name that words speak for": f"{HEAD}\n\nOn the quay\n\n{{3 2}} [-Privacy Policy-]",
    "what signs a letter": f"{HEAD}\n\n{LAST}\n\nYours faithfully,\n\n{{9}} class four of the school on the quay\n{{9}} [-share it now-]",
    "what stands below a list of words with a comma": f"{HEAD}\n\n{LAST}\n\nSeals, hats,\n\n{{9}} [-more news on the quay-]",
    "what stands below a comma that goes": f"{HEAD}\n\n{LAST}\n\n{{9}} [-read more,-]\n\n{{9}} [-more news on the quay-]",
    "a name amid lines that go": f"{HEAD}\n\n{{3}} [-more on the quay-]\n{{3 0.2}} [-Harbour Post-]\n{{3}} [-seals and hats today-]",
}
MUTE = {
    "words against it, alone": f"{HEAD}\n\nOn the quay\n\n{{3 -1}} boats of the sound",
    "words against it, amid lines that go": f"{HEAD}\n\n{{3}} [-more on the quay-]\n{{3 -1}} [-boats of the sound-]\n{{3}} [-seals and hats today-]",
    "words against it and unsure": f"{HEAD}\n\n{{3}} [-more on the quay-]\n{{0.3 -1}} boats of the sound\n{{3}} [-seals and hats today-]",
    "words hardly against it and unsure": f"{HEAD}\n\n{{3}} [-more on the quay-]\n{{0.3 -0.2}} [-boats of the sound-]\n{{3}} [-seals and hats today-]",
    "mostly words against them": f"{HEAD}\n\n{{3 -1}} boats of the sound\n{{3 -1}} hats of the sound\n{{3}} [-more on the quay-]",
    "words hardly against it, sure, in a run": f"{HEAD}\n\n{LAST}\n\n{{3 -0.2}} [-seals of the sound-]\n{{3 -0.2}} [-boats of the sound-]",
    "words hardly against it, in a run": f"{HEAD}\n\n{LAST}\n\n{{1.9 -0.2}} seals of the sound\n{{1.9 -0.2}} boats of the sound",
    "no letter, alone": f"{HEAD}\n\nOn the quay\n\n{{3}} 1 2 3",
    "no letter, amid lines that go": f"{HEAD}\n\n{{3}} [-more on the quay-]\n{{3}} [-1 2 3-]\n{{3}} [-seals and hats today-]",
}
HEADINGS = {
    "a heading of what stays": f"{HEAD}\n\n{LAST}\n\n{{9}} ## More on the ferry\nseals and hats today",
    "a heading of what goes": f"{HEAD}\n\n{MORE}\n\n{{9}} [-## More on the ferry-]\n{{9}} [-seals and hats today-]",
    "a last heading": f"{HEAD}\n\n{MORE}\n\n{{9}} [-## More on the ferry-]",
}
LISTS = {
    "steps with wide colons": f"{HEAD}\n\n{LAST}\n\n{{9}} 1：船を出す\n2：網を引く\n3：港へ戻る",
    "one bullet of four": f"{HEAD}\n\n* ropes\n* oars\n{{9}} * share of the fee\n* bread\n\n{LAST}",
    "three bullets of four": f"{HEAD}\n\n{LAST}\n\n{{9}} [-* news today-]\n{{9}} [-* sport today-]\n{{9}} [-* weather today-]\n* oars",
    "one bullet of two": f"{HEAD}\n\n{LAST}\n\n* oars\n{{9}} [-* share this page-]",
    "one number of four": f"{HEAD}\n\n1 ropes\n2 oars\n{{9}} 3 shares of the fee\n4 loaves\n\n{LAST}",
    "all numbers": f"{HEAD}\n\n{LAST}\n\n{{9}} [-1. most read today-]\n{{9}} [-2. seal news-]\n{{9}} [-3. hat news-]",
    "one row of four": f"{HEAD}\n\n| ropes | 4\n| oars | 2\n{{9}} | share | 3\n| bread | 9\n\n{LAST}",
    "one name of four": f"{HEAD}\n\nMaja Lew\nOla Brandt\n{{9}} Harbour Post\nTom Aalto",
    "all names": f"{HEAD}\n\nOn the quay\n\n{{9}} [-Home Page-]\n{{9}} [-Harbour Post-]\n{{9}} [-Privacy Policy-]",
    "one bullet of two below a heading": f"{HEAD}\n\n## What to bring\n* boots\n{{9}} * share of the fee\n\n{LAST}",
    "one Japanese bullet of two below a heading": f"{HEAD}\n\n【bring】\n・boots\n{{9}} ・share of the fee",
    "two lists": f"{HEAD}\n\n* ropes\n* oars\n* bread\n{LAST}\n{{9}} [-* news today-]\n{{9}} [-* sport today-]\n{{9}} [-* hats today-]",
}  # fmt: skip
TALKS = {
    "one answer of three": f"{HEAD}\n\nMaja: not the boats\n\n{{9}} Ola: share them with us\n\nMaja: ask me in June",
    "all labels": f"{HEAD}\n\n{LAST}\n\n{{9}} [-Tags: boats, quay-]\n\n{{9}} [-Filed: harbour-]\n\n{{9}} [-Share: by post-]",
    "one entry of three": f"{HEAD}\n\n12:40 boats leave\n\n{{9}} 12:50 share this view\n\n13:05 boats return",
    "all entries": f"{HEAD}\n\n{LAST}\n\n{{9}} [-12:40 boats leave-]\n\n{{9}} [-12:50 share this view-]\n\n{{9}} [-13:05 boats return-]",
    "one answer of two": f"{HEAD}\n\nMaja: not the boats\n\n{{9}} [-Ola: share them with us-]",
}
VERSES = {
    "a line of a stanza": f"{HEAD}\n\nthe night boat sails\nit has no light\n{{9}} leave a reply\n\nthe captain sleeps\nthe sea is white\nand so are we",
    "a stanza of one text": f"{HEAD}\n\nthe night boat sails\nit has no light\n{{9}} [-leave a reply to the captain-]\n\n{LAST}",
    "a verse that begins like others": f"{HEAD}\n\nhaul away the lamp\nhaul away the light\n{{9 -1}} haul away the damp",
    "a verse that begins like three others, whatever its words": f"{HEAD}\n\nhaul away the lamp\nhaul away the light\nhaul away\n{{9}} haul away the damp now",
    "a line that begins like one other": f"{HEAD}\n\n{LAST}\n\nhaul away the lamp\n{{9}} [-more news-]\n{{9 -1}} [-haul away the damp-]\n{{9}} [-sign up-]",
    "a song, most lines of which the model would take": f"{HEAD}\n\n{{9}} share the boat, captain\n{{9}} share the boat\nand the light\n\n{{9}} follow me, captain\n{{9}} follow me\ninto the night\n\n{{9}} share the boat, captain\n{{9}} follow me\nall will be right",
    "blocks of teasers": f"{HEAD}\n\n{LAST}\n\n{{9}} [-seal steals hat-]\n{{9}} [-it wore it well-]\n{{9}} [-read on-]\n\n{{9}} [-pier is old-]\n{{9}} [-nobody knows why-]\n{{9}} [-read on-]\n\n{{9}} [-boats for sale-]\n{{9}} [-all of them blue-]\n{{9}} [-read on-]",
    "the heading of a block that stays": f"{HEAD}\n\n{LAST}\n\n{{9}} more news of the mayor\nborn on the quay\nmayor since june\nplays the tuba",
    "the heading of a block, one line of which goes": f"{HEAD}\n\n{LAST}\n\n{{9}} [-more news of the mayor-]\n{{9}} [-born on the quay-]\nmayor since june\nplays the tuba",
    "the heading of two lines": f"{HEAD}\n\n{LAST}\n\n{{9}} [-more news of the mayor-]\nborn on the quay\nmayor since june",
    "blocks that go": f"{HEAD}\n\n{{9}} [-more news today-]\n{{9}} [-seals and hats-]\n{{9}} [-leave a reply-]\n\n{{9}} [-sign up here-]\n{{9}} [-share it now-]\n{{9}} [-back to top-]",
}
TABLES = {
    "a row of a table": f"{HEAD}\n\nSold: 12\nShared: 22\n{{9}} Comments: 9\nRead: 31",
    "all rows": f"{HEAD}\n\n{LAST}\n\n{{9}} [-likes: 12-]\n{{9}} [-shares: 22-]\n{{9}} [-comments: 9-]",
    "a term of a glossary": "Words\n\nBow\nThe front end of a boat.\n\n{9} Share\nThe part of the catch that each one gets.\n\nStern\nThe back end of a boat.\n\nLog\nThe book in which the captain writes.",
}
RESULTS = {
    "fixtures": f"{HEAD}\n\n{LAST}\n\n{{9}} Quay vs Sound (3 pm) - Old Pier\n{{9}} Weir vs Harbour (5 pm) - Mill\n{{9}} Linn v. Ostra - New Pier",
    "scorers": f"{HEAD}\n\n{LAST}\n\n{{9}} Maja Lew (Quay) 6\n{{9}} Oona Aalto (Sound) 5\n{{9}} Ada Brandt (Weir) 5",
    "two of them": f"{HEAD}\n\n{LAST}\n\n{{9}} [-Quay vs Sound (3 pm) - Old Pier-]\n{{9}} [-Weir vs Harbour (5 pm) - Mill-]",
    "counts of an archive": f"{HEAD}\n\n{LAST}\n\n{{9}} [-May (6)-]\n{{9}} [-June (5)-]\n{{9}} [-July (5)-]",
}
SHEETS = {
    "a label and a value of two sheets": (
        f"{HEAD}\n\nKind\n\nrope\n\nSize\n\n9 by 4\n\n{{9}} Special features\n\n{{9}} floats\n\n"
        f"KIND\n\noar\n\nSize\n\n7 by 3\n\n{{9}} Special features\n\n{{9}} glows in the dark\n\n{LAST}"
    ),
    "cards whose labels go": (
        f"{HEAD}\n\n{LAST}\n\nseals and hats today\n{{9}} [-Save it for later-]\nropes\n{{9}} [-Send it by post-]\n"
        f"oars\n{{9}} [-Read on about it-]\nhats of the sound\n{{9}} [-Save it for later-]\nbread\n"
        f"{{9}} [-Send it by post-]\nloaves\n{{9}} [-Read on about it-]"
    ),
    "one sheet": (
        f"{HEAD}\n\nKind\n\nrope\n\nSize\n\n9 by 4\n\n{LAST}\n\nboats today\n\n{{9}} [-special features today-]"
    ),
}
GUARDS = {
    f"{title}: {name}": example
    for title, examples in {
        "score": SCORES,
        "paragraph": PARAGRAPHS,
        "no prose": NO_PROSE,
        "headline": HEADLINES,
        "code": CODE,
        "amid": AMID,
        "name": NAMES,
        "mute": MUTE,
        "heading": HEADINGS,
        "list": LISTS,
        "talk": TALKS,
        "verse": VERSES,
        "table": TABLES,
        "result": RESULTS,
        "sheet": SHEETS,
    }.items()
    for name, example in examples.items()
}


@pytest.mark.parametrize("example", GUARDS.values(), ids=GUARDS)
def test_what_the_model_is_sure_of_goes_unless_the_article_keeps_it(ask, example):
    marked, scores = split(example)
    ask(scores)
    assert mark(LEARNED, marked) == marked


def test_one_entry_of_a_numbered_list_stays(ask):
    marked, scores = split(f"{HEAD}\n\n1. ropes\n2. oars\n{{9}} 3. share of the fee\n4. bread\n\n{LAST}")
    ask(scores)
    assert mark(LEARNED, marked) == marked


@pytest.mark.parametrize(
    ("line", "title", "goes"),
    [
        pytest.param("Ferry to run every day", "Ferry to run every day", False, id="the title"),
        pytest.param("FERRY TO RUN EVERY DAY", "Ferry to run every day", False, id="in capitals"),
        pytest.param("Ferry to run every day - Harbour Post", "Ferry to run every day", False, id="with the site"),
        pytest.param("seal steals hat from tourist", "Ferry to run every day", True, id="another title"),
    ],
)
def test_the_title_stays_wherever_it_stands(ask, line, title, goes):
    ask({line: (9, 9)})
    for text in (f"{line}\n\n{HEAD}\n\n{MORE}", f"{HEAD}\n\n{MORE}\n\n{line}\nOn the quay"):
        assert (line in LEARNED.clean(text, title=title).text) is not goes


def test_a_known_title_gives_the_line_above_the_first_paragraph_free(ask):
    marked, scores = split(
        f"Ferry to run every day\n{{9}} [-Seal steals hat from tourist on quay-]\n\n{HEAD}\n\n{MORE}"
    )
    ask(scores)
    assert mark(LEARNED, marked, title="Ferry to run every day") == marked


def test_a_line_that_a_rule_spares_stays(ask):
    worker = cleaner.Cleaner(select=["learned", "caption"], budget=1)
    marked, scores = split(f"{HEAD}\n\n{{9}} Live: 20:15\n{{9}} [-live from the quay today-]")
    ask(scores)
    assert mark(worker, marked) == marked


def test_lines_that_rules_took_lend_their_words(ask):
    worker = cleaner.Cleaner(select=["learned", "advert"], budget=1)
    marked, scores = split(
        f"{HEAD}\n\n[-Advertisement-]\n{{3 -1}} [-boats of the sound-]\n[-Advertisement-]\nOn the quay"
    )
    fake = ask(scores)
    assert mark(worker, marked) == marked
    assert fake.seen[0].lines == [HEAD, "boats of the sound", "On the quay"]
    assert fake.seen[0].gone == [0, 1, 1, 0]


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(
            f"{HEAD}\n\n[-Advertisement-]\n{{3 0.4}} [-read more about the new pier-]\n\n{LAST}", id="below"
        ),
        pytest.param(
            f"{HEAD}\n\n{{3 0.4}} [-read more about the new pier-]\n[-Advertisement-]\n\n{LAST}", id="above"
        ),
        pytest.param(
            f"{HEAD}\n\n{{3 0.4}} read more about the new pier\n\n{LAST}\n\n[-Advertisement-]", id="apart"
        ),
        pytest.param(
            f"{HEAD}\n\n{LAST}\n\n{{9}} [-## More on the ferry-]\n[-Advertisement-]\nseals and hats today",
            id="a heading of it",
        ),
    ],
)
def test_a_line_beside_one_that_a_rule_took_stands_between_no_paragraphs(ask, example):
    marked, scores = split(example)
    ask(scores)
    assert mark(cleaner.Cleaner(select=["learned", "advert"], budget=1), marked) == marked


def test_the_model_reads_the_rest_of_a_line_that_was_cut(ask):
    worker = cleaner.Cleaner(select=["learned", "markup"], budget=1)
    fake = ask({"seals today": (9, 9)})
    result = worker.clean(f"{HEAD}\n\nOn the quay\n  [pullquote] seals today \n")
    assert fake.seen[0].lines[-1] == "seals today"
    assert result.text.rstrip() == f"{HEAD}\n\nOn the quay"


@pytest.mark.parametrize("threshold", [None, 10 * SCALE])
def test_nothing_goes_below_the_threshold_of_a_script(ask, threshold):
    ask({"seals today": (9, 9)}, threshold)
    assert LEARNED.clean(f"{HEAD}\n\nseals today").removals == ()


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Паром не ходит с понедельника.\nNews", "cyrillic"),
        ("News from the quay and from the sound\nПаром", "latin"),
        ("渡轮从星期一起停航\nNews", "cjk"),
        ("1 2 3", "latin"),
    ],
)
def test_the_script_of_most_characters_counts(ask, text, script):
    fake = ask()
    LEARNED.clean(text)
    assert fake.asked == [("standard", script)]


@pytest.mark.parametrize(
    ("preset", "level"), [("standard", "standard"), ("thorough", "thorough"), ("careful", "standard")]
)
def test_the_preset_names_the_threshold(ask, preset, level):
    fake = ask()
    cleaner.Cleaner(select=["learned/related"], preset=preset).clean(HEAD)
    assert [asked for asked, _ in fake.asked] == [level]


ON_THE_QUAY = f"{HEAD}\n\n{MORE}\n\nOlder posts\nRecent posts\nSearch this blog"


@pytest.mark.parametrize(
    "options",
    [
        {"preset": "careful"},
        {"ignore": ["learned"]},
        {"ignore": [f"learned/{kind}" for kind in KINDS]},
        {"select": ["page", "element"]},
        {"select": []},
        {"select": ["all"], "ignore": ["learned"]},
    ],
    ids=str,
)
def test_the_model_is_not_asked_without_its_rules(never, options):
    worker = cleaner.Cleaner(**options)
    assert worker.clean(ON_THE_QUAY).text.startswith(f"{HEAD}\n\n{MORE}\n\n")


@pytest.mark.parametrize("text", ["", "\n\n \n", "Advertisement", "Advertisement\n\nAdvertisement\n"])
def test_the_model_is_not_asked_about_nothing(never, text):
    cleaner.Cleaner(select=["learned", "advert"], budget=1).clean(text)


def test_the_model_is_not_asked_when_only_what_is_certain_may_go(monkeypatch):
    levels = []
    monkeypatch.setattr(Scan, "model", property(lambda scan: levels.append(scan.has("learned/related")) or Fake()))
    text = "Rain fell.\n\nAdvertisement\n\nMost read\nFerry captain steps down after nine years\nSeal steals hat\n"
    assert cleaner.clean(text).withheld is not None
    assert levels
    assert all(levels)


def kinds_asked(ask) -> str:
    fake = ask({"more on seals today": (9, 9), "share this page now": (9, 9), "go to older posts": (9, 9)})
    fake.kinds = {"share this page now": "share", "go to older posts": "navigation"}
    return f"{HEAD}\n\n{MORE}\n\nmore on seals today\nshare this page now\ngo to older posts"


def taken(worker: cleaner.Cleaner, text: str) -> dict[str, str]:
    """Return the lines that the rules of the model took, with their rules."""
    result = worker.clean(text)
    found = {result.document.text[slice(*removal.span)]: removal.rule for removal in result.removals}
    return {line: rule for line, rule in found.items() if rule.startswith("learned/")}


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"select": ["learned"]}, ["related", "share", "navigation"]),
        ({"select": ["learned/share"]}, ["share"]),
        ({"select": ["learned"], "ignore": ["learned/share"]}, ["related", "navigation"]),
        ({"select": ["learned/legal"]}, []),
    ],
    ids=str,
)
def test_the_kind_of_a_line_is_the_rule_that_takes_it(ask, options, found):
    text = kinds_asked(ask)
    kinds = {"more on seals today": "related", "share this page now": "share", "go to older posts": "navigation"}
    expected = {line: f"learned/{kind}" for line, kind in kinds.items() if kind in found}
    assert taken(cleaner.Cleaner(**options, budget=1), text) == expected


def test_a_line_whose_rule_does_not_run_is_no_evidence_against_the_lines_beside_it(ask):
    marked, scores = split(f"{HEAD}\n\n{LAST}\n\n{{3}} seals today\n{{3 -1}} hats of the sound\n{{3}} seals today")
    ask(scores).kinds["hats of the sound"] = "share"
    assert "hats of the sound" in taken(cleaner.Cleaner(select=["learned"], budget=1), marked)
    assert taken(cleaner.Cleaner(select=["learned/share"], budget=1), marked) == {}


def test_the_reason_names_the_probability_the_words_and_what_goes_beside_the_line(ask):
    text = (
        f"{HEAD}\n\n{MORE}\n\nolder posts on boats\nOn the quay\nthree seals today\n"
        "share this harbour page now\nseals and hats today\nOn the pier"
    )
    lines = ("older posts on boats", "three seals today", "share this harbour page now", "seals and hats today")
    ask(dict.fromkeys(lines, (2.2, 9.0)))
    found = [removal for removal in LEARNED.clean(text).removals if removal.rule == "learned/related"]
    assert [removal.because for removal in found] == [
        "the line model is 90 % sure; “older”, “posts”",
        "the line model is 90 % sure; “three”, “seals”; beside a line that goes",
        "the line model is 90 % sure; “share”, “harbour”; between lines that go",
        "the line model is 90 % sure; “seals”, “today”; beside a line that goes",
    ]
    assert {removal.stage for removal in found} == {"model"}


@pytest.mark.parametrize(
    ("above", "below", "beside"),
    [
        ("Advertisement", "Advertisement", "; between lines that go"),
        ("Advertisement", "On the quay", "; beside a line that goes"),
        ("On the quay", "Advertisement", "; beside a line that goes"),
        ("On the quay", "On the pier", ""),
    ],
)
def test_the_reason_counts_the_lines_that_rules_took(ask, above, below, beside):
    ask({"seals and old hats": (0, 9)})
    text = f"{HEAD}\n\n{MORE}\n\n{above}\nseals and old hats\n{below}\nAt the end of the pier"
    removals = cleaner.Cleaner(select=["learned", "advert"], budget=1).clean(text).removals
    found = [removal.because for removal in removals if removal.rule == "learned/related"]
    assert found == [f"the line model is 50 % sure; “seals”{beside}"]


def test_the_budget_counts_what_the_model_takes(ask):
    fake_text = f"{HEAD}\n\n" + "\n".join(f"seals today {number}" for number in range(30))
    ask({f"seals today {number}": (9, 9) for number in range(30)})
    assert cleaner.Cleaner(select=["learned"]).clean(fake_text).text == fake_text
    assert cleaner.Cleaner(select=["learned"]).clean(fake_text).withheld is not None
    assert cleaner.Cleaner(select=["learned"], budget=1).clean(fake_text).text.strip() == HEAD


BELOW = "Older posts and recent posts"
ABOVE = "Search this blog"


def on_a_page(ask, html: str, *, words: float = 4) -> list[str]:
    """Return what goes of a page whose lines in italics the model is sure of."""
    sure = re.findall(r"<i>(.*?)</i>", html)
    fake = ask(dict.fromkeys(sure, (6, words)))
    fake.against = {line for line in sure if words >= 0}
    worker = cleaner.Cleaner(select=["learned"], budget=1, headline="keep")
    return list(rules_of(worker.run(from_blocks(html, title="Fares to rise"))))


@pytest.mark.parametrize(
    ("html", "goes"),
    [
        pytest.param(f"<p>{HEAD}</p><p>{LAST}</p><p><i>{BELOW}</i></p>", [BELOW], id="below"),
        pytest.param(f"<p><i>{ABOVE}</i></p><p>{HEAD}</p><p>{LAST}</p>", [ABOVE], id="above"),
        pytest.param(
            f"<p>{HEAD}</p><p>{LAST}</p><p><i>{ABOVE}</i></p><p><i>{BELOW}</i></p>", [ABOVE, BELOW], id="two below"
        ),
        pytest.param(f"<p>{HEAD}</p><p><i>{BELOW}</i></p><p>{LAST}</p>", [], id="between paragraphs"),
        pytest.param(
            f"<p>{HEAD}</p><p>{LAST}</p><p><i>{BELOW}</i></p><p>Row on</p>", [], id="above a line that stays"
        ),
        pytest.param(
            f"<p>Row on</p><p><i>{ABOVE}</i></p><p>{HEAD}</p><p>{LAST}</p>", [], id="below one that stays"
        ),
        pytest.param(f"<ul><li><i>{ABOVE}</i></li></ul><p>{HEAD}</p><p>{LAST}</p>", [], id="a list above"),
        pytest.param(f"<p>{HEAD}</p><p>{LAST}</p><p><i>{BELOW * 9}</i></p>", [], id="a long line"),
        pytest.param(f"<p>{HEAD}</p><p>{LAST}</p><p><i>Fair winds!</i></p>", [], id="taking leave"),
    ],
)
def test_on_a_page_only_what_stands_above_or_below_all_that_stays_goes(ask, html, goes):
    assert on_a_page(ask, html) == goes


def test_on_a_page_the_words_of_the_outermost_line_speak_against_it(ask):
    html = f"<p>{HEAD}</p><p>{LAST}</p><p><i>{BELOW}</i></p>"
    assert on_a_page(ask, html, words=-0.1) == []


def test_the_model_is_not_asked_about_a_page_of_paragraphs(ask):
    fake = ask()
    LEARNED.run(from_blocks(f"<p>{HEAD}</p><p>{MORE}</p><p>{LAST}</p>"))
    assert fake.seen == []


def test_of_a_page_only_the_lines_near_its_ends_are_scored(ask):
    fake = ask()
    fake.against = {BELOW}
    asked: list[set[int]] = []
    fake.scores = lambda text, wanted=None: asked.append(wanted) or [None] * len(text.lines)
    labels = "".join(f"<p>Boat {number}</p>" for number in range(40))
    LEARNED.run(from_blocks(f"<p>{HEAD}</p>{labels}<p>{LAST}</p><p>{BELOW}</p>", title="Fares to rise"))
    assert asked == [{*range(8), *range(33, 43)}]


def test_a_line_of_a_page_that_stays_says_why(ask):
    ask({BELOW: (6, 4)})
    document = from_blocks(f"<p>{HEAD}</p><p>{BELOW}</p><p>{LAST}</p>")
    scan = LEARNED.matcher("html").scan(document)
    judgement = line_model.judge(Draft(document), scan, 1)
    assert judgement is not None
    assert judgement.guard.startswith("on a page")


# With the model that ships: of each language two lines that rules know, and lines that only the model does
SURE = {
    "en": (
        "The keeper had asked for white paint, and the harbour board had sent grey. We began with three brushes.",
        [
            "Share on Facebook",
            "Subscribe to our newsletter",
            "Older posts",
            "Search this blog",
            "Blog archive",
            "Popular tags",
        ],
    ),
    "es": (
        "El farero había pedido pintura blanca y la junta del puerto la mandó gris. Empezamos con tres brochas.",
        [
            "Compartir en Facebook",
            "Suscríbete a nuestro boletín",
            "Entradas antiguas",
            "Buscar en este blog",
            "Archivo del blog",
            "Mapa del sitio",
        ],
    ),
    "fr": (
        "Le gardien avait demandé de la peinture blanche, et le port en a envoyé de la grise. Nous avons commencé.",
        [
            "Partager sur Facebook",
            "S'abonner à la newsletter",
            "Articles plus anciens",
            "Rechercher sur ce blog",
            "Archives du blog",
            "Plan du site",
        ],
    ),
    "pl": (
        "Latarnik prosił o białą farbę, a zarząd portu przysłał szarą. Zaczęliśmy z trzema pędzlami i drabiną.",
        [
            "Udostępnij na Facebooku",
            "Zapisz się do newslettera",
            "Zobacz wszystkie aktualności",
            "Starsze wpisy",
            "Archiwum bloga",
            "Drukuj stronę",
        ],
    ),
    "ru": (
        "Смотритель просил белую краску, а управление порта прислало серую. Мы начали с тремя кистями.",
        [
            "Поделиться в Facebook",
            "Подписаться на рассылку",
            "Подписывайтесь на нас в соцсетях",
            "Архив блога",
            "Распечатать страницу",
            "Карта сайта",
        ],
    ),
    "sv": (
        "Fyrvaktaren hade bett om vit färg och hamnstyrelsen skickade grå. Vi började med tre penslar och en stege.",
        [
            "Dela på Facebook",
            "Prenumerera på vårt nyhetsbrev",
            "Följ oss på Facebook",
            "Visa alla nyheter",
            "Skriv ut sidan",
            "Äldre inlägg",
            "Webbkarta",
        ],
    ),
}


def article_of(prose: str) -> str:
    first, second = prose.removesuffix(".").split(". ")
    return f"{prose}\n\n{second}, {first[0].lower()}{first[1:]}.\n"


@pytest.fixture(params=SURE.values(), ids=SURE)
def sure(request) -> tuple[str, str]:
    """An article, and its text with lines of its page below it."""
    prose, lines = request.param
    return article_of(prose), "\n".join([article_of(prose), *lines, ""])


def test_the_shipped_model_takes_lines_that_no_rule_knows(worker, sure):
    article, text = sure
    result = worker.clean(text)
    assert result.text == article
    learned = [removal for removal in result.removals if removal.rule.startswith("learned/")]
    assert len(learned) >= 3
    assert all(re.match(r"the line model is \d\d % sure", removal.because) for removal in learned)


def test_a_second_run_takes_nothing_more(worker, sure):
    _, text = sure
    assert worker.clean(worker.clean(text).text).removals == ()


def test_what_the_model_took_is_restored(worker, sure):
    _, text = sure
    result = worker.clean(text)
    pieces = [(start, text[start:end]) for (start, end), *_ in result.removals]
    assert put_back(result.text, pieces) == text
    assert any(removal.rule.startswith("learned/") for removal in result.removals)


def test_a_pickled_cleaner_takes_the_same(worker, sure):
    _, text = sure
    assert pickle.loads(pickle.dumps(worker)).clean(text).removals == worker.clean(text).removals


def test_thorough_takes_all_that_standard_takes(worker, sure):
    _, text = sure
    thorough = cleaner.Cleaner(preset="thorough")
    assert {one.span for one in worker.clean(text).removals} <= {one.span for one in thorough.clean(text).removals}


def test_thorough_asks_for_less():
    model = cleaner.Cleaner().matcher("text").scan(cleaner.clean("Rain.").document).model
    for script in range(len(SCRIPT_NAMES)):
        standard, thorough = model.threshold("standard", script), model.threshold("thorough", script)
        assert standard is None or (thorough is not None and thorough < standard)


def test_a_pickled_cleaner_keeps_its_model(write):
    own = cleaner.Cleaner(model=str(write("own.model", made())))
    again = pickle.loads(pickle.dumps(own))
    assert again.digest == own.digest
    assert again.clean(ON_THE_QUAY).removals == own.clean(ON_THE_QUAY).removals


def test_the_digest_of_a_configuration_tells_its_model(write):
    first, second = (str(write(f"{seed}.model", made(seed))) for seed in ("seal", "hat"))
    copy = str(write("copy/seal.model", made("seal")))
    of = {path: cleaner.Cleaner(model=path).digest for path in (None, first, second, copy)}
    assert len(set(of.values())) == 3
    assert of[first] == of[copy]
    sites = [cleaner.Cleaner(sites={"harbour.example": {"model": path}}).digest for path in (None, first, second)]
    assert len(set(sites)) == 3


def test_the_digest_tells_the_level_of_the_model():
    standard, thorough = (cleaner.Cleaner(select=["learned"], preset=preset) for preset in ("standard", "thorough"))
    assert standard.digest != thorough.digest


def test_a_site_has_a_model_of_its_own(write):
    path = str(
        write(
            "own.model", made(thresholds={level: dict.fromkeys(SCRIPT_NAMES) for level in ("standard", "thorough")})
        )
    )
    worker = cleaner.Cleaner(select=["learned"], sites={"harbour.example": {"model": path}})
    assert worker.clean(ON_THE_QUAY).removals
    assert not worker.clean(ON_THE_QUAY, url="https://harbour.example/1").removals


def test_any_number_of_workers_takes_the_same(run, write, tmp_path, monkeypatch):
    texts = ["\n".join([article_of(prose), *lines, ""]) for prose, lines in SURE.values()] * 3
    write("in.jsonl", "".join(json.dumps({"id": at, "text": text}) + "\n" for at, text in enumerate(texts)))
    found = []
    for jobs, most in ((1, 1 << 30), (2, -1)):
        monkeypatch.setattr(running, "_IN_PROCESS_MAX_BYTES", most)
        done = run("clean", "in.jsonl", "-o", f"out{jobs}.jsonl", "-j", str(jobs), "--report", f"r{jobs}.jsonl")
        assert done.code == 0, done.err
        found.append((tmp_path / f"out{jobs}.jsonl").read_bytes())
    assert found[0] == found[1]
    assert b"Archiwum" not in found[0]


def test_what_the_model_lays_bare_at_the_end_goes_in_the_same_run(ask):
    ask({"news archive": (9, 9)})
    said = [
        "The ferry to the outer islands will run every day from June, the harbour board decided on Tuesday evening.",
        "Fares stay as they are, and the last boat leaves at nine, which is later than in any of the years before.",
        "Nobody at the meeting asked what the crews will do, and how they will get back to the town after that.",
        "The board meets again in the autumn, when it has counted who came, and what the extra boats have cost.",
    ]
    headline = "Using Garden Pictures for School Books Abroad"
    text = "\n\n".join([*said, headline, "news archive"])
    result = cleaner.clean(text)
    assert [text[slice(*one.span)] for one in result.removals if one.stage in ("model", "strays")] == [
        headline,
        "news archive",
    ]
    assert result.text.rstrip() == "\n\n".join(said)


def test_a_line_that_a_rule_took_divides_no_stanza(ask):
    ask({"follow us to the reef": (9, 9)})
    verses = "the night boat sails\nREAD MORE: Seal steals hat\nit has no light\nfollow us to the reef"
    text = f"{HEAD}\n\n{verses}\n\nthe captain sleeps\nthe sea is white\nand so are we"
    assert cleaner.clean(text).text == text.replace("READ MORE: Seal steals hat\n", "")
