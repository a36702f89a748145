"""Languages: the phrases that fill the cards' shapes, and which languages an article speaks.

A language file tells how its language is recognised (its script, its most common words) in its head;
the phrases below it are read only when an article asks for them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

from cleaner.core.folding import fold
from cleaner.matching.card import CardError
from cleaner.matching.patterns import Expanded

ENGLISH = "en"
CODE = r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*"
SCRIPTS = {
    "Latin": ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0x1E00, 0x1EFF)),
    "Greek": ((0x370, 0x3FF), (0x1F00, 0x1FFF)),
    "Cyrillic": ((0x400, 0x52F),),
    "Armenian": ((0x530, 0x58F),),
    "Hebrew": ((0x590, 0x5FF),),
    "Arabic": ((0x600, 0x6FF), (0x750, 0x77F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
    "Devanagari": ((0x900, 0x97F),),
    "Bengali": ((0x980, 0x9FF),),
    "Gurmukhi": ((0xA00, 0xA7F),),
    "Gujarati": ((0xA80, 0xAFF),),
    "Tamil": ((0xB80, 0xBFF),),
    "Telugu": ((0xC00, 0xC7F),),
    "Kannada": ((0xC80, 0xCFF),),
    "Malayalam": ((0xD00, 0xD7F),),
    "Sinhala": ((0xD80, 0xDFF),),
    "Thai": ((0xE00, 0xE7F),),
    "Lao": ((0xE80, 0xEFF),),
    "Burmese": ((0x1000, 0x109F),),
    "Georgian": ((0x10A0, 0x10FF),),
    "Ethiopic": ((0x1200, 0x137F),),
    "Khmer": ((0x1780, 0x17FF),),
    "Kana": ((0x3040, 0x30FF),),
    "Han": ((0x3400, 0x4DBF), (0x4E00, 0x9FFF)),
    "Hangul": ((0xAC00, 0xD7A3),),
}
_BORDERS = sorted((low, high, script) for script, ranges in SCRIPTS.items() for low, high in ranges)
_LOWS = [low for low, _, _ in _BORDERS]

_SAMPLE = 1500  # characters; some 200 words tell a language
_SHORT_SAMPLE = 500  # are enough where they are English
_LETTERS = 150  # enough to tell the script
_SURE_ENGLISH = 0.2  # of the words; English prose has .3 and more, other languages below .05
_PER_WORD = 8  # characters; a script without spaces has far fewer words, half of them English names
_MIN_COMMON_WORDS = 0.04  # of the words must be common ones of a language
_SECOND_LANGUAGE_SHARE = (
    0.6  # of the best language's count, for a second one: close relatives share their common words
)
_MOST = 2
# Codes that say the same in other words
# the codes of three letters that web archives use
_LONG = """
alb:sq ara:ar ben:bn bul:bg cat:ca ces:cs chi:zh cze:cs dan:da deu:de dut:nl ell:el eng:en est:et fas:fa fin:fi
fra:fr fre:fr ger:de gre:el heb:he hin:hi hrv:hr hun:hu ind:id ita:it jpn:ja kor:ko lav:lv lit:lt nld:nl nno:no
nob:no nor:no per:fa pol:pl por:pt ron:ro rum:ro rus:ru slk:sk slo:sk slv:sl spa:es sqi:sq srp:sr swe:sv tha:th
tur:tr ukr:uk urd:ur vie:vi zho:zh
"""
_ALIASES = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "tl": "fil", "cmn": "zh", "yue": "zh", "mo": "ro"}
_ALIASES |= dict(pair.split(":") for pair in _LONG.split())


class Language:
    """The phrases of one language, and marked examples in it.

    `precompiled` are patterns that hold these words already, by what cards ask for.
    """

    def __init__(
        self,
        code: str,
        source: str,
        file: str,
        *,
        preview: bool = False,
        head: Mapping[str, str] | None = None,
        precompiled: Mapping[tuple[str, ...], Expanded] | None = None,
    ) -> None:
        self.code = code
        self.source = source
        self.preview = preview
        self.precompiled = precompiled or {}
        self._file = file
        if head is not None:
            self.head = head

    @cached_property
    def name(self) -> str:
        """The language's English name."""
        return self.head["name"]

    @cached_property
    def script(self) -> str:
        """The script it is written in, one of SCRIPTS."""
        return self.head["script"]

    @cached_property
    def common(self) -> frozenset[str]:
        """Its most common words; empty where the script alone tells it, or words are not set apart."""
        return frozenset(fold(self.head.get("common", "").lower()).split())

    @cached_property
    def words(self) -> Mapping[str, tuple[str, ...]]:
        """Phrases by the name of their list; those still in preview only where they are asked for."""
        words = {name: tuple(phrases) for name, phrases in self._tables.get("words", {}).items()}
        if self.preview:
            for name, phrases in self._tables.get("preview", {}).items():
                words[name] = words.get(name, ()) + tuple(phrases)
        return words

    @cached_property
    def examples(self) -> tuple[str, ...]:
        """Marked examples, in the notation of the cards'."""
        return tuple(self._tables.get("tests", {}).get("examples", ()))

    def with_preview(self) -> Language:
        """The same language with the phrases that still wait for evidence."""
        return Language(self.code, self.source, self._file, preview=True, head=self.head)

    @cached_property
    def head(self) -> Mapping[str, str]:
        """What the file says above its tables."""
        head = self._parse(self.source.partition("\n[")[0])
        for name in ("name", "script"):
            if name not in head:
                raise CardError(f"{self._file}: {name!r} is missing above the first table")
        if head["script"] not in SCRIPTS:
            raise CardError(f"{self._file}: script = {head['script']!r}; it is one of {', '.join(SCRIPTS)}")
        return head

    @cached_property
    def _tables(self) -> dict[str, Any]:
        return self._parse(self.source)

    def _parse(self, source: str) -> dict[str, Any]:
        import tomllib

        try:
            return tomllib.loads(source)
        except tomllib.TOMLDecodeError as error:
            raise CardError(f"{self._file}: not valid TOML: {error}") from None


