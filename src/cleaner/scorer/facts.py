"""What a line tells besides its words: its form, its place, and the lines around it.

A fact is a slot of the model's table of facts, and facts that depend on the same values share a key; see slots.
Changing a fact makes all trained models useless: raise FEATURES then.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from cleaner.core.regex import lazy_compile
from cleaner.scorer.forms import MAX_SIZE, Alone, alone, form
from cleaner.scorer.slots import (
    ALL_LINES,
    AROUND,
    BETWEEN,
    CHARACTERS,
    COPIES,
    DISTANCE,
    DOWN,
    DOWN2,
    ENDS,
    GAPS,
    GONE,
    LINES,
    PLACE,
    STARTS,
    TITLE,
    TOP,
    TOPIC,
    UP,
    UP2,
    ZONE,
    ZONE_FORM,
    ZONES,
    L,
    N,
    slots_of,
)

FEATURES = 3
"""The version of words, facts and neighbours. A model states the version that it was trained with."""

_MAX_TOPICS = 5  # words of a line that the title may have, or the text twice
_MAX_WHOLE = 20_000  # characters of a text that are searched for a word's second place
_LONG_WORD = lazy_compile(r"[^\W\d_]{5,}")
_MAX_SCORED = 200  # characters; a longer line is the article's, or its wording is known
_MAX_SENTENCE = 150  # characters; a longer sentence likewise
_NEAR = 3  # lines above and below whose mean length counts


class Text:
    """The lines of a text that are still there, none blank, without white space at their ends.

    cut: whether a line has lost a part of its text. gone: for each gap, from the one above the first line to the
    one below the last, the number of lines that are gone. caseless: `str.casefold` of each line, if it is at hand.
    """

    def __init__(
        self,
        lines: Sequence[str],
        cut: Sequence[bool],
        gone: Sequence[int],
        title: str = "",
        caseless: Sequence[str] | None = None,
    ) -> None:
        self.lines = lines
        self.gone = gone
        self.forms = list(map(form, lines))
        self._cut = cut
        prose = [at for at, one in enumerate(self.forms) if one.is_prose]
        self._paragraphs = len(prose)
        self.first, self.last = (prose[0], prose[-1]) if prose else (0, len(lines) - 1)
        self._title = title.casefold().strip()
        self._given = caseless

    @property
    def has_prose(self) -> bool:
        """Whether any line is a paragraph."""
        return self._paragraphs > 0

    def scored(self) -> list[int]:
        """Return the lines that are worth a score: no title, no long line, no sentence amid others."""
        calm = [one.is_calm for one in self.forms]
        lines, gone, last = self.lines, self.gone, len(calm) - 1
        found = []
        for at, is_calm in enumerate(calm):
            if not is_calm:
                if len(lines[at]) < _MAX_SCORED and not (self._title and self.is_title(at)):
                    found.append(at)
            elif (
                (gone[at] or gone[at + 1] or (at and not calm[at - 1]) or (at < last and not calm[at + 1]))
                and at != self.first
                and len(lines[at]) < _MAX_SENTENCE
            ):
                found.append(at)
        return found

    def facts(self, at: int) -> list[int]:
        """Return the slots of all facts of line `at` but those about known words."""
        own = alone(self.lines[at])
        keys = (*own.keys, *self.place_keys([at], [own])[0])
        return [slot for key in keys for slot in slots_of(key)]

    def place_keys(self, lines: Iterable[int], owns: Iterable[Alone]) -> list[tuple[int, ...]]:
        """Return the keys of what some `lines` tell by their places in the text; `owns` has each one's `alone`."""
        forms, texts, gone, cut = self.forms, self.lines, self.gone, self._cut
        first, last, count = self.first, self.last, len(forms)
        caseless, copies_of, twice = self._caseless, self._copies, self._twice
        title_words = self._title_words
        sizes, shapes = self._sizes, self._shapes
        all_gone = sum(gone)
        of_text = (
            ALL_LINES + bisect_right(LINES, count) * 11 + self._paragraphs * 10 // count,
            GONE + bisect_right(LINES, all_gone) * 6 + min(5, all_gone * 10 // (all_gone + count)),
        )
        found: list[tuple[int, ...]] = []
        for at, (_, start) in zip(lines, owns, strict=True):
            length, end, *_ = forms[at]
            zone, distance = 1, 0
            if at < first:
                zone, distance = 0, first - at
            elif at > last:
                zone, distance = 2, at - last
            words = _LONG_WORD.findall(caseless[at])[:_MAX_TOPICS]
            topic = sum(map(twice.__getitem__, words)) * 5 // len(words) if words else 6
            title = 0
            if self._title:
                shared = sum(map(title_words.__contains__, words))
                title = 1 + (min(2, shared * 3 // len(words)) if words else 0)
            up, down = shapes[at + 1], shapes[at + 3]
            low, high = max(0, at - _NEAR), min(count, at + _NEAR + 1)
            around = (sum(sizes[low:high]) - sizes[at]) // max(1, high - low - 1)
            head = texts[at][:4]
            same = at > 0 and texts[at - 1].startswith(head)
            same_below = at + 1 < count and texts[at + 1].startswith(head)
            copies = min(3, copies_of[caseless[at]] - 1)
            found.append(
                (
                    *of_text,
                    TOP + bisect_right(LINES, at) * N + bisect_right(LINES, count - 1 - at),
                    PLACE + at * 10 // count,
                    ZONE + zone * L + length,
                    ZONE_FORM + (zone * ENDS + end) * STARTS + start,
                    DISTANCE + zone * N + bisect_right(LINES, distance),
                    COPIES + copies * L + length,
                    TOPIC + topic * ZONES + zone,
                    TITLE + (title * 2 + cut[at]) * 4 + same + 2 * same_below,
                    UP + length * L * 2 + up,
                    DOWN + length * L * 2 + down,
                    UP2 + shapes[at],
                    DOWN2 + shapes[at + 4],
                    BETWEEN + (up >> 1) * L + (down >> 1),
                    AROUND + bisect_right(CHARACTERS, around),
                    GAPS + min(3, gone[at]) * 4 + min(3, gone[at + 1]),
                )
            )
        return found

    def copies(self, at: int) -> int:
        """Return how often the text has line `at` beside this time, at most 3."""
        return min(3, self._copies[self._caseless[at]] - 1)

    @cached_property
    def _caseless(self) -> Sequence[str]:
        return [line.casefold() for line in self.lines] if self._given is None else self._given

    @cached_property
    def _copies(self) -> Counter[str]:
        return Counter(self._caseless)

    @cached_property
    def _twice(self) -> _Twice:
        return _Twice("\n".join(self._caseless)[:_MAX_WHOLE])

    @cached_property
    def _sizes(self) -> Sequence[int]:
        """The characters of each line that count."""
        return [min(len(line), MAX_SIZE) for line in self.lines]

    @cached_property
    def _shapes(self) -> Sequence[int]:
        """The shape of each line, with two lines of nothing above and below, so that every line has neighbours."""
        return [0, 0, *(one.shape for one in self.forms), 0, 0]

    @cached_property
    def _title_words(self) -> frozenset[str]:
        return frozenset(_LONG_WORD.findall(self._title))

    def is_title(self, at: int) -> bool:
        """Return whether line `at` is the title, or holds it, or is half of it and more."""
        if not self._title:
            return False
        line = self._caseless[at]
        return self._title in line or (2 * len(line) >= len(self._title) and line in self._title)


class _Twice(dict[str, bool]):
    """Whether a text has a word twice or more, by word. It fills as words are asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __missing__(self, word: str) -> bool:
        text = self._text
        found = self[word] = text.find(word, text.find(word) + 1) >= 0
        return found
