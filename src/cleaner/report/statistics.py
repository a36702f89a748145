"""Counts over many documents: by rule, family, language and site, from results or from ledger entries.

Both sources give the same counts. Memory grows with the number of distinct rules, languages and sites, but not with
the number of documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cleaner.core.findings import LAYOUT
from cleaner.core.hosts import host_of
from cleaner.core.result import Result

UNKNOWN = "unknown"
BLANK_LINE = "blank line"
"""The failure of a blank line of records. It has a ledger entry, but it is no document."""
_NUMBERS = ("documents", "changed", "repaired", "withheld", "excess", "unmeasured", "characters", "removed")


class RuleCount:
    """What one rule or family removed: removals, documents that it changed, characters.

    `largest` is the largest share of one document that it removed, from 0 to 1; 0 if no length is known.
    """

    __slots__ = ("characters", "documents", "largest", "removals")

    def __init__(self, removals: int = 0, documents: int = 0, characters: int = 0, largest: float = 0.0) -> None:
        self.removals = removals
        self.documents = documents
        self.characters = characters
        self.largest = largest

    def add(self, other: RuleCount) -> None:
        """Add the counts of other documents."""
        self.removals += other.removals
        self.documents += other.documents
        self.characters += other.characters
        self.largest = max(self.largest, other.largest)

    def as_dict(self) -> dict[str, Any]:
        """Return the counts for JSON."""
        return {
            "removals": self.removals,
            "documents": self.documents,
            "characters": self.characters,
            "largest": self.largest,
        }


class GroupCount:
    """The documents of one language or site: all, changed ones, their characters and those removed."""

    __slots__ = ("changed", "characters", "documents", "removed")

    def __init__(self, documents: int = 0, changed: int = 0, characters: int = 0, removed: int = 0) -> None:
        self.documents = documents
        self.changed = changed
        self.characters = characters
        self.removed = removed

    def add(self, other: GroupCount) -> None:
        """Add the counts of other documents."""
        self.documents += other.documents
        self.changed += other.changed
        self.characters += other.characters
        self.removed += other.removed

    @property
    def share(self) -> float:
        """The share of the characters that was removed, from 0 to 1."""
        return self.removed / self.characters if self.characters else 0.0

    def as_dict(self) -> dict[str, Any]:
        """Return the counts for JSON."""
        return {
            "documents": self.documents,
            "changed": self.changed,
            "characters": self.characters,
            "removed": self.removed,
        }


class Largest(NamedTuple):
    """The document that lost the largest share of its characters: from 0 to 1, its name, and the counts."""

    share: float = 0.0
    name: str = ""
    removed: int = 0
    characters: int = 0


class _Seen(NamedTuple):
    """One document as it is counted. `characters` is None in a ledger that does not tell."""

    name: str
    url: str | None
    language: str | None
    characters: int | None
    removals: Iterable[tuple[str, int]]
    repairs: list[str]
    withheld: bool
    excess: bool


class Statistics:
    """Counts of documents, removals, characters and repairs.

    documents: cleaned documents, without failed ones. changed: those with a removal or a repair. repaired: those
    with a repair. removed: removed characters, those of blank lines included. withheld, excess: documents that the
    budget flagged. unmeasured: documents of older ledgers, which do not record the length of the text; they count
    neither in `characters` nor in a share.

    rules, families: a RuleCount by name, without the family LAYOUT. blanks: a RuleCount of that family.
    repairs: repaired lines by rule. failures: failed documents by kind. languages, sites: a GroupCount by name, ""
    where unknown; a site is the host without "www.". With `groups` false, languages and sites stay empty.
    """

    def __init__(self, *, groups: bool = True) -> None:
        self.groups = groups
        self.documents = self.changed = self.repaired = self.withheld = self.excess = self.unmeasured = 0
        self.characters = self.removed = 0
        self.rules: dict[str, RuleCount] = {}
        self.families: dict[str, RuleCount] = {}
        self.blanks = RuleCount()
        self.repairs: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self.languages: dict[str, GroupCount] = {}
        self.sites: dict[str, GroupCount] = {}
        self.largest = Largest()

    @property
    def failed(self) -> int:
        """The number of failed documents."""
        return self.failures.total()

    @property
    def share(self) -> float:
        """The share of the characters that was removed, from 0 to 1."""
        return self.removed / self.characters if self.characters else 0.0

    def add_result(self, result: Result) -> None:
        """Count a cleaned document."""
        document = result.document
        self._add(
            _Seen(
                document.origin.source or "",
                document.url,
                document.language,
                len(document.text),
                ((removal.rule, removal.span.end - removal.span.start) for removal in result.removals),
                [repair.rule for repair in document.repairs],
                result.withheld is not None,
                result.excess is not None,
            )
        )

    def add_entry(self, entry: Mapping[str, Any]) -> None:
        """Count a ledger entry. Raises ValueError if it is not one that `cleaner` wrote."""
        try:
            if "failure" in entry:
                if entry["failure"] != BLANK_LINE:
                    self.fail(entry.get("kind") or UNKNOWN)
                return
            self._add(_seen(entry))
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not a ledger entry: {type(error).__name__}: {error}") from None

    def fail(self, kind: str) -> None:
        """Count a failed document."""
        self.failures[kind] += 1

    def _add(self, seen: _Seen) -> None:
        rules: dict[str, RuleCount] = {}
        families: dict[str, RuleCount] = {}
        removed = 0
        for rule, size in seen.removals:
            removed += size
            for counts, name in ((rules, rule), (families, rule.partition("/")[0])):
                count = counts.setdefault(name, RuleCount(documents=1))
                count.removals += 1
                count.characters += size
        length = seen.characters
        if length:
            for count in (*rules.values(), *families.values()):
                count.largest = count.characters / length
        blanks = families.pop(LAYOUT, None)
        if blanks is not None:
            self.blanks.add(blanks)
            rules = {rule: count for rule, count in rules.items() if not rule.startswith(f"{LAYOUT}/")}
        _merge(self.rules, rules)
        _merge(self.families, families)
        changed = bool(removed or seen.repairs)
        self.documents += 1
        self.changed += changed
        self.repaired += bool(seen.repairs)
        self.repairs.update(rule or f"repair/{UNKNOWN}" for rule in seen.repairs)
        self.withheld += seen.withheld
        self.excess += seen.excess
        self.removed += removed
        self.unmeasured += length is None
        self.characters += length or 0
        if length and removed / length > self.largest.share:
            self.largest = Largest(removed / length, seen.name, removed, length)
        if self.groups:
            group = GroupCount(1, int(changed), length or 0, removed)
            _merge(self.languages, {seen.language or "": group})
            _merge(self.sites, {site_of(seen.url): group})

    def merge(self, other: Statistics) -> None:
        """Add the counts of documents that come after these."""
        for name in _NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("rules", "families", "languages", "sites"):
            _merge(getattr(self, name), getattr(other, name))
        self.blanks.add(other.blanks)
        self.repairs.update(other.repairs)
        self.failures.update(other.failures)
        if other.largest.share > self.largest.share:
            self.largest = other.largest

    def as_dict(self) -> dict[str, Any]:
        """Return the counts for JSON. Rules and families come in descending order of characters."""
        counts: dict[str, Any] = {name: getattr(self, name) for name in _NUMBERS}
        counts |= {
            "largest": self.largest._asdict(),
            "rules": {name: count.as_dict() for name, count in ranked(self.rules)},
            "families": {name: count.as_dict() for name, count in ranked(self.families)},
            "blanks": self.blanks.as_dict(),
            "repairs": dict(_by_count(self.repairs)),
            "failures": dict(_by_count(self.failures)),
        }
        if self.groups:
            counts["languages"] = {name: count.as_dict() for name, count in ranked_groups(self.languages)}
            counts["sites"] = {name: count.as_dict() for name, count in ranked_groups(self.sites)}
        return counts

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Statistics:
        """Return the statistics of a result of `as_dict`."""
        found = cls(groups="sites" in data)
        for name in _NUMBERS:
            setattr(found, name, data[name])
        found.largest = Largest(**data["largest"])
        found.rules = {name: RuleCount(**count) for name, count in data["rules"].items()}
        found.families = {name: RuleCount(**count) for name, count in data["families"].items()}
        found.blanks = RuleCount(**data["blanks"])
        found.repairs, found.failures = Counter(data["repairs"]), Counter(data["failures"])
        found.languages = {name: GroupCount(**count) for name, count in data.get("languages", {}).items()}
        found.sites = {name: GroupCount(**count) for name, count in data.get("sites", {}).items()}
        return found


def ranked(counts: Mapping[str, RuleCount]) -> list[tuple[str, RuleCount]]:
    """Return rules or families in descending order of characters, then of removals, then by name."""
    return sorted(counts.items(), key=lambda item: (-item[1].characters, -item[1].removals, item[0]))


def ranked_groups(groups: Mapping[str, GroupCount]) -> list[tuple[str, GroupCount]]:
    """Return languages or sites in descending order of removed characters, then of documents, then by name."""
    return sorted(groups.items(), key=lambda item: (-item[1].removed, -item[1].documents, item[0]))


def site_of(url: str | None) -> str:
    """Return the host of an address without "www.", or "" if it has none."""
    return host_of(url).removeprefix("www.")


def name_of(entry: Mapping[str, Any]) -> str:
    """Return the name of the document of a ledger entry: its source, or the id of its record, or ""."""
    source = entry["origin"]["source"] if "origin" in entry else entry["source"]
    return source or ("" if entry.get("id") is None else str(entry["id"]))


def _seen(entry: Mapping[str, Any]) -> _Seen:
    return _Seen(
        name_of(entry),
        entry.get("url"),
        entry["language"],
        entry.get("characters"),
        [(removal["rule"], removal["end"] - removal["start"]) for removal in entry["removals"]],
        [repair.get("rule", "") for repair in entry["repairs"]],
        entry["withheld"] is not None,
        entry.get("excess") is not None,
    )


def _merge(into: dict[str, Any], counts: Mapping[str, Any]) -> None:
    for name, count in counts.items():
        if name in into:
            into[name].add(count)
        else:
            into[name] = type(count)(**count.as_dict())


def _by_count(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
