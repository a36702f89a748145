"""Formats results as Markdown tables, and fills them into a page."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from speed.measuring import Row, base_of, floor_of
from speed.subjects import HTML_BASE

_LANGUAGE = "language "


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table with the first column aligned left and the others right."""
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        padded = [
            cell.ljust(width) if not at else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(cells, widths))
        ]
        return "| " + " | ".join(padded) + " |"

    rule = "| " + " | ".join("-" * (width - bool(at)) + ":" * bool(at) for at, width in enumerate(widths)) + " |"
    return "\n".join([line(head), rule, *map(line, rows)])


def of_corpus(rows: Sequence[Row]) -> str:
    """Return the table of a corpus: the rates, and the ratios to ftfy or trafilatura and to the floor."""
    base, floor = base_of(rows), floor_of(rows)
    name = "trafilatura" if base and base.subject == HTML_BASE else "json + ftfy"
    head = ["", "MB/s of CPU", "±", f"times {name}", "MB/s by the clock", "documents"]
    if floor:
        head.insert(4, "times slower than the floor")
    body = []
    for row in rows:
        if row.missing:
            body.append([row.label, f"missing: {row.missing}", *[""] * (len(head) - 2)])
            continue
        cells = [row.label, number(row.rate), f"{row.spread:.0%}", number(row.times(base)), number(row.wall)]
        if floor:
            cells.insert(4, number(floor.times(row)))
        body.append([*cells, f"{row.documents:,}"])
    return table(head, body)


def of_languages(rows: Sequence[Row]) -> str:
    """Return the table of languages: cleaner compared with ftfy."""
    body = []
    for corpus in dict.fromkeys(row.corpus for row in rows):
        here = [row for row in rows if row.corpus == corpus]
        base, ours = base_of(here), next(row for row in here if row.subject == "library")
        if base and ours.rates:
            ratio = ours.times(base)
            cells = [number(ours.rate), number(base.rate), number(ratio), f"{ours.documents:,}"]
            body.append((ratio or 0, [corpus.removeprefix(_LANGUAGE), *cells]))
    head = ["language", "cleaner, MB/s of CPU", "json + ftfy", "times", "documents"]
    return table(head, [cells for _, cells in sorted(body, reverse=True)])


def notes(rows: Sequence[Row]) -> list[str]:
    """Return sentences on ratios between rows: workers, the obvious implementation, extraction."""
    found = []
    for corpus in dict.fromkeys(row.corpus for row in rows):
        here = {row.subject: row for row in rows if row.corpus == corpus and row.rates}
        for one, two, what in (
            ("cli", "cli-2", ""),
            ("cli-report", "cli-2-report", " with a report"),
            ("pages-cli", "pages-cli-2", ""),
        ):
            if one in here and two in here:
                faster = _median_ratio(here[two].wall_rates, here[one].wall_rates)
                found.append(f"{corpus}: two workers{what} are {faster:.2f} times one, by the clock")
        if "library" in here and "obvious" in here:
            ratio = here["library"].times(here["obvious"]) or 0
            found.append(f"{corpus}: the library is {number(ratio)} times ftfy + the same rules as re, per line")
        if "cli" in here and "obvious" in here:
            ratio = here["cli"].times(here["obvious"]) or 0
            found.append(f"{corpus}: the command is {number(ratio)} times ftfy + the same rules as re, per line")
        if "pages" in here and "pages-rest" in here:
            share = here["pages"].rate / here["pages-rest"].rate
            found.append(f"{corpus}: everything but extraction is {share:.1%} of the run")
    return found


def _median_ratio(over: Sequence[float], under: Sequence[float]) -> float:
    from statistics import median

    return median(a / b for a, b in zip(over, under, strict=True))


def number(value: float | None) -> str:
    """Format a figure with two or three significant digits."""
    if value is None:
        return ""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def surroundings() -> dict[str, Any]:
    """Return the Python version, system, cores and package versions of the measurement."""
    packages = ("article-cleaner", "ftfy", "google-re2", "trafilatura", "clean-text", "datatrove", "py-data-juicer")
    versions = {}
    for package in packages:
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "versions": versions,
    }


def fill(page: Path, name: str, content: str) -> None:
    """Replace the text between the markers `name` on a page. Raises ValueError if the markers are missing."""
    text = page.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {re.escape(name)} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"{page}: no '<!-- {name} -->' … '<!-- end -->' to fill")
    page.write_text(pattern.sub(lambda match: f"{match[1]}{content}\n{match[2]}", text), encoding="utf-8")
