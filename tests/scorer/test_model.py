"""The model: the scores, kinds and words that tables of weights give, equal on every machine."""

from __future__ import annotations

import json
import mmap
import os
import subprocess
import sys
from hashlib import sha256

import pytest

from cleaner.core.errors import ConfigurationError
from cleaner.scorer.facts import FEATURES, Text
from cleaner.scorer.forms import SCRIPT_NAMES
from cleaner.scorer.load import load
from cleaner.scorer.model import (
    FORMAT,
    KINDS,
    LEVELS,
    MAGIC,
    TABLES,
    Model,
    ModelError,
    Score,
    known,
    known_tables,
    limited,
    write,
)
from cleaner.scorer.neighbours import SCALE
from cleaner.scorer.words import hashes, pairs, tokens
from support import ROOT
from support.models import HOSTILE, TEXTS, UNITS, bad_models, digest_of, judged, made, signed, text_of

PROSE = "The ferry to the outer islands will run every day from June, the harbour board decided on Tuesday evening."
# Of all scores, kinds and words of TEXTS with made-up weights, by the version of the features. Another digest means
# that trained models judge other facts than those that they were trained on: raise FEATURES, train the shipped model
# again, and record the new digest, which the failing test shows.
RECORDED = {3: "624dc082044c7b534971d3d7738ae81fd347e807c8bb6b5e22f58d14ce7cf3ab"}


@pytest.fixture(scope="module")
def model() -> Model:
    return Model(made())


def test_the_scores_are_those_of_every_machine_and_version_of_python(model):
    assert RECORDED.get(FEATURES) == digest_of(judged(model))


def test_other_weights_give_other_scores(model):
    assert digest_of(judged(model)) != digest_of(judged(Model(made("hat"))))


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONHASHSEED": "0"}, {"PYTHONHASHSEED": "1"}, {"LC_ALL": "C"}, {"LC_ALL": "tr_TR.UTF-8"}],
    ids=["seed 0", "seed 1", "C", "Turkish"],
)
def test_no_hash_seed_and_no_locale_changes_a_score(model, environment):
    code = (
        "import locale; from contextlib import suppress\n"
        "with suppress(locale.Error): locale.setlocale(locale.LC_ALL, '')\n"
        "from cleaner.scorer.load import load; from support.models import *\n"
        "print(digest_of(judged(Model(made()))), digest_of(judged(load())))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT / 'tests'}", **environment},
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.decode().split() == [digest_of(judged(model)), digest_of(judged(load()))]


@pytest.mark.parametrize("asked", [None, "made"], ids=["shipped", "made up"])
def test_scores_and_thresholds_are_whole_numbers(asked, model):
    asked = load() if asked is None else model
    for title, text in [*TEXTS.values(), *(("News", text) for text in HOSTILE.values())]:
        for score in asked.scores(text_of(text, title)):
            assert score is None or (type(score.total), type(score.words)) == (int, int)
    for level in LEVELS:
        for script in range(len(SCRIPT_NAMES)):
            assert type(asked.threshold(level, script)) in (int, type(None))
    assert all(type(unit) is int for unit in asked.header["units"].values())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_lines_have_a_score_a_kind_and_words(text, model):
    for asked in (model, load()):
        lines = text_of(text)
        scores = asked.scores(lines)
        assert len(scores) == len(lines.lines)
        for at, line in enumerate(lines.lines):
            assert asked.kind(lines, at) in KINDS
            assert len(asked.spoken(line)) <= 3


def test_no_line_gives_no_score(model):
    assert model.scores(Text([], [], [0])) == []
    assert model.scores(Text([], [], [3])) == []


def test_the_same_text_has_the_same_scores_again(model):
    assert judged(model) == judged(model)


def test_a_paragraph_amid_paragraphs_has_no_score(model):
    scores = model.scores(text_of("\n".join(["News", PROSE, PROSE, PROSE, "More", PROSE, PROSE, PROSE])))
    assert scores[2] is None
    assert scores[0] is not None
    assert scores[4] is not None


