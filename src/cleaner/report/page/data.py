"""The data of the page: what its script reads, as one JSON object without markup."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from cleaner.core.regex import lazy_compile
from cleaner.report.collection import Collection, Example, Row
from cleaner.report.statistics import GroupCount, RuleCount, ranked, ranked_groups
from cleaner.version import __version__

_TOP_LINES = 300
_TOP_SITES = 500
_SURROGATE = lazy_compile("[\ud800-\udfff]")
# Controls that change how a browser, an editor or a terminal shows what is around them
_CONTROLS = "\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
_HIDDEN = lazy_compile(f"[\x00-\x1f\ud800-\udfff{_CONTROLS}]")
# also what a script element must not hold; JSON itself escapes the controls below U+0020
_UNSAFE = lazy_compile(f"[<>&{_CONTROLS}]")

REMOVED, CAME_BACK = 0, 2
"""The kinds of cuts in an example: a removal, and text that an older ledger removed. 1 is a new removal."""


def page_data(collection: Collection, title: str) -> dict[str, Any]:
    """Return the object that the script reads.

    `rules`, `families`, `languages` and `sites` are lists of rows in descending order of characters. An item of
    `documents` is a row in the order of the fields of `document`; its example is at the same index of `examples`,
    or null. An example is a list of cuts [rule, kind, confidence in percent, reason, line, start, text] and of kept
    texts between them; null stands for kept text that is not known. `start` counts characters.
    """
    examples = collection.examples()
    of_row = {example.row.order: example for example in examples}
    rows = collection.rows(examples)
    strings = _Strings()
    statistics, comparison = collection.statistics, collection.comparison
    whole = sum(example.text is not None for example in examples)
    data = {
        "title": _HIDDEN.sub("\ufffd", title),
        "version": __version__,
        "counts": _counts(collection),
        "blanks": statistics.blanks.as_dict(),
        "repairs": sorted(statistics.repairs.items(), key=lambda item: (-item[1], item[0])),
        "families": [_counted(name, count) for name, count in ranked(statistics.families)],
        "rules": [_rule(collection, name, count) for name, count in ranked(statistics.rules)],
        "languages": [_group(name, count) for name, count in ranked_groups(statistics.languages)],
        "sites": [_group(name, count) for name, count in ranked_groups(statistics.sites)[:_TOP_SITES]],
        "siteCount": len(statistics.sites),
        "lines": [list(line) for line in collection.lines.top(_TOP_LINES)],
        "uncertainty": collection.lines.uncertainty,
        "failures": collection.failures,
        "failureKinds": sorted(statistics.failures.items(), key=lambda item: (-item[1], item[0])),
        "listed": len(rows),
        "shown": len(examples),
        "whole": whole,
        "document": Row._fields,
        "documents": [_row(row, strings) for row in rows],
        "examples": [_example(of_row[row.order], strings) if row.order in of_row else None for row in rows],
        "urls": {order: example.url for order, example in of_row.items() if example.url},
        "comparison": None
        if comparison is None
        else {
            "documents": comparison.documents,
            "unmatched": comparison.unmatched,
            "missing": comparison.missing,
            "goes": sorted(comparison.goes.items(), key=lambda item: (-item[1], item[0])),
            "stays": sorted(comparison.stays.items(), key=lambda item: (-item[1], item[0])),
        },
    }
    keys = "\n".join(f"{example.row.name}\t{example.digest}" for example in examples)
    data["id"] = hashlib.sha256(keys.encode("utf-8", "replace")).hexdigest()[:16]
    data["strings"] = strings.values
    return data


def as_json(data: dict[str, Any]) -> str:
    """Return JSON that a script element can hold: without "<", ">", "&" and invisible controls.

    Lone surrogates, which no browser can show, become U+FFFD.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", _SURROGATE.sub("\ufffd", text))


class _Strings:
    """Numbers for strings that many rows share."""

    def __init__(self) -> None:
        self.values: list[str] = []
        self._numbers: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        if text not in self._numbers:
            self._numbers[text] = len(self.values)
            self.values.append(text)
        return self._numbers[text]


def _counts(collection: Collection) -> dict[str, Any]:
    statistics = collection.statistics
    return {
        "documents": statistics.documents,
        "changed": statistics.changed,
        "repaired": statistics.repaired,
        "failed": statistics.failed,
        "withheld": statistics.withheld,
        "excess": statistics.excess,
        "unmeasured": statistics.unmeasured,
        "characters": statistics.characters,
        "removed": statistics.removed,
        "removals": sum(count.removals for count in statistics.rules.values()),
    }


def _counted(name: str, count: RuleCount) -> list[Any]:
    return [name, count.removals, count.documents, count.characters, round(count.largest, 4)]


def _rule(collection: Collection, name: str, count: RuleCount) -> list[Any]:
    card = collection.cards.get(name)
    return [*_counted(name, count), card.confidence if card else "", card.why if card else ""]


def _group(name: str, count: GroupCount) -> list[Any]:
    return [name, count.documents, count.changed, count.characters, count.removed]


def _row(row: Row, strings: Callable[[str], int]) -> list[Any]:
    values = row._replace(share=None if row.share is None else round(row.share, 4))
    named = values._asdict() | {
        "site": strings(row.site),
        "language": strings(row.language),
        "rules": [strings(rule) for rule in row.rules],
    }
    return list(named.values())


def _example(example: Example, strings: Callable[[str], int]) -> list[Any]:
    return list(_pieces(example, strings))


def _pieces(example: Example, strings: Callable[[str], int]) -> Iterator[Any]:
    """Yield kept texts and cuts in the order of the text."""
    new = [(change.start, change.end) for change in example.changes if change.goes]
    cuts: list[tuple[int, int, list[Any]]] = []
    for piece in example.pieces:
        kind = int(any(start < piece.end and piece.start < end for start, end in new))
        percent = round(100 * piece.confidence)
        cuts.append(
            (
                piece.start,
                piece.end,
                [strings(piece.rule), kind, percent, strings(piece.because), piece.line, piece.start, piece.text],
            )
        )
    for change in example.changes:
        if not change.goes:
            back = example.back[change.start]
            cuts.append((change.start, change.end, [strings(change.rule), CAME_BACK, 0, -1, 0, change.start, back]))
    at, text = 0, example.text
    for start, end, cut in sorted(cuts, key=lambda item: item[:2]):
        if start > at:
            yield text[at:start] if text is not None else None
        yield cut
        at = end
    if text is None:
        yield None
    elif at < len(text):
        yield text[at:]
