"""Writes the last lines of a run on standard error."""

from __future__ import annotations

import os
import sys
from collections import Counter
from typing import TYPE_CHECKING

from cleaner.report.statistics import ranked
from cleaner.runner.inputs.discover import SkippedFile
from cleaner.runner.request import CleanRequest
from cleaner.runner.tally import Tally
from cleaner.system.paths import STDIN, display_name, shown
from cleaner.system.terminal import is_terminal, say

if TYPE_CHECKING:
    from cleaner.runner.outputs.journal import Journal


_TOP = 8  # rules
_SUFFIXES, _SHOWN = 1000, 3  # distinct suffixes, and those that the summary names
_WORDS = {  # by kind of reason: singular and plural
    "suffix": ("with an unknown suffix", "with an unknown suffix"),
    "special": ("not a regular file", "not regular files"),
    "broken": ("broken link", "broken links"),
    "link": ("link", "links"),
    "again": ("link to a folder that was read already", "links to folders that were read already"),
}


def counted(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun.

    >>> counted(1, "document"), counted(2000, "document")
    ('1 document', '2,000 documents')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


class SkipCounts:
    """Counts the skipped files of folders. With `tell`, it prints each."""

    def __init__(self, *, tell: bool) -> None:
        self._tell = tell
        self._suffixes: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()

    def __call__(self, passed: SkippedFile) -> None:
        """Count a skipped file."""
        self.kinds[passed.kind] += 1
        if passed.kind == "suffix":
            known = passed.suffix in self._suffixes or len(self._suffixes) < _SUFFIXES
            self._suffixes[passed.suffix if known else "others"] += 1
        if self._tell:
            say(f"{display_name(passed.path)}: {passed.why}; skipped")

    def __str__(self) -> str:
        """Return the counts in words; "" if no file was skipped."""
        if not self.kinds:
            return ""
        parts = [counted(count, *_WORDS[kind]) for kind, count in self.kinds.most_common()]
        if "suffix" in self.kinds:
            at = list(dict(self.kinds.most_common())).index("suffix")
            parts[at] += f" ({self._most()})"
        return f"{self.kinds.total():,} skipped: {', '.join(parts)}"

    def _most(self) -> str:
        most = self._suffixes.most_common(_SHOWN)
        named = [f"{suffix or 'no suffix'} {count:,}" for suffix, count in most]
        rest = self._suffixes.total() - sum(count for _, count in most)
        return ", ".join([*named, f"others {rest:,}"] if rest else named)


def counts(tally: Tally, before: Tally, skipped: SkipCounts, *, wrote: bool) -> str:
    """Return the counts of a run in a line.

    before: the part of `tally` that an earlier run has finished. wrote: whether the run wrote the changed text.
    """
    lost = tally.failures["unreadable"]
    earlier = f" ({before.documents:,} of them by an earlier run)" if before.documents else ""
    parts = [
        counted(tally.documents, "document") + earlier,
        f"{tally.changed:,} {'changed' if wrote else 'would change'}",
        f"{counted(tally.removed, 'character')} ({share(tally)}){' removed' if wrote else ''}",
        f"{tally.failed - lost:,} failed{_kinds(tally.failures)}",
    ]
    if lost:
        parts.append(f"{counted(lost, 'input')} could not be read")
    if skipped.kinds:
        parts.append(str(skipped))
    return ", ".join(parts)


def pace(tally: Tally, before: Tally, seconds: float) -> str:
    """Return the duration of a run and its rate in a second."""
    speed = (tally.documents - before.documents) / seconds if seconds >= 1 else 0
    return clock(seconds) + (f", {counted(round(speed), 'document')}/s" if speed else "")


def details(tally: Tally) -> list[str]:
    """Return the further lines of --verbose."""
    lines = []
    rules = ranked(tally.cleaned.rules)[:_TOP]
    if rules:
        lines.append(f"most characters: {', '.join(f'{rule} {count.characters:,}' for rule, count in rules)}")
    if tally.cleaned.repairs:
        repairs = ", ".join(f"{rule} {count:,}" for rule, count in tally.cleaned.repairs.most_common())
        lines.append(f"repaired lines: {repairs}")
    if (most := tally.cleaned.largest).share:
        lines.append(f"largest share: {most.share:.0%} of {shown(most.name or STDIN)}")
    if tally.skipped:
        some = (
            "record of an archive that is neither page nor text",
            "records of archives that are neither pages nor texts",
        )
        lines.append(f"passed over: {counted(tally.skipped, *some)}")
    return lines


def _kinds(failures: Counter[str]) -> str:
    kinds = [f"{kind} {count:,}" for kind, count in failures.most_common() if kind != "unreadable"]
    return f" ({', '.join(kinds)})" if kinds else ""


def not_found(tally: Tally, options: dict[str, str], url: str) -> str:
    """Return a sentence that names the requested fields that no record has; "" if every field was found.

    options: the requested fields, with the options that name them. url: the field that selects the site; "" if no
    site has settings.
    """
    if not tally.records:
        return ""
    asked = options | ({url: "--url-field"} if url else {})
    missing = [f"{name!r} ({option})" for name, option in asked.items() if not tally.fields[name]]
    if not missing:
        return ""
    so = ", so no site's settings were used" if url and not tally.fields[url] else ""
    return f"no record has a field {' or '.join(missing)}{so}"


def share(tally: Tally) -> str:
    """Return the share of the text that was removed."""
    return f"{tally.removed / tally.characters:.1%}" if tally.removed else "0%"


def clock(seconds: float) -> str:
    """Return a duration in words."""
    if seconds < 60:
        return f"{max(seconds, 0):.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"


def summary_lines(
    request: CleanRequest,
    tally: Tally,
    before: Tally,
    skipped: SkipCounts,
    seconds: float,
    *,
    joined: int,
    sites: bool,
) -> list[str]:
    """Return the summary of a run, and warnings about options that had no effect.

    before: the part of `tally` that an earlier run has finished. joined: the number of inputs in one output file.
    sites: whether some sites have settings of their own.
    """
    if request.verbosity < 0:
        return []
    inputs = tally.documents + tally.failures["unreadable"]
    several = request.takes_folder or (bool(request.output or request.in_place) and inputs > 1)
    said = counts(tally, before, skipped, wrote=not (request.check or request.diff))
    lines = []
    if request.verbosity > 0 or (several and is_terminal(sys.stderr)):
        lines = [f"{said}; {pace(tally, before, seconds)}", *details(tally)]
    elif skipped.kinds or (tally.failed and inputs > 1):
        lines = [said]
    fields = request.reading.fields
    if missing := not_found(tally, fields.options, fields.url if sites else ""):
        lines.append(missing)
    if joined > 1 and request.output and not os.path.splitext(request.output)[1]:
        name = display_name(request.output)
        lines.append(f"{counted(joined, 'input')} joined in {name}; {name}/ makes a folder")
    return lines


def resume_hint(request: CleanRequest, journal: Journal | None) -> list[str]:
    """Return a line that says how to continue an interrupted run; no line if it cannot be resumed."""
    if journal is None or not journal.is_useful or not request.can_resume:
        return []
    return [f"go on with: the same command{'' if request.resume else ' and --resume'}"]
