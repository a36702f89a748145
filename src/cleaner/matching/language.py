"""Languages: their phrases, which cards refer to by name, and the detection of an article's languages.

The head of a language file holds the script and the most common words, which detection uses. The tables below it
hold the phrases. They are parsed only for articles in that language.
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
_RANGES = sorted((low, high, script) for script, ranges in SCRIPTS.items() for low, high in ranges)
_LOWS = [low for low, _, _ in _RANGES]

_SAMPLE = 1500  # characters; about 200 words are enough to detect a language
_SHORT_SAMPLE = 500  # characters; enough to confirm English
_SCRIPT_SAMPLE = 150  # characters; enough to detect the script
_ENGLISH_SHARE = 0.2  # of the words; English prose has 0.3 and more, other languages below 0.05
_WORD_LENGTH = 8  # characters; text without spaces has far fewer words, and half of those are English names
_COMMON_SHARE = 0.04  # of the words, at least, are among a language's most common words
# of the best language's count, for a second language: close relatives share their common words
_SECOND_LANGUAGE_SHARE = 0.6
_MAX_LANGUAGES = 2
# web archives use codes of three letters
_ISO_639_2 = """
alb:sq ara:ar ben:bn bul:bg cat:ca ces:cs chi:zh cze:cs dan:da deu:de dut:nl ell:el eng:en est:et fas:fa fin:fi
fra:fr fre:fr ger:de gre:el heb:he hin:hi hrv:hr hun:hu ind:id ita:it jpn:ja kor:ko lav:lv lit:lt nld:nl nno:no
nob:no nor:no per:fa pol:pl por:pt ron:ro rum:ro rus:ru slk:sk slo:sk slv:sl spa:es sqi:sq srp:sr swe:sv tha:th
tur:tr ukr:uk urd:ur vie:vi zho:zh
"""
_ALIASES = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "tl": "fil", "cmn": "zh", "yue": "zh", "mo": "ro"}
_ALIASES |= dict(pair.split(":") for pair in _ISO_639_2.split())


class Language:
    """The phrases of one language, with marked examples.

    `precompiled` maps Card.pattern_key to patterns that contain the phrases already. Properties raise CardError for
    an invalid file.
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
        """The script of the language, a key of SCRIPTS."""
        return self.head["script"]

    @cached_property
    def common(self) -> frozenset[str]:
        """The most common words, folded; empty if the script identifies the language or has no spaces."""
        return frozenset(fold(self.head.get("common", "").lower()).split())

    @cached_property
    def words(self) -> Mapping[str, tuple[str, ...]]:
        """The phrases by list name; those in preview only after `with_preview`."""
        words = {name: tuple(phrases) for name, phrases in self._tables.get("words", {}).items()}
        if self.preview:
            for name, phrases in self._tables.get("preview", {}).items():
                words[name] = words.get(name, ()) + tuple(phrases)
        return words

    @cached_property
    def examples(self) -> tuple[str, ...]:
        """The examples, marked as in cards."""
        return tuple(self._tables.get("tests", {}).get("examples", ()))

    def with_preview(self) -> Language:
        """Return the same language with the phrases in preview."""
        return Language(self.code, self.source, self._file, preview=True, head=self.head)

    @cached_property
    def head(self) -> Mapping[str, str]:
        """The keys above the first table of the file."""
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
    """Detects the language of a text among the given languages, with or without English."""

    def __init__(self, languages: Iterable[Language]) -> None:
        self.by_code = {language.code: language for language in languages}

    def detect(self, text: str, declared: str | None) -> tuple[str, ...]:
        """Return the codes of the languages of an article, best first, at most two, without English.

        `text` must be folded. A `declared` language always counts. Others are detected from the script and the most
        common words of a sample from the middle.
        """
        found: list[str] = []
        code = normalise(declared)
        if code != ENGLISH and code in self.by_code:
            found.append(code)
        sample = _middle_sample(text, _SHORT_SAMPLE)
        words = sample.lower().split()
        if sum(map(self._english.__contains__, words)) < _min_english_words(sample, words):
            found += [code for code in self._detect(text) if code not in found]
        return tuple(found[:_MAX_LANGUAGES])

    @cached_property
    def _english(self) -> frozenset[str]:
        return self.by_code[ENGLISH].common if ENGLISH in self.by_code else frozenset()

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        """The codes of the languages that have a word among their most common words."""
        found: dict[str, list[str]] = {}
        for code, language in self.by_code.items():
            for word in language.common:
                found.setdefault(word, []).append(code)
        return found

    def _detect(self, text: str) -> list[str]:
        """Return the languages of a text, best first, without English; none for a text in English."""
        sample = _middle_sample(text, _SAMPLE)
        words = sample.lower().split()
        common = Counter(chain.from_iterable(filter(None, map(self._by_word.get, words))))
        if ENGLISH in self.by_code and common[ENGLISH] >= _min_english_words(sample, words):
            return []
        scripts = _scripts(text)
        counts: dict[str, int] = {}
        for code, language in self.by_code.items():
            if language.script not in scripts:
                continue
            if not language.common:
                counts[code] = len(words)
            elif common[code] >= _COMMON_SHARE * len(words):
                counts[code] = common[code]
        best = max(counts.values(), default=0)
        detected = [
            code
            for code, count in counts.items()
            if count and count >= _SECOND_LANGUAGE_SHARE * best and code != ENGLISH
        ]
        return sorted(detected, key=lambda code: (-counts[code], code))


def normalise(code: str | None) -> str:
    """Return a language code as language files are named: "pt" for "pt-BR", "no" for "nb"."""
    short = (code or "").strip().lower().replace("_", "-").partition("-")[0]
    return _ALIASES.get(short, short)


def _middle_sample(text: str, size: int) -> str:
    """Return at most `size` characters from the middle of a text."""
    middle = max(0, len(text) // 2 - size // 2)
    return text[middle : middle + size]


def _min_english_words(sample: str, words: Sequence[str]) -> float:
    """Return how many common English words a sample of English has at least."""
    return _ENGLISH_SHARE * max(len(words), len(sample) / _WORD_LENGTH)


def _scripts(text: str) -> set[str]:
    """Return the scripts of at least a fifth of the letters in a text."""
    counts = Counter(filter(None, map(_script_of, text[:: max(1, len(text) // _SCRIPT_SAMPLE)])))
    total = sum(counts.values())
    found = {script for script, count in counts.items() if count >= 0.2 * total}
    # Japanese mixes kana and Han; Chinese has no kana.
    if counts["Kana"] > 0.05 * total:
        found = found - {"Han"} | {"Kana"}
    return found


@lru_cache(maxsize=4_096)
def _script_of(char: str) -> str:
    """Return the script of a letter; empty for any other character."""
    code = ord(char)
    at = bisect_right(_LOWS, code) - 1
    return _RANGES[at][2] if at >= 0 and code <= _RANGES[at][1] else ""
