"""The removals as SARIF 2.1.0, for viewers of code scanning results. Written one entry after the other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from cleaner.core.document import PAGE
from cleaner.core.findings import is_layout
from cleaner.core.regex import lazy_compile
from cleaner.matching.card import Card
from cleaner.report.statistics import BLANK_LINE, name_of
from cleaner.version import __version__

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_RECORD = lazy_compile(r"(?s)(.*):([1-9]\d*)")
_MAX_SNIPPET = 300  # characters
_FAILED = "failed"


class Sarif:
    """A SARIF log with one run. A removal is a result of level "note", a failure one of level "error".

    The region of a removal counts lines and characters of the repaired text. For a record it is the line of the
    record, and a page has none, because the ledger knows no place in it. Blank lines are left out.
    """

    def __init__(self, cards: Iterable[Card] = ()) -> None:
        self._cards = {card.id: card for card in cards}
        self._used: dict[str, None] = {}
        self._begun = False

    def add(self, entry: Mapping[str, Any], text: str | None = None) -> str:  # noqa: ARG002
        """Return the results of an entry as JSON. Raises ValueError if it is no entry."""
        try:
            results = list(self._results(entry))
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not a ledger entry: {type(error).__name__}: {error}") from None
        return "".join(self._begin() + _dumps(result) for result in results)

    def end(self) -> str:
        """Return the end of the log: the rules that were used."""
        head = "" if self._begun else self._head()
        driver = {
            "name": "cleaner",
            "version": __version__,
            "semanticVersion": __version__,
            "rules": [self._rule(rule) for rule in sorted(self._used)],
        }
        return f'{head}\n],"columnKind":"unicodeCodePoints","tool":{_dumps({"driver": driver})}}}]}}\n'

    def _begin(self) -> str:
        if self._begun:
            return ",\n"
        self._begun = True
        return self._head() + "\n"

    def _head(self) -> str:
        return f'{{"$schema":{_dumps(SCHEMA)},"version":"2.1.0","runs":[{{"results":['

    def _results(self, entry: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
        name = name_of(entry)
        if "failure" in entry:
            if entry["failure"] != BLANK_LINE:
                yield self._result(_FAILED, "error", entry["failure"], _location(name, None))
            return
        is_page = entry["origin"]["format"] == PAGE
        record = _record_of(entry, name)
        for removal in entry["removals"]:
            if is_layout(removal["rule"]):
                continue
            removed = "".join(removal["text"])
            region: dict[str, Any] | None = {
                "startLine": removal["line"],
                "endLine": removal["line"] + removed.removesuffix("\n").count("\n"),
                "charOffset": removal["start"],
                "charLength": removal["end"] - removal["start"],
                "snippet": {"text": removed[:_MAX_SNIPPET]},
            }
            if record:
                region = {"startLine": int(record[2]), "snippet": {"text": removed[:_MAX_SNIPPET]}}
            elif is_page:
                region = None
            shown = " ".join(removed.split())[:_MAX_SNIPPET]
            place = _location(record[1] if record else name, region)
            yield self._result(removal["rule"], "note", f"{removal['because']}: {shown}", place)

    def _result(self, rule: str, level: str, message: str, location: dict[str, Any]) -> dict[str, Any]:
        self._used[rule] = None
        return {"ruleId": rule, "level": level, "message": {"text": message}, "locations": [location]}

    def _rule(self, rule: str) -> dict[str, Any]:
        card = self._cards.get(rule)
        why = "The input could not be cleaned." if rule == _FAILED else card.why if card else rule
        described: dict[str, Any] = {"id": rule, "shortDescription": {"text": why}}
        if card:
            described["properties"] = {"confidence": card.confidence, "family": card.family}
        return described


def _record_of(entry: Mapping[str, Any], name: str) -> Any:
    """Return the match of FILE:NUMBER for a record, which states no encoding; None for a file."""
    return _RECORD.fullmatch(name) if entry["origin"]["encoding"] is None else None


def _location(name: str, region: dict[str, Any] | None) -> dict[str, Any]:
    uri = quote(name or "standard input", safe="/", errors="replace")
    place: dict[str, Any] = {"artifactLocation": {"uri": f"file://{uri}" if uri.startswith("/") else uri}}
    if region is not None:
        place["region"] = region
    return {"physicalLocation": place}


def _dumps(value: object) -> str:
    # ASCII, because a lone surrogate has no other form
    return json.dumps(value, separators=(",", ":"))
