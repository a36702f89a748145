"""Reads ledgers and prints their counts as tables with bars, or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence

from cleaner.report.statistics import GroupCount, RuleCount, Statistics, ranked, ranked_groups
from cleaner.review.ledgers import entries_in, ledger_files
from cleaner.runner.messages.summary import counted
from cleaner.system.errors import StreamError
from cleaner.system.paths import STDIN, shown
from cleaner.system.streams import StandardOutput
from cleaner.system.terminal import bold, safe, safe_json, say, wants_colour
from cleaner.version import __version__

_DONE, _FAILED = 0, 3
_BAR = 10  # columns
_EIGHTHS = " ▏▎▍▌▋▊▉"
_NAME = 34  # columns of a name, at most
_NONE = "(not stated)"


def run(paths: Sequence[str], *, top: int, as_json: bool) -> int:
    """Count ledgers, print the counts and return the exit code. `top` limits the rows of a table; 0 shows all."""
    counts, files, failed = Statistics(), 0, False
    for path in ledger_files(paths):
        files += 1
        try:
            for _ in entries_in(path, counts.add_entry):
                pass
        except StreamError as error:
            say(f"error: {error}")
            failed = True
    if failed and not (counts.documents or counts.failed):
        return _FAILED
    if as_json:
        figures = {"schema_version": 1, "program": "cleaner", "program_version": __version__} | counts.as_dict()
        text = safe_json(json.dumps(figures, ensure_ascii=False, indent=2)) + "\n"
    else:
        text = tables(counts, files, top=top, colour=wants_colour(sys.stdout))
    with StandardOutput() as out:
        out.write(text.encode("utf-8", "backslashreplace"))
        out.commit()
    return _FAILED if failed else _DONE


def tables(counts: Statistics, files: int, *, top: int = 20, colour: bool = False) -> str:
    """Return the counts of so many ledgers as text of at most 80 columns, unless a name is long."""
    blocks = [_summary(counts, files)]
    for title, rules in (("rule", counts.rules), ("family", counts.families)):
        if rules:
            blocks.append(_rules(title, rules, counts.removed, top))
    for title, groups in (("language", counts.languages), ("site", counts.sites)):
        if set(groups) - {""}:
            blocks.append(_groups(title, groups, top))
    lines = [line for block in blocks for line in ("", *block)][1:]
    return "".join(f"{bold(safe(line)) if colour and line.startswith('By ') else safe(line)}\n" for line in lines)


def _summary(counts: Statistics, files: int) -> list[str]:
    changed = f"{counts.changed:,} changed{_percent(counts.changed, counts.documents)}"
    removed = f"{counts.removed:,} removed{_percent(counts.removed, counts.characters)}"
    rows = [
        ("ledgers", f"{files:,}"),
        ("documents", f"{counts.documents:,}, {changed}"),
        ("characters", f"{counts.characters:,}, {removed}"),
    ]
    if counts.unmeasured:
        rows.append(
            ("unmeasured", f"{counted(counts.unmeasured, 'document')} of older ledgers, whose lengths are unknown")
        )
    if most := counts.largest.share:
        rows.append(("largest share", f"{most:.1%} of {counts.largest.name or shown(STDIN)}"))
    blanks = counts.blanks
    if blanks.removals:
        share = f"{blanks.characters / counts.removed:.1%} of what went" if counts.removed else ""
        rows.append(("blank lines", f"{counted(blanks.characters, 'character')}, {share}"))
    if counts.repairs:
        by_rule = ", ".join(f"{rule} {count:,}" for rule, count in counts.repairs.most_common())
        rows.append(
            ("repaired lines", f"{counts.repairs.total():,} in {counted(counts.repaired, 'document')}: {by_rule}")
        )
    if counts.withheld:
        rows.append(("withheld", f"{counted(counts.withheld, 'document')}, where only certain rules ran"))
    if counts.excess:
        rows.append(("excess", f"{counted(counts.excess, 'document')} lost more than the budget even so"))
    if counts.failed:
        kinds = ", ".join(f"{kind} {count:,}" for kind, count in counts.failures.most_common())
        rows.append(("failed", f"{counted(counts.failed, 'document')}: {kinds}"))
    return [f"{name:15} {value}" for name, value in rows]


def _percent(part: int, whole: int) -> str:
    return f" ({part / whole:.1%})" if whole else ""


def _rules(title: str, counts: Mapping[str, RuleCount], removed: int, top: int) -> list[str]:
    found = ranked(counts)
    shown_rows = found[:top] if top else found
    most = max((count.characters for _, count in found), default=0)
    width = max(len("(66 others)"), len(f"By {title}"), *(min(len(name), _NAME) for name, _ in shown_rows))
    lines = [f"{f'By {title}':{width}} {'characters':>11} {'share':>6} {'documents':>9} {'removals':>9}"]
    for name, count in shown_rows:
        lines.append(_row(name, width, count, removed) + " " + bar(count.characters, most))
    if rest := found[len(shown_rows) :]:
        others = RuleCount()
        for _, count in rest:
            others.add(count)
        # a document that several of them changed would count twice
        lines.append(_row(f"({len(rest):,} others)", width, others, removed, documents=""))
    return [line.rstrip() for line in lines]


def _row(name: str, width: int, count: RuleCount, removed: int, documents: str | None = None) -> str:
    share = count.characters / removed if removed else 0.0
    seen = f"{count.documents:,}" if documents is None else documents
    return f"{_cut(name):{width}} {count.characters:>11,} {share:>6.1%} {seen:>9} {count.removals:>9,}"


def _groups(title: str, groups: Mapping[str, GroupCount], top: int) -> list[str]:
    found = ranked_groups(groups)
    shown_rows = found[:top] if top else found
    most = max((count.removed for _, count in found), default=0)
    names = [_cut(name or _NONE) for name, _ in shown_rows]
    width = max(len("(66 others)"), len(f"By {title}"), *map(len, names))
    lines = [f"{f'By {title}':{width}} {'removed':>11} {'share':>6} {'documents':>9} {'changed':>9}"]
    for name, (_, count) in zip(names, shown_rows, strict=True):
        lines.append(_group(name, width, count) + " " + bar(count.removed, most))
    if rest := found[len(shown_rows) :]:
        others = GroupCount()
        for _, count in rest:
            others.add(count)
        lines.append(_group(f"({len(rest):,} others)", width, others))
    return [line.rstrip() for line in lines]


def _group(name: str, width: int, count: GroupCount) -> str:
    return f"{name:{width}} {count.removed:>11,} {count.share:>6.1%} {count.documents:>9,} {count.changed:>9,}"


def _cut(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"


def bar(value: int, most: int, columns: int = _BAR) -> str:
    """Return a bar as long as `value` is of `most`, in eighths of a column; at least one eighth for a value.

    >>> bar(3, 4, 2), bar(0, 4, 2)
    ('█▌', '')
    """
    eighths = max(round(8 * columns * value / most), 1) if value and most else 0
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()