def test_a_mapped_file_gives_the_scores_of_its_bytes(model, tmp_path):
    path = tmp_path / "made.model"
    path.write_bytes(made())
    with path.open("rb") as file:
        mapped = Model(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    assert judged(mapped) == judged(model)
    assert (mapped.digest, mapped.header) == (model.digest, model.header)


@pytest.mark.parametrize(("logit", "sure"), [(0, 50), (3, 95), (-3, 5), (30, 99), (-30, 1), (5.2, 99), (-5.2, 1)])
def test_a_probability_is_never_certain(logit, sure):
    assert Score(int(logit * SCALE), 0).percent == sure


@pytest.mark.parametrize(("value", "found"), [(3, 3), (7, 5), (-7, -5), (5, 5), (-5, -5)])
def test_a_value_is_limited(value, found):
    assert limited(value, 5) == found


def tables(**filled: bytes) -> dict[str, bytes]:
    return {name: bytes(size) for name, size in TABLES.items()} | filled


def written(**filled: bytes) -> Model:
    thresholds = {level: dict.fromkeys(SCRIPT_NAMES) | {"latin": 7} for level in LEVELS}
    return Model(write({"trained": {}, "units": UNITS, "thresholds": thresholds}, tables(**filled)))


def weighed(**weights: int) -> bytes:
    """Return a table of words: the weight of each word and of each pair, written with an underscore."""
    table = bytearray(TABLES["words"])
    for item, weight in weights.items():
        table[hashes([item.replace("_", " ")])[0] % len(table)] = weight % 256
    return bytes(table)


def test_weights_of_nothing_score_nothing():
    empty = written()
    for _, text in TEXTS.values():
        lines = text_of(text)
        assert {score for score in empty.scores(lines) if score is not None} == {Score(0, 0)}
        assert {empty.kind(lines, at) for at in range(len(lines.lines))} == {KINDS[0]}
        assert not any(map(empty.spoken, lines.lines))


def test_a_word_counts_by_its_weight_and_by_the_length_of_its_line():
    lines = text_of(f"{PROSE}\nShare\nSeal\nShare the seal with us")
    share, seal, long = written(words=weighed(share=100)).scores(lines)[1:]
    against = written(words=weighed(share=-10)).scores(lines)[1]
    assert share.words == 100 * UNITS["words"] * 605_395 >> 20  # of three hashes: 2**20 / √3
    assert share.words > long.words > seal.words == 0
    assert against.words < 0
    assert share.total > seal.total == 0


def test_second_look_lends_a_line_the_scores_of_its_neighbours(model):
    found = model.second_look([0, None, 0], [0, None, 0], [0, 0, 0, 0])
    assert found[1] is None
    assert found[0] is not None
    assert model.second_look([0, 0], [0, 0], [0, 0, 0]) != model.second_look([0, 0], [0, 0], [0, 3, 0])
    assert model.second_look([], [], [0]) == []


def test_a_threshold_is_a_number_or_nothing_by_level_and_script():
    model = written()
    assert [model.threshold(level, 0) for level in LEVELS] == [7, 7]
    assert model.threshold("standard", 1) is None
    with pytest.raises(KeyError):
        model.threshold("careful", 0)


@pytest.mark.parametrize(
    ("line", "weights", "found"),
    [
        pytest.param("Share the seal", {"share": 9, "seal": 5}, ["share", "seal"], id="best first"),
        pytest.param("Seal, share", {"share": 9, "seal": 5}, ["share", "seal"], id="whatever their order"),
        pytest.param("Share the seal", {"share": -9, "seal": 5}, ["seal"], id="not those that speak against"),
        pytest.param(
            "Seal hats wool pier",
            {"seal": 9, "hats": 8, "wool": 7, "pier": 6},
            ["seal", "hats", "wool"],
            id="three",
        ),
        pytest.param("Read more", {"read_more": 9, "more": 5}, ["read more"], id="no word of a pair again"),
        pytest.param("Read more", {"read_more": 5, "more": 9}, ["more"], id="no pair of a word"),
        pytest.param("Go on", {"go": 9, "on": 9}, [], id="no short word"),
        pytest.param("分享", {"分": 9, "享": 9}, [], id="nothing shorter than two"),
        pytest.param("", {"share": 9}, [], id="nothing"),
    ],
)
def test_the_words_that_speak_most_are_shown(line, weights, found):
    assert written(words=weighed(**weights)).spoken(line) == found


def test_the_kind_is_the_one_whose_words_weigh_most():
    size = TABLES["kinds"] // len(KINDS)
    table = bytearray(TABLES["kinds"])
    for word, kind in (("share", "share"), ("newsletter", "subscribe")):
        table[KINDS.index(kind) * size + hashes([word])[0] % size] = 100
    lines = text_of("Share\nNewsletter\nSeal")
    model = written(kinds=bytes(table))
    assert [model.kind(lines, at) for at in range(2)] == ["share", "subscribe"]


def held(phrases, line, common=frozenset()):
    words = tokens(line)
    found = known(*known_tables([phrase.split() for phrase in phrases], frozenset(common)), hashes([*words, *pairs(words)]), len(words))  # fmt: skip
    return [word for word, is_held in zip(words, found[0], strict=True) if is_held], [
        pair for pair, is_held in zip(pairs(words), found[1], strict=True) if is_held
    ]


@pytest.mark.parametrize(
    ("phrases", "line", "found"),
    [
        pytest.param(
            ["read more"], "Read more", (["read", "more"], [" read", "read more", "more "]), id="a phrase"
        ),
        pytest.param(["read more"], "Read it once more", (["read", "more"], [" read", "more "]), id="apart"),
        pytest.param(["read more"], "More read", (["more", "read"], []), id="the other way round"),
        pytest.param(["read more"], "Seal steals hat", ([], []), id="other words"),
        pytest.param(["read * here"], "Read seals here", (["read", "here"], [" read", "here "]), id="any words"),
        pytest.param([], "Read more", ([], []), id="no phrase"),
        pytest.param(["read more"], "", ([], []), id="no word"),
    ],
)
def test_the_vocabulary_holds_the_words_and_pairs_of_its_phrases(phrases, line, found):
    assert held(phrases, line) == found


def test_the_vocabulary_holds_pairs_of_common_words_and_not_the_words():
    assert held(["read the news"], "The news", {"the"}) == (["news"], ["the news", "news "])


def test_what_is_written_is_read(model):
    data = made()
    first, digest, rest = data.split(b"\n", 2)
    assert first == MAGIC + b" %d" % FORMAT
    assert model.digest == "sha256:" + digest.decode() == "sha256:" + sha256(rest).hexdigest()
    assert model.header == json.loads(rest.split(b"\n", 1)[0])
    assert model.header["features"] == FEATURES
    assert len(rest) == rest.index(b"\n") + 1 + sum(TABLES.values())


def test_the_same_tables_give_the_same_file():
    assert made() == made()
    header = {"units": UNITS, "thresholds": {}, "trained": {"b": 1, "a": "ł"}}
    assert write(header, tables()) == write(dict(reversed(header.items())), tables())


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_another_size_is_not_written(name):
    with pytest.raises(AssertionError, match=name):
        write({"units": UNITS, "thresholds": {}}, tables(**{name: bytes(TABLES[name] - 1)}))


@pytest.mark.parametrize("wrong", bad_models().values(), ids=bad_models())
def test_bytes_that_are_no_model_are_refused(wrong):
    with pytest.raises(ModelError) as refused:
        Model(wrong)
    message = str(refused.value)
    assert "\n" not in message
    assert "train" in message
    assert isinstance(refused.value, ConfigurationError)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("text", "not a model"),
        ("a newer format", f"a model in format {FORMAT + 1}; this version of cleaner reads format {FORMAT}"),
        ("cut in the tables", "cut short or damaged"),
        ("a byte of the tables", "cut short or damaged"),
        ("other features", f"version 10000 of the features; this version of cleaner uses version {FEATURES}"),
        ("tables too long", "bytes of tables"),
        ("no header", "its header cannot be read"),
    ],
)
def test_the_message_says_what_is_wrong(name, why):
    with pytest.raises(ModelError, match=why):
        Model(bad_models()[name])


@pytest.mark.parametrize(
    "changes",
    [
        {"units": {}},
        {"units": UNITS | {"words": "many"}},
        {"units": []},
        {"thresholds": {"standard": {}, "thorough": {}}},
        {"thresholds": []},
    ],
    ids=lambda changes: json.dumps(changes)[:40],
)
def test_a_header_without_what_the_scores_need_is_refused(changes):
    with pytest.raises(ModelError, match="train"):
        Model(made(**changes))


def test_a_header_of_any_length_is_read():
    assert Model(made(trained={"languages": {"en": 1} | {str(n): n for n in range(20_000)}})).header["trained"]
    assert signed(b"") != made()
