"""A unified diff from the decoded input to the clean text, built from recorded changes instead of a comparison.

The rules stand where `patch` and `git apply` read nothing: each finding on a line with # above the header, and the
rules of each hunk behind its second @@.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.findings import finding_lines, is_layout
from cleaner.core.removal import Removal

_CONTEXT = 3  # unchanged lines around a change


class _Step(NamedTuple):
    """Lines of the input, the lines of the output that replace them, and the rules that did it."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    rules: tuple[str, ...] = ()


def unified(document: Document, removals: Sequence[Removal], name: str) -> Iterator[str]:
    """Yield the lines of the diff with line breaks, or none if nothing changed."""
    steps = list(_steps(document, removals))
    if all(step.old == step.new for step in steps):
        return
    yield from (f"# {line}\n" for line in finding_lines(name, document, removals))
    # A tab ends the name, so that patch accepts a name with spaces.
    name = name.encode("utf-8", "backslashreplace").decode().replace("\n", "\\n")
    yield f"--- {name}\t\n"
    yield f"+++ {name}\t(clean)\n"
    yield from _hunks(steps)


def _steps(document: Document, removals: Sequence[Removal]) -> Iterator[_Step]:
    repairs = {repair.line: repair for repair in document.repairs}
    lines = list(_lines(document, removals))
    at, line = 0, 1
    while at < len(lines):
        repair = repairs.get(line)
        count = repair.after.count("\n") + 1 if repair else 1
        group = lines[at : at + count]
        if repair:
            ending = "\n" if group[-1][0].endswith("\n") else ""
            old: tuple[str, ...] = (repair.before + ending,)
            rules = [repair.rule]
        else:
            old, rules = (group[0][0],), []
        rules += [rule for _, _, found in group for rule in found]
        yield _Step(old, tuple(new for _, new, _ in group if new), tuple(rules))
        at += count
        line += 1


def _lines(document: Document, removals: Sequence[Removal]) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each line of the document with its line break, its text after the removals, and their rules."""
    text, at, index = document.text, 0, 0
    while at < len(text):
        stop = text.find("\n", at) + 1 or len(text)
        kept, position, rules = [], at, []
        while index < len(removals) and removals[index].span.start < stop:
            start, end = removals[index].span
            kept.append(text[position:start])
            position = end
            rules.append(removals[index].rule)
            index += 1
        kept.append(text[position:stop])
        yield text[at:stop], "".join(kept), rules
        at = stop


def _hunks(steps: list[_Step]) -> Iterator[str]:
    changed = [index for index, step in enumerate(steps) if step.old != step.new]
    groups: list[list[int]] = []
    for index in changed:
        if groups and index - groups[-1][1] <= 2 * _CONTEXT:
            groups[-1][1] = index
        else:
            groups.append([index, index])
    old_line = new_line = 0
    done = 0
    for first, last in groups:
        start, stop = max(first - _CONTEXT, done), min(last + _CONTEXT + 1, len(steps))
        old_line += sum(len(step.old) for step in steps[done:start])
        new_line += sum(len(step.new) for step in steps[done:start])
        body = list(_hunk_lines(steps[start:stop]))
        old = sum(line[0] in " -" for line in body)
        new = sum(line[0] in " +" for line in body)
        yield f"@@ -{_range(old_line, old)} +{_range(new_line, new)} @@{_section(steps[start:stop])}\n"
        for line in body:
            yield line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
        old_line += old
        new_line += new
        done = stop


def _section(steps: list[_Step]) -> str:
    """Return the rules of a hunk with their counts, in the order of their first lines, as its head shows them."""
    counts = Counter(rule for step in steps for rule in step.rules if rule and not is_layout(rule))
    named = (rule if count == 1 else f"{rule} x{count}" for rule, count in counts.items())
    return f" {', '.join(named)}" if counts else ""


def _hunk_lines(steps: list[_Step]) -> Iterator[str]:
    pending: list[str] = []
    for step in steps:
        if step.old == step.new:
            yield from pending
            pending = []
            yield from (" " + line for line in step.old)
        else:
            yield from ("-" + line for line in step.old)
            pending += ["+" + line for line in step.new]
    yield from pending


def _range(before: int, count: int) -> str:
    start = before + 1 if count else before
    return str(start) if count == 1 else f"{start},{count}"
