"""Speed beside what users would run instead: make bench [CORPUS=articles.jsonl.gz] [PAGES=pages.jsonl.gz] [ARGS=…]

Every subject runs in a process of its own, in turn with the others, on the same documents; figures are medians of
CPU time. Nothing is downloaded. A peer that is not installed is said to be missing. docs/performance.md tells more.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from speed import corpora, obvious, plot, startup, tables
from speed.measuring import Row, Server, measure
from speed.subjects import ON_LANGUAGES, SUBJECTS

_ALL = ("english", "mixed", "mojibake", "html", "languages")
_LANGUAGE_SECONDS = 0.25  # of the time that the others take


def main() -> int:
    """Measure, print, and write what is asked for; the exit code."""
    chosen = _arguments()
    names = chosen.corpora.split(",")
    if unknown := set(names) - set(_ALL):
        print(
            f"bench: no corpus is called {', '.join(sorted(unknown))}; known are {', '.join(_ALL)}", file=sys.stderr
        )
        return 2
    for path in (chosen.corpus, chosen.pages):
        if path and not path.exists():
            print(f"bench: {path} is not there", file=sys.stderr)
            return 2
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place)
        _tell("writing the corpora")
        made = corpora.make(folder, names, chosen.corpus, chosen.pages, chosen.megabytes)
        rows = _rows(made, folder, chosen)
        sample = json.loads(made[0].path.read_bytes().split(b"\n", 1)[0]).get("text", "Rain fell.")
        starts = startup.measure(sample, rounds=chosen.rounds, tell=_tell) if chosen.start else []
        texts = (
            [json.loads(line)["text"] for line in open(made[0].path, "rb").readlines()[:20]]
            if not made[0].is_html
            else []
        )
    _tell("")
    shown = _tables(rows, starts)
    if texts:
        compared, differ, refused = obvious.agreement(texts)
        said = f"`re` and RE2 were asked {compared:,} times about a line and disagreed {differ:,} times"
        shown["re"] = f"{said}; rules that `re` cannot take: {', '.join(refused) or 'none'}."
    source = "the corpus given" if chosen.corpus else "the project's own texts"
    around = tables.surroundings()
    versions = ", ".join(f"{name} {version}" for name, version in around["versions"].items())
    system = f"Python {around['python']}, {around['system']}, {around['cores']} cores"
    about = f"{source}; {chosen.rounds} rounds; {system}; {versions}"
    shown["about"] = f"Measured on {about}."
    for name, content in shown.items():
        print(f"\n{name}\n\n{content}")
    if chosen.json:
        data = {
            "about": around,
            "rows": [row.as_dict() for row in rows],
            "start": [one._asdict() for one in starts],
        }
        chosen.json.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    if chosen.plot:
        chosen.plot.write_text(_plot(rows), encoding="utf-8")
    if chosen.page:
        for name, content in shown.items():
            tables.fill(chosen.page, f"bench {name}", content)
    return 0


def _rows(made: Sequence[corpora.Corpus], folder: Path, chosen: argparse.Namespace) -> list[Row]:
    pythons = dict(pair.split("=", 1) for pair in chosen.python)
    only = set(chosen.only.split(",")) if chosen.only else None
    servers: dict[str, Server] = {}
    rows = []
    try:
        for corpus in made:
            is_language = corpus.name.startswith("language ")
            running = []
            for subject in SUBJECTS:
                wanted = subject.html == corpus.is_html and (not is_language or subject.name in ON_LANGUAGES)
                if wanted and (only is None or subject.name in only):
                    if subject.name not in servers:
                        _tell(f"starting {subject.label}")
                        servers[subject.name] = Server(subject, folder, pythons.get(subject.peer, sys.executable))
                    running.append(servers[subject.name])
            seconds = chosen.seconds * (_LANGUAGE_SECONDS if is_language else 1)
            rows += measure(corpus, running, rounds=chosen.rounds, seconds=seconds, tell=_tell)
    finally:
        for server in servers.values():
            server.close()
    return rows


def _tables(rows: Sequence[Row], starts: Sequence[startup.Start]) -> dict[str, str]:
    shown, languages = {}, [row for row in rows if row.corpus.startswith("language ")]
    for corpus in dict.fromkeys(row.corpus for row in rows if row not in languages):
        here = [row for row in rows if row.corpus == corpus]
        shown[corpus] = tables.of_corpus(here)
        if said := tables.notes(here):
            shown[corpus] += "\n\n" + "\n".join(f"- {note}" for note in said)
    if languages:
        shown["languages"] = tables.of_languages(languages)
    if starts:
        typer = next(one for one in starts if "typer" in one.label)
        body = [[one.label, f"{one.median:.0f}", f"{one.median / typer.median:.2f}"] for one in starts]
        shown["start"] = tables.table(["", "ms of CPU", "times `import typer`"], body)
    return shown


def _plot(rows: Sequence[Row]) -> str:
    groups: dict[str, list[tuple[str, float]]] = {}
    for row in rows:
        if not row.corpus.startswith("language ") and row.rates and "cli-2" not in row.subject:
            groups.setdefault("HTML" if row.corpus == "html" else row.corpus.capitalize(), []).append(
                (row.label, row.rate)
            )
    ranked = {name: sorted(found, key=lambda pair: -pair[1]) for name, found in groups.items()}
    return plot.bars(ranked, "megabytes of text (of HTML) a second of CPU time")


def _arguments() -> Any:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpus", type=Path, help="articles (.jsonl, .jsonl.gz: text, lang); else the project's own"
    )
    parser.add_argument(
        "--pages", type=Path, help="pages (.jsonl, .jsonl.gz: html, url); else made of our own articles"
    )
    parser.add_argument("--corpora", default=",".join(_ALL), help="only these (default: %(default)s)")
    parser.add_argument(
        "--only", help="only these subjects, by name; ftfy, trafilatura and floor are what others are compared with"
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.0, help="of CPU for each subject in each round")
    parser.add_argument("--megabytes", type=float, default=50.0, help="of text in a corpus, at most")
    parser.add_argument(
        "--python", action="append", default=[], metavar="PEER=PYTHON", help="run a peer in its own environment"
    )
    parser.add_argument("--no-start", dest="start", action="store_false", help="leave start-up out")
    parser.add_argument("--json", type=Path, help="write every figure here")
    parser.add_argument("--plot", type=Path, help="write the plot here, as SVG")
    parser.add_argument("--page", type=Path, help="fill the tables into this page")
    return parser.parse_args()


def _tell(what: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{what:70}", end="\n" if not what else "", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
