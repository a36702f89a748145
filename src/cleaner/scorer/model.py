"""The model: tables of weights in one file, and the scores that they give the lines of a text.

The file is read as it lies on disk: a line with the name and version of the format, a line with the SHA-256 of all
that follows, a line of JSON (the header), and the tables as bytes one behind the other. Weights are signed bytes;
the header holds what one unit is worth, in logits / neighbours.SCALE. The vocabulary is two tables of bits.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import isqrt
from typing import Any, NamedTuple

from cleaner.core.errors import ConfigurationError
from cleaner.scorer import forms, neighbours, slots, words
from cleaner.scorer.facts import FEATURES, Text
from cleaner.scorer.neighbours import SCALE, Neighbours

MAGIC = b"cleaner-model"
FORMAT = 1
KINDS = (
    "related", "navigation", "share", "subscribe", "comments", "widget", "legal", "advert", "promo",
    "other-headline", "repeat", "markup",
)  # fmt: skip
LEVELS = ("standard", "thorough")
"""The presets that ask the model."""

KIND_BITS = 14
TABLES = {
    "words": words.SLOTS,
    "facts": slots.SLOTS,
    "neighbours": neighbours.SLOTS,
    "kinds": len(KINDS) << KIND_BITS,
    "known-words": (1 << words.KNOWN_WORD_BITS) // 8,
    "known-pairs": (1 << words.KNOWN_PAIR_BITS) // 8,
}
"""The size of each table in bytes, in the order of the file."""

UNITS = ("words", "facts", "neighbours", "own-score", "own-words")
"""What one unit of each table is worth, and what the first look counts in the second."""

_MASK = words.SLOTS - 1
_KIND_MASK = (1 << KIND_BITS) - 1
_WORD_SHIFT, _PAIR_SHIFT = 32 - words.KNOWN_WORD_BITS, 32 - words.KNOWN_PAIR_BITS
_WORD_BYTE, _PAIR_BYTE = _WORD_SHIFT + 3, _PAIR_SHIFT + 3
_ROOT = [0, *(isqrt((1 << 40) // n) for n in range(1, 2 * words.MAX_TOKENS + 2))]  # 2**20 / sqrt(n)
HOPELESS = -6 * SCALE // 5
"""The score of the words of a line below which the line stays, whatever else speaks: it gets no score."""
WORTHLESS = -5 * SCALE // 2
"""The score of the first look below which the line stays: it gets no second one."""
SCORE_LIMIT, WORDS_LIMIT = 8 * SCALE, 6 * SCALE
_REMEMBERED = 4096  # lines whose words need no second count
_MAX_REMEMBERED = 200  # characters of such a line
_NOTHING = forms.Alone((), 0)
_OFFSET = 128
_SHIFTED = bytes((byte + _OFFSET) % 256 for byte in range(256))
_MAX_SHOWN = 3
_MIN_SHOWN = (2, 4)  # characters of a word that is worth showing, by whether it is ASCII


class ModelError(ConfigurationError):
    """The bytes are no model that this program can use. The message says why and what to do."""


class Score(NamedTuple):
    """The score of a line in logits / SCALE, and the part of the first look that its words make."""

    total: int
    words: int

    @property
    def percent(self) -> int:
        """The probability that the line is boilerplate, from 1 to 99."""
        return max(1, min(99, neighbours.percent(self.total)))


class _Own(NamedTuple):
    """What a line adds to its score by itself, the part of that which its words make, and what it tells."""

    total: int
    words: int
    alone: forms.Alone


class Model:
    """A model that has been read. Raises ModelError if `data` is none.

    `data` may be memory-mapped: the tables are views of it.
    """

    def __init__(self, data: Any) -> None:
        import hashlib

        view = memoryview(data)
        start = bytes(view[: len(MAGIC) + 4])
        if not start.startswith(MAGIC + b" "):
            raise ModelError("not a model; 'cleaner train GOLD -o FILE' writes one")
        first, _, _ = start.partition(b"\n")
        if first != MAGIC + b" %d" % FORMAT:
            raise ModelError(
                f"a model in format {first[len(MAGIC) + 1 :].decode('ascii', 'replace')}; this version of cleaner "
                f"reads format {FORMAT}: train the model again"
            )
        at = len(first) + 1
        self.digest = "sha256:" + bytes(view[at : at + 64]).decode("ascii", "replace")
        rest = view[at + 65 :]
        if "sha256:" + hashlib.sha256(rest).hexdigest() != self.digest:
            raise ModelError("cut short or damaged: its digest does not match; copy or train the model again")
        head, size = _header(rest)
        self.header: Mapping[str, Any] = head
        if head.get("features") != FEATURES:
            raise ModelError(
                f"trained for version {head['features']!r} of the features; this version of cleaner uses version "
                f"{FEATURES}: train the model again"
            )
        tables, position = {}, size
        for name, length in TABLES.items():
            tables[name] = rest[position : position + length]
            position += length
        if position != len(rest):
            raise ModelError(
                f"{len(rest) - size:,} bytes of tables, not {position - size:,}: train the model again"
            )
        # a string of bytes is read twice as fast as a view; it has no negative ones, so each is _OFFSET more
        self._words = bytes(tables["words"]).translate(_SHIFTED)
        self._facts = slots.KeyWeights(tables["facts"].cast("b"))
        self._neighbours, self._kinds = tables["neighbours"].cast("b"), tables["kinds"].cast("b")
        self._known_words, self._known_pairs = tables["known-words"], tables["known-pairs"]
        units = head["units"]
        self._word_unit, self._fact_unit, self._neighbour_unit = (
            units["words"],
            units["facts"],
            units["neighbours"],
        )
        self._own_score, self._own_words = units["own-score"], units["own-words"]
        # a text is scored twice, and the leftovers of a site are the same in all its articles
        self._remembered: dict[str, _Own] = {}

    def threshold(self, level: str, script: int) -> int | None:
        """Return the score from which a line of `script` goes at `level`; None: no line of that script goes."""
        found: int | None = self.header["thresholds"][level][forms.SCRIPT_NAMES[script]]
        return found

    def scores(self, text: Text, wanted: Collection[int] | None = None) -> list[Score | None]:
        """Return the score of each line after the second look, None for one that stays anyhow.

        Of `wanted` lines only, if they are given; the others count as lines that stay.
        """
        count = len(text.lines)
        remembered, lines = self._remembered, text.lines
        hopeful: list[int] = []
        owns: list[_Own] = []
        for at in text.scored():
            if wanted is not None and at not in wanted:
                continue
            line = lines[at]
            own = remembered.get(line) or self._own_part(line)
            if own.words >= HOPELESS:
                hopeful.append(at)
                owns.append(own)
        if not hopeful:
            return [None] * count
        first: list[int | None] = [None] * count
        parts: list[int | None] = [None] * count
        weight, unit = self._facts.total, self._fact_unit
        for at, own, keys in zip(hopeful, owns, text.place_keys(hopeful, [own.alone for own in owns]), strict=True):
            first[at] = own.total + weight(keys) * unit
            parts[at] = own.words
        return self.second_look(first, parts, text.gone)

    def speaks_against(self, line: str) -> bool:
        """Return whether the words of a line speak against it."""
        return (self._remembered.get(line) or self._own_part(line)).words >= 0

    def _own_part(self, line: str) -> _Own:
        """Return what a line adds to its score by itself, and remember it.

        That is what its words, its form, and what the vocabulary knows of it say; its form only if the words leave
        any hope.
        """
        hashes, count = _hashes(line)
        total = sum(map(self._words.__getitem__, [hash & _MASK for hash in hashes])) - _OFFSET * len(hashes)
        part = total * self._word_unit * _ROOT[len(hashes)] >> 20
        own = _Own(part, part, _NOTHING)
        if part >= HOPELESS:
            alone = forms.alone(line)
            keys = (*forms.known(*self.known(hashes, count), line), *alone.keys)
            own = _Own(part + self._facts.total(keys) * self._fact_unit, part, alone)
        if len(line) <= _MAX_REMEMBERED:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            self._remembered[line] = own
        return own

    def second_look(
        self, first: Sequence[int | None], parts: Sequence[int | None], gone: Sequence[int]
    ) -> list[Score | None]:
        """Return the scores of lines from those of the first look; the arguments are those of Neighbours."""
        found: list[Score | None] = [None] * len(first)
        if not any(score is not None and score >= WORTHLESS for score in first):
            return found
        near = Neighbours(first, parts, gone)
        weights = self._neighbours
        for at, (score, part) in enumerate(zip(first, parts, strict=True)):
            if score is None or part is None or score < WORTHLESS:
                continue
            total = sum(map(weights.__getitem__, near.facts(at))) * self._neighbour_unit
            total += limited(score, SCORE_LIMIT) * self._own_score >> 16
            total += limited(part, WORDS_LIMIT) * self._own_words >> 16
            found[at] = Score(total, part)
        return found

    def kind(self, text: Text, at: int) -> str:
        """Return the kind of boilerplate that the words and the form of line `at` name best, one of KINDS."""
        slots = [hash & _KIND_MASK for hash in kind_hashes(text, at)]
        weight = self._kinds.__getitem__
        sums = [sum(map(weight, [(number << KIND_BITS) + slot for slot in slots])) for number in range(len(KINDS))]
        return KINDS[max(range(len(KINDS)), key=lambda number: (sums[number], -number))]

    def spoken(self, line: str) -> list[str]:
        """Return the words or pairs of words that speak most for removing a line, at most three, best first."""
        found = words.tokens(line)
        items = [*found, *words.pairs(found)]
        weights = [self._words[hash & _MASK] - _OFFSET for hash in words.hashes(items)]
        shown: list[str] = []
        taken: set[str] = set()
        for weight, item in sorted(zip(weights, items, strict=True), key=lambda pair: (-pair[0], len(pair[1]))):
            name = item.strip()
            if weight <= 0 or len(shown) == _MAX_SHOWN:
                break
            if len(name) >= _MIN_SHOWN[name.isascii()] and not taken & set(name.split()):
                shown.append(name)
                taken |= set(name.split())
        return shown

    def known(self, hashes: Sequence[int], count: int) -> tuple[list[int], list[int]]:
        """Return 1 for each hash that the vocabulary holds, else 0: the first `count` are words, the rest pairs."""
        return known(self._known_words, self._known_pairs, hashes, count)


def kind_hashes(text: Text, at: int) -> list[int]:
    """Return the hashes of what tells the kind of line `at`: words, pairs, length, end, copies, title."""
    form = text.forms[at]
    signs = [
        "\1",
        f"\1length {form.length}",
        f"\1end {form.end}",
        f"\1copies {text.copies(at)}",
        f"\1title {text.is_title(at)}",
    ]
    return _hashes(text.lines[at])[0] + words.hashes(signs)


def known(
    word_bits: Sequence[int], pair_bits: Sequence[int], hashes: Sequence[int], count: int
) -> tuple[list[int], list[int]]:
    """Return 1 for each hash that a table of bits holds, else 0: the first `count` are words, the rest pairs."""
    return (
        [word_bits[hash >> _WORD_BYTE] >> (hash >> _WORD_SHIFT & 7) & 1 for hash in hashes[:count]],
        [pair_bits[hash >> _PAIR_BYTE] >> (hash >> _PAIR_SHIFT & 7) & 1 for hash in hashes[count:]],
    )


def known_tables(phrases: Sequence[Sequence[str]], common: frozenset[str]) -> tuple[bytearray, bytearray]:
    """Return the tables of bits for a vocabulary: phrases as words, without the common words of their languages.

    A "*" in a phrase stands for any words, and for no pair.
    """
    word_bits, pair_bits = bytearray(TABLES["known-words"]), bytearray(TABLES["known-pairs"])
    for phrase in phrases:
        for hash in words.hashes([word for word in phrase if word != "*" and word not in common]):
            place = hash >> _WORD_SHIFT
            word_bits[place >> 3] |= 1 << (place & 7)
        for hash in words.hashes([pair for pair in words.pairs(phrase) if "*" not in pair]):
            place = hash >> _PAIR_SHIFT
            pair_bits[place >> 3] |= 1 << (place & 7)
    return word_bits, pair_bits


def limited(value: int, limit: int) -> int:
    """Return `value`, at least -limit and at most limit."""
    return max(-limit, min(limit, value))


def write(header: Mapping[str, Any], tables: Mapping[str, bytes]) -> bytes:
    """Return the file of a model. `header` has trained, training_digest, units and thresholds."""
    import hashlib
    import json

    for name, size in TABLES.items():
        assert len(tables[name]) == size, name
    head = json.dumps({"features": FEATURES, **header}, sort_keys=True, ensure_ascii=True).encode("ascii")
    rest = head + b"\n" + b"".join(bytes(tables[name]) for name in TABLES)
    return MAGIC + b" %d\n" % FORMAT + hashlib.sha256(rest).hexdigest().encode("ascii") + b"\n" + rest


def _header(rest: memoryview) -> tuple[dict[str, Any], int]:
    """Return the header and its size with the line break."""
    import json

    data = bytes(rest[: len(rest) - sum(TABLES.values())]) if len(rest) > sum(TABLES.values()) else bytes(rest)
    line, found, _ = data.partition(b"\n")
    try:
        head = json.loads(line)
        is_whole = _has_units(head["units"]) and _has_thresholds(head["thresholds"]) and "features" in head
    except (ValueError, TypeError, KeyError, AttributeError):
        is_whole = False
    if not found or not is_whole:
        raise ModelError("its header cannot be read: train the model again")
    return head, len(line) + 1


def _has_units(units: Mapping[str, Any]) -> bool:
    return all(type(units[name]) is int for name in UNITS)


def _has_thresholds(thresholds: Mapping[str, Any]) -> bool:
    """Return whether there is a threshold of each level and script, or none at all, as in a model on trial."""
    values = [thresholds[level][script] for level in LEVELS for script in forms.SCRIPT_NAMES if thresholds != {}]
    return all(value is None or type(value) is int for value in values)


def _hashes(line: str) -> tuple[list[int], int]:
    """Return the hashes of the words and the pairs of a line, and the number of words."""
    found = words.tokens(line)
    return words.hashes_of_line(found), len(found)
