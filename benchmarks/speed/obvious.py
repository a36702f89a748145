"""The program that anybody would write: ftfy, then the same rules as compiled `re` patterns, asked line by line.

Written as a careful author would: patterns that begin at the line's start are matched and not searched, a line
longer than a rule allows is not shown to it, patterns are compiled once for each language. What cleaner's rules
ask beyond their pattern (context, other lines, the account of what went) is not done.
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

# RE2's names for what `re` names otherwise; of letters, marks and numbers \\w lacks the combining marks
_WORD = re.compile(r"\\pL\\pM\\pN_?|\\p\{L\}\\p\{M\}\\p\{N\}_?")
_CODE = re.compile(r"\\x\{([0-9A-Fa-f]+)\}")
_NEVER = r"[^\x00-\U0010ffff]"


class Translated(NamedTuple):
    """A rule's pattern for `re`, whether it takes the whole line, and the longest line it looks at."""

    rule: Rule
    found: Callable[[str], Any]
    pattern: re.Pattern[str]
    whole: bool


ALL = "all"


@cache
def rules(code: str) -> tuple[tuple[Translated, ...], tuple[str, ...]]:
    """The rules with the words of a language, and the names of those that `re` cannot take."""
    catalog, done, refused = builtin().choose(), [], []
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
            refused.append(card.id)
            continue
        # a pattern with ^ tried at every place would be slow for no reason
        found = pattern.match if rule.filter.startswith("^") else pattern.search
        done.append(Translated(rule, found, pattern, card.shape in ("line", "opener", "part", "lead-in")))
    return tuple(done), tuple(refused)


def translate(pattern: str) -> str:
    """An RE2 pattern of a card in the syntax of `re`."""
    pattern = _WORD.sub(r"\\w", pattern)
    pattern = pattern.replace(r"\p{Nd}", r"\d")
    return _CODE.sub(lambda match: f"\\U{int(match[1], 16):08x}", pattern).replace(_NEVER, "(?!)")


def program() -> Run:
    """The whole program, with the words of the languages that an article speaks: cleaner finds out which."""
    catalog = builtin()
    return _program(lambda text, language: catalog.detect_languages(Document(text, language=language)))


def without_languages() -> Run:
    """The same without knowing the language: the words of all languages are in its patterns."""
    return _program(lambda _text, _language: (ALL,))


def _program(spoken: Callable[[str, Any], Iterable[str]]) -> Run:
    import ftfy

    def run(source: str, out: str) -> None:
        with open(source, encoding="utf-8") as lines, open(out, "w", encoding="utf-8") as written:
            for line in lines:
                record = json.loads(line)
                text = ftfy.fix_text(record["text"])
                chosen = [one for code in spoken(text, record.get("lang")) for one in rules(code)[0]]
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
    """How many verdicts on lines of these texts were compared with RE2's, how many differ, and what was refused."""
    done, refused = rules("en")
    compared = differ = 0
    for rule, found, _, _ in done:
        theirs = compile_pattern(rule.filter).search
        for text in texts:
            for line in fold(text).split("\n"):
                if line and len(line) <= rule.max_length:
                    compared += 1
                    differ += bool(found(line)) != bool(theirs(line))
    return compared, differ, refused
