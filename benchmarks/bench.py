"""Compare the speed with peers: make bench [CORPUS=articles.jsonl.gz] [PAGES=pages.jsonl.gz] [ARGS=…]

Each subject has its own process. Subjects alternate on the same documents; figures are medians of CPU time. Nothing
is downloaded. A peer that is not installed is listed as missing. See docs/explanation/performance.md.
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
_LANGUAGE_SECONDS = 0.25  # share of the seconds of other corpora


def main() -> int:
    """Measure, print and write the requested files; return the exit code."""
    options = _arguments()
    names = options.corpora.split(",")
    if unknown := set(names) - set(_ALL):
        print(f"bench: unknown corpus {', '.join(sorted(unknown))}; use {', '.join(_ALL)}", file=sys.stderr)
        return 2
    for path in (options.corpus, options.pages):
        if path and not path.exists():
            print(f"bench: {path} does not exist", file=sys.stderr)
            return 2
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place)
        _show_progress("writing the corpora")
        written = corpora.make(folder, names, options.corpus, options.pages, options.megabytes)
        rows = _rows(written, folder, options)
        sample = json.loads(written[0].path.read_bytes().split(b"\n", 1)[0]).get("text", "Rain fell.")
        starts = startup.measure(sample, rounds=options.rounds, tell=_show_progress) if options.start else []
        texts = (
            [json.loads(line)["text"] for line in open(written[0].path, "rb").readlines()[:20]]
            if not written[0].is_html
            else []
        )
    _show_progress("")
    shown = _tables(rows, starts)
    if texts:
        compared, differ, refused = obvious.agreement(texts)
        lines = f"`re` and RE2 matched {compared:,} pairs of rule and line and disagreed on {differ:,}"
        shown["re"] = f"{lines}; rules that `re` rejects: {', '.join(refused) or 'none'}."
    source = "the corpus given" if options.corpus else "the project's own texts"
    environment = tables.surroundings()
    versions = ", ".join(f"{name} {version}" for name, version in environment["versions"].items())
    system = f"Python {environment['python']}, {environment['system']}, {environment['cores']} cores"
    about = f"{source}; {options.rounds} rounds; {system}; {versions}"
    shown["about"] = f"Measured on {about}."
    for name, content in shown.items():
        print(f"\n{name}\n\n{content}")
    if options.json:
        data = {
            "about": environment,
            "rows": [row.as_dict() for row in rows],
            "start": [one._asdict() for one in starts],
        }
        options.json.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    if options.plot:
        options.plot.write_text(_plot(rows), encoding="utf-8")
    if options.page:
        for name, content in shown.items():
            tables.fill(options.page, f"bench {name}", content)
    return 0


def _rows(written: Sequence[corpora.Corpus], folder: Path, options: argparse.Namespace) -> list[Row]:
    pythons = dict(pair.split("=", 1) for pair in options.python)
    only = set(options.only.split(",")) if options.only else None
    servers: dict[str, Server] = {}
    rows = []
    try:
        for corpus in written:
            is_language = corpus.name.startswith("language ")
            running = []
            for subject in SUBJECTS:
                wanted = subject.html == corpus.is_html and (not is_language or subject.name in ON_LANGUAGES)
                if wanted and (only is None or subject.name in only):
                    if subject.name not in servers:
                        _show_progress(f"starting {subject.label}")
                        servers[subject.name] = Server(subject, folder, pythons.get(subject.peer, sys.executable))
                    running.append(servers[subject.name])
            seconds = options.seconds * (_LANGUAGE_SECONDS if is_language else 1)
            rows += measure(corpus, running, rounds=options.rounds, seconds=seconds, tell=_show_progress)
    finally:
        for server in servers.values():
            server.close()
    return rows


def _tables(rows: Sequence[Row], starts: Sequence[startup.Start]) -> dict[str, str]:
    shown, languages = {}, [row for row in rows if row.corpus.startswith("language ")]
    for corpus in dict.fromkeys(row.corpus for row in rows if row not in languages):
        here = [row for row in rows if row.corpus == corpus]
        shown[corpus] = tables.of_corpus(here)
        if lines := tables.notes(here):
            shown[corpus] += "\n\n" + "\n".join(f"- {note}" for note in lines)
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
        "--corpus", type=Path, help="articles (.jsonl, .jsonl.gz: text, lang; default: the project's own)"
    )
    parser.add_argument(
        "--pages",
        type=Path,
        help="pages (.jsonl, .jsonl.gz: html, url; default: made of the project's articles)",
    )
    parser.add_argument("--corpora", default=",".join(_ALL), help="only these (default: %(default)s)")
    parser.add_argument(
        "--only", help="only these subjects, by name; the others are compared with ftfy, trafilatura and floor"
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.0, help="CPU seconds per subject and round")
    parser.add_argument("--megabytes", type=float, default=50.0, help="largest size of a corpus")
    parser.add_argument(
        "--python", action="append", default=[], metavar="PEER=PYTHON", help="Python of the environment of a peer"
    )
    parser.add_argument("--no-start", dest="start", action="store_false", help="skip start-up")
    parser.add_argument("--json", type=Path, help="write every figure here")
    parser.add_argument("--plot", type=Path, help="write the plot here, as SVG")
    parser.add_argument("--page", type=Path, help="fill the tables into this page")
    return parser.parse_args()


def _show_progress(message: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{message:70}", end="\n" if not message else "", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
