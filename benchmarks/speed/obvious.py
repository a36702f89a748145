"""The obvious implementation: ftfy, then the same rules as compiled `re` patterns on each line.

It is written with care. Patterns anchored at the start of a line use match, not search. A rule skips lines over its
maximum length. Patterns are compiled once per language. It does not check context or other lines, and writes no
ledger.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from cleaner.core.document import Document
from cleaner.core.folding import fold
from cleaner.matching.catalog import builtin
from cleaner.matching.patterns import compile_pattern
from cleaner.matching.shapes import Rule, expanded
from speed.subjects import Run

# RE2 classes that `re` writes differently. \\w of `re` lacks the combining marks.
_WORD = re.compile(r"\\pL\\pM\\pN_?|\\p\{L\}\\p\{M\}\\p\{N\}_?")
_CODE = re.compile(r"\\x\{([0-9A-Fa-f]+)\}")
_NEVER = r"[^\x00-\U0010ffff]"


class Translated(NamedTuple):
    """A rule with its pattern for `re`, its match function, and whether it removes the whole line."""

    rule: Rule
    found: Callable[[str], Any]
    pattern: re.Pattern[str]
    whole: bool


ALL = "all"


@cache
def rules(code: str) -> tuple[tuple[Translated, ...], tuple[str, ...]]:
    """Return the rules with the words of a language, and the ids of rules that `re` rejects."""
    catalog, translated, rejected = builtin().choose(), [], []
    words = _all_words() if code == ALL else catalog.words(code)
    for card in catalog.cards:
        if card.shape == "code":
            continue
        rule = Rule(card, expanded(card, words))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", FutureWarning)
                pattern = re.compile(translate(rule.filter), re.IGNORECASE)
        except re.error:
            rejected.append(card.id)
            continue
        # search would try a pattern with ^ at each position.
        found = pattern.match if rule.filter.startswith("^") else pattern.search
        translated.append(Translated(rule, found, pattern, card.shape in ("line", "opener", "part", "lead-in")))
    return tuple(translated), tuple(rejected)


def translate(pattern: str) -> str:
    """Return an RE2 pattern in the syntax of `re`."""
    pattern = _WORD.sub(r"\\w", pattern)
    pattern = pattern.replace(r"\p{Nd}", r"\d")
    return _CODE.sub(lambda match: f"\\U{int(match[1], 16):08x}", pattern).replace(_NEVER, "(?!)")


def program() -> Run:
    """Apply the words of an article's languages, which cleaner detects."""
    catalog = builtin()
    return _program(lambda text, language: catalog.detect_languages(Document(text, language=language)))


def without_languages() -> Run:
    """Apply the words of all languages to each article."""
    return _program(lambda _text, _language: (ALL,))


def _program(languages_of: Callable[[str, Any], Iterable[str]]) -> Run:
    import ftfy

    def run(source: str, out: str) -> None:
        with open(source, encoding="utf-8") as lines, open(out, "w", encoding="utf-8") as written:
            for line in lines:
                record = json.loads(line)
                text = ftfy.fix_text(record["text"])
                chosen = [one for code in languages_of(text, record.get("lang")) for one in rules(code)[0]]
                record["text"] = "\n".join(_kept(text, chosen))
                written.write(json.dumps(record, ensure_ascii=False) + "\n")

    return run


def _kept(text: str, chosen: list[Translated]) -> Iterator[str]:
    for line in text.split("\n"):
        kept = line
        for rule, found, pattern, whole in chosen:
            if kept and len(kept) <= rule.max_length and found(kept):
                kept = "" if whole else pattern.sub("", kept)
        if kept or not line:
            yield kept


def _all_words() -> dict[str, tuple[str, ...]]:
    joined: dict[str, tuple[str, ...]] = {}
    for language in builtin().languages:
        for name, phrases in language.words.items():
            joined[name] = joined.get(name, ()) + phrases
    return joined


def agreement(texts: list[str]) -> tuple[int, int, tuple[str, ...]]:
    """Compare `re` with RE2 on the lines of texts.

    Return the number of comparisons, the number of differences, and the ids of rules that `re` rejects.
    """
    translated, rejected = rules("en")
    compared = differ = 0
    for rule, found, _, _ in translated:
        theirs = compile_pattern(rule.filter).search
        for text in texts:
            for line in fold(text).split("\n"):
                if line and len(line) <= rule.max_length:
                    compared += 1
                    differ += bool(found(line)) != bool(theirs(line))
    return compared, differ, rejected