class Languages:
    """Languages to tell apart, English among them or not."""

    def __init__(self, languages: Iterable[Language]) -> None:
        self.by_code = {language.code: language for language in languages}

    def detect(self, text: str, declared: str | None) -> tuple[str, ...]:
        """The codes of the languages beside English that an article speaks, best first, at most two.

        `text` should be folded. A declared language always counts; the others are told by the script and by
        their most common words, in a sample from the middle.
        """
        found: list[str] = []
        code = normalise(declared)
        if code != ENGLISH and code in self.by_code:
            found.append(code)
        glance = _middle_sample(text, _SHORT_SAMPLE)
        words = glance.lower().split()
        if sum(map(self._english.__contains__, words)) < _enough_english(glance, words):
            found += [code for code in self._detect(text) if code not in found]
        return tuple(found[:_MOST])

    @cached_property
    def _english(self) -> frozenset[str]:
        return self.by_code[ENGLISH].common if ENGLISH in self.by_code else frozenset()

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        """The codes of the languages to whose most common words a word belongs."""
        found: dict[str, list[str]] = {}
        for code, language in self.by_code.items():
            for word in language.common:
                found.setdefault(word, []).append(code)
        return found

    def _detect(self, text: str) -> list[str]:
        """The languages beside English that a text's script and words tell; none where it is surely English."""
        sample = _middle_sample(text, _SAMPLE)
        words = sample.lower().split()
        common = Counter(chain.from_iterable(filter(None, map(self._by_word.get, words))))
        if ENGLISH in self.by_code and common[ENGLISH] >= _enough_english(sample, words):
            return []
        scripts = _scripts(text)
        counts: dict[str, int] = {}
        for code, language in self.by_code.items():
            if language.script not in scripts:
                continue
            if not language.common:
                counts[code] = len(words)
            elif common[code] >= _MIN_COMMON_WORDS * len(words):
                counts[code] = common[code]
        best = max(counts.values(), default=0)
        told = [
            code
            for code, count in counts.items()
            if count and count >= _SECOND_LANGUAGE_SHARE * best and code != ENGLISH
        ]
        return sorted(told, key=lambda code: (-counts[code], code))


def normalise(code: str | None) -> str:
    """A language's code as the files are named: "pt-BR" is "pt", "nb" is "no"."""
    short = (code or "").strip().lower().replace("_", "-").partition("-")[0]
    return _ALIASES.get(short, short)


def _middle_sample(text: str, size: int) -> str:
    """So many characters from the middle of a text."""
    middle = max(0, len(text) // 2 - size // 2)
    return text[middle : middle + size]


def _enough_english(sample: str, words: Sequence[str]) -> float:
    """How many of a sample's words are common English ones if it is English."""
    return _SURE_ENGLISH * max(len(words), len(sample) / _PER_WORD)


def _scripts(text: str) -> set[str]:
    """The scripts that make up a good part of the text's letters."""
    counts = Counter(filter(None, map(_script_of, text[:: max(1, len(text) // _LETTERS)])))
    total = sum(counts.values())
    found = {script for script, count in counts.items() if count >= 0.2 * total}
    # Japanese mixes both; Chinese has no kana
    if counts["Kana"] > 0.05 * total:
        found = found - {"Han"} | {"Kana"}
    return found


@lru_cache(maxsize=4_096)
def _script_of(char: str) -> str:
    """The script of a letter; empty for what is none."""
    code = ord(char)
    at = bisect_right(_LOWS, code) - 1
    return _BORDERS[at][2] if at >= 0 and code <= _BORDERS[at][1] else ""
