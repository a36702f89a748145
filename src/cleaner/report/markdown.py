"""A summary of a ledger in Markdown, short enough for the comment of a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cleaner.core.findings import is_layout
from cleaner.core.regex import lazy_compile
from cleaner.report.collection import Collection, Example, Row
from cleaner.report.statistics import ranked

_RULES, _DOCUMENTS, _EXAMPLES, _FAILURES, _LINES = 20, 15, 30, 20, 10
_MAX_CELL = 120  # characters
_SPECIAL = lazy_compile(r"[\\`*_{}\[\]<>()#+!|~@$&]")
_CONTROL = lazy_compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def markdown(collection: Collection, title: str) -> str:
    """Return the summary: counts, rules, documents to look at first, examples of their removals, failures."""
    return "\n".join(_lines(collection, title)) + "\n"


def cell(text: str) -> str:
    """Return a text as the content of a table cell: one line, shortened, without markup and controls.

    >>> cell("a | <b>\\n*c*")
    'a \\\\| \\\\<b\\\\> \\\\*c\\\\*'
    """
    line = _CONTROL.sub("\ufffd", " ".join(text.split()))
    if len(line) > _MAX_CELL:
        line = line[: _MAX_CELL - 1] + "…"
    return _SPECIAL.sub(lambda match: "\\" + match[0], line)


def _lines(collection: Collection, title: str) -> Iterator[str]:
    statistics, comparison = collection.statistics, collection.comparison
    share = f", {statistics.share:.1%}" if not statistics.unmeasured else ""
    yield f"# {cell(title)}"
    yield ""
    yield (
        f"**{statistics.documents:,}** documents, **{statistics.changed:,}** changed, "
        f"**{statistics.failed:,}** failed; **{statistics.removed:,}** characters removed{share}. "
        f"Over the budget: {statistics.withheld + statistics.excess:,}."
    )
    if comparison is not None:
        yield ""
        yield (
            f"Against the older ledger, **{comparison.documents:,}** documents differ: "
            f"**{sum(comparison.goes.values()):,}** characters go that stayed, "
            f"**{sum(comparison.stays.values()):,}** stay that went."
        )
    rules = ranked(statistics.rules)
    if rules:
        heads = ("Rule", "Characters", "Documents", "Removals")
        rows = [(f"`{rule}`", f"{n.characters:,}", f"{n.documents:,}", f"{n.removals:,}") for rule, n in rules]
        yield from _table("Rules", heads, rows[:_RULES], len(rows))
    changed = [row for row in collection.rows() if row.removals or row.goes or row.stays]
    if changed:
        columns = ("Document", "Lost", "Removals", "Least sure", "")
        total = statistics.changed if comparison is None else len(changed)
        yield from _table("Look at these first", columns, [_row(row) for row in changed[:_DOCUMENTS]], total)
        yield from _removed(collection.examples())
    lines = collection.lines.top(_LINES)
    if lines:
        rows = [(cell(line.text), f"`{line.rule}`", f"{line.removals:,}", "") for line in lines]
        yield from _table("Lines that went most often", ("Line", "Rule", "Times", ""), rows, len(rows))
    if collection.failures:
        rows = [(cell(name), cell(why), "", "") for name, why in collection.failures[:_FAILURES]]
        yield from _table("Failures", ("Input", "Reason", "", ""), rows, statistics.failed)


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], total: int) -> Iterator[str]:
    used = [at for at, head in enumerate(heads) if head or any(row[at] for row in rows)]
    yield ""
    yield f"## {title}"
    yield ""
    yield "| " + " | ".join(heads[at] for at in used) + " |"
    yield "| " + " | ".join("---:" if _is_number(rows[0][at]) else "---" for at in used) + " |"
    for row in rows:
        yield "| " + " | ".join(row[at] for at in used) + " |"
    if total > len(rows):
        yield ""
        yield f"{total - len(rows):,} more."


def _is_number(text: str) -> bool:
    return text[:1].isdigit() and text.replace(",", "").replace(".", "").removesuffix(" %").isdigit()


def _row(row: Row) -> tuple[str, ...]:
    flags = [
        "over the budget" if row.withheld is not None or row.excess is not None else "",
        f"{row.goes:,} more go" if row.goes else "",
        f"{row.stays:,} stay" if row.stays else "",
    ]
    lost = f"{row.removed:,}" if row.share is None else f"{100 * row.share:.1f} %"
    return cell(row.name), lost, f"{row.removals:,}", f"{100 * row.lowest:.0f} %", ", ".join(filter(None, flags))


def _removed(examples: Iterable[Example]) -> Iterator[str]:
    """Yield the least sure removals of the documents to look at first, folded."""
    found = [
        (piece.confidence, example.row.name, piece)
        for example in list(examples)[:_DOCUMENTS]
        for piece in example.pieces
        if not is_layout(piece.rule)
    ]
    found.sort(key=lambda item: item[0])
    if not found:
        return
    yield ""
    yield "<details><summary>Removals that are least sure</summary>"
    yield ""
    yield "| Document | Line | Rule | Removed |"
    yield "| --- | ---: | --- | --- |"
    for _, name, piece in found[:_EXAMPLES]:
        yield f"| {cell(name)} | {piece.line:,} | `{piece.rule}` | {cell(piece.text)} |"
    yield ""
    yield "</details>"
