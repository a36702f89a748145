"""What a run says on standard error: how it ended, what failed alike, what was hardly meant."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections import Counter
from typing import NamedTuple

import pytest

from cleaner.report.statistics import Largest
from cleaner.runner.inputs.discover import SkippedFile
from cleaner.runner.messages import summary
from cleaner.runner.messages.summary import SkipCounts
from cleaner.runner.request import CleanRequest
from support.bulk import DIRTY, make_folder, make_records, ran, start, wait_for
from support.messages import run_said
from support.units import tally_of

BODY = '{"body": "Rain fell.\\n\\nAdvertisement", "link": "https://example.org/1"}\n'


def test_inputs_that_are_joined_under_a_name_like_a_folders_are_told(tmp_path):
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(DIRTY)
    three = ["clean", "a.txt", "b.txt", "c.txt", "-o"]
    assert run_said(*three, "clean", cwd=tmp_path) == ["3 inputs joined in clean; clean/ makes a folder"]
    assert run_said(*three, "clean", "-q", cwd=tmp_path) == []
    assert run_said(*three, "clean.txt", cwd=tmp_path) == []
    assert run_said(*three, "folder/", cwd=tmp_path) == []
    assert run_said("clean", "a.txt", "-o", "alone", cwd=tmp_path) == []


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_field_that_was_named_and_that_no_record_has_is_told_once(tmp_path, name):
    text = BODY * 501 if name == "a.jsonl" else "body,link,empty\nRain fell,https://example.org,\n" * 2
    (tmp_path / name).write_text(text)
    arguments = ["clean", name, "-o", f"out-{name}", "--text-field", "body", "-j", "1"]
    assert run_said(*arguments, "--url-field", "link", cwd=tmp_path) == []
    assert run_said(*arguments, "--url-field", "href", cwd=tmp_path) == [
        "no record has a field 'href' (--url-field)"
    ]
    assert run_said(*arguments, "--url-field", "href", "-q", cwd=tmp_path) == []
    (tmp_path / "cleaner.toml").write_text('title-field = "head"\nid-field = "key"\n')
    assert run_said(*arguments, cwd=tmp_path) == [
        "no record has a field 'head' (--title-field) or 'key' (--id-field)"
    ]
    if name == "a.csv":  # an empty cell is no missing column
        assert run_said(*arguments, "--isolated", "--url-field", "empty", cwd=tmp_path) == []


def test_settings_of_sites_that_no_record_can_get_are_told(tmp_path):
    (tmp_path / "cleaner.toml").write_text('text-field = "body"\n[sites."example.org"]\nignore = ["advert"]\n')
    (tmp_path / "a.jsonl").write_text(BODY)
    arguments = ["clean", "a.jsonl", "-o", "b.jsonl"]
    told = "no record has a field 'url' (--url-field), so no site's settings were used"
    assert run_said(*arguments, cwd=tmp_path) == [told]
    assert run_said(*arguments, "--url-field", "link", cwd=tmp_path) == []
    assert run_said(*arguments, "--isolated", "--text-field", "body", cwd=tmp_path) == []


def test_a_title_that_a_page_brings_is_not_missing(tmp_path):
    page = (
        "<html><title>Ferries</title><body><article><p>"
        + "The ferry was late. " * 20
        + "</p></article></body></html>"
    )
    (tmp_path / "a.jsonl").write_text(json.dumps({"html": page}) + "\n")
    assert run_said("clean", "a.jsonl", "-o", "b.jsonl", "--title-field", "head", cwd=tmp_path) == []
    assert b'"head": "Ferries"' in (tmp_path / "b.jsonl").read_bytes()


def test_a_run_that_failed_somewhere_closes_with_its_counts(tmp_path):
    folder = make_folder(tmp_path / "in", 3, text=lambda _: DIRTY)
    arguments = ["clean", folder, "-o", tmp_path / "out"]
    assert run_said(*arguments) == []
    (folder / "bad.txt").write_bytes(b"\x89PNG\0\xff")
    assert run_said(*arguments)[-1].startswith("4 documents, 3 changed, 45 characters")
    assert run_said(*arguments)[-1].endswith(" removed, 1 failed (binary 1)")
    assert len(run_said(*arguments, "-q")) == 1
    # of one document the error says all
    assert len(run_said("clean", folder / "bad.txt", "-o", tmp_path / "x.txt")) == 1


def test_files_that_are_skipped_are_counted_and_named_on_demand(tmp_path):
    folder = make_folder(tmp_path / "in", 1, text=lambda _: DIRTY)
    for number in range(7):
        (folder / f"{number}.PDF").touch()
    for name in ("a.docx", "b.docx", "c.docx", "d.odt", "Makefile", "left.out"):
        (folder / name).touch()
    os.mkfifo(folder / "pipe")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "up").symlink_to(".")
    arguments = ["clean", folder, "-o", tmp_path / "out", "--exclude", "*.out"]
    (line,) = run_said(*arguments)
    assert line.startswith("1 document, 1 changed, 15 characters (")
    assert line.endswith(
        "15 skipped: 12 with an unknown suffix (.pdf 7, .docx 3, no suffix 1, others 1), 2 not regular files, "
        "1 link to a folder that was read already"
    )
    named = run_said(*arguments, "-v")
    assert sum(line.endswith("; skipped") for line in named) == 15
    assert f"{folder}/Makefile: its suffix is not known; skipped" in named
    assert run_said(*arguments, "-q") == []
    # who says what is taken has skipped the rest
    assert (
        run_said(
            "clean", folder, "-o", tmp_path / "new", "--include", "*.txt", "--exclude", "zero*", "--exclude", "up"
        )
        == []
    )


def test_a_run_begun_again_says_so_and_a_resumed_one_says_what_was_done_before(tmp_path):
    folder, out = make_folder(tmp_path / "in", 30), tmp_path / "out"
    ran("clean", folder, "-o", out)
    with open(out / ".cleaner" / "journal", "rb") as file:
        lines = file.read().splitlines(keepends=True)
    (out / ".cleaner" / "journal").write_bytes(b"".join(lines[:21]))
    again = run_said("clean", folder, "-o", out, "--resume", "-v")
    assert any(line.startswith("30 documents (20 of them by an earlier run), 30 changed, ") for line in again)
    (out / ".cleaner" / "journal").write_bytes(b"".join(lines[:21]))
    assert run_said("clean", folder, "-o", out) == [
        "an earlier run was stopped here; this one begins again (--resume would have gone on)"
    ]
    assert run_said("clean", folder, "-o", out) == []


def test_a_run_that_is_interrupted_says_how_to_go_on(tmp_path):
    source, out = make_records(tmp_path / "in.jsonl", 1500), tmp_path / "out.jsonl"
    process = start("clean", source, "-o", out, "-j", "2")
    assert wait_for(lambda: any(path.stat().st_size for path in tmp_path.glob(".cleaner-*.part")))
    process.send_signal(signal.SIGINT)
    _, heard = process.communicate(timeout=30)
    assert (process.returncode, heard) == (130, b"cleaner: stopped; go on with: the same command and --resume\n")


def test_a_full_disk_is_one_line_that_says_how_to_go_on(tmp_path):
    resource = pytest.importorskip("resource")
    folder = make_folder(tmp_path / "in", 5)
    (folder / "z.txt").write_text(DIRTY * 5000)
    from support.bulk import command

    done = subprocess.run(
        command("clean", folder, "-o", tmp_path / "out"),
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
        check=False,
    )
    assert done.returncode == 4
    assert done.stderr.decode().endswith("File too large; go on with: the same command and --resume\n")
    assert done.stderr.count(b"\n") == 1


def test_one_is_not_many(tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    assert run_said("clean", "a.txt", "-o", "b.txt", "-v", cwd=tmp_path)[1].startswith(
        "1 document, 1 changed, 15 characters"
    )
    assert run_said("clean", "a.txt", "--check", "-v", cwd=tmp_path)[0].startswith("1 document, 1 would change, ")


@pytest.mark.parametrize(
    ("count", "many", "said"),
    [(0, "", "0 birds"), (1, "", "1 bird"), (2000, "", "2,000 birds"), (2, "flocks", "2 flocks")],
)
def test_a_count_has_its_noun(count, many, said):
    assert summary.counted(count, "bird", many) == said


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-1, "0.0 s"),
        (9.94, "9.9 s"),
        (10, "10 s"),
        (59.4, "59 s"),
        (60, "1:00"),
        (3599, "59:59"),
        (3600, "1:00:00"),
    ],
)
def test_a_time_is_shown_as_a_person_reads_it(seconds, shown):
    assert summary.clock(seconds) == shown


def skipped(*kinds: str, tell: bool = False) -> SkipCounts:
    made = SkipCounts(tell=tell)
    for kind in kinds:
        suffix = kind if kind.startswith(".") or not kind else ""
        made(SkippedFile(f"in/{kind}", "suffix" if suffix or not kind else kind, "why", suffix))
    return made


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ([], ""),
        (["broken"], "1 skipped: 1 broken link"),
        (["link", "again", "again"], "3 skipped: 2 links to folders that were read already, 1 link"),
        ([".pdf", "special"], "2 skipped: 1 with an unknown suffix (.pdf 1), 1 not a regular file"),
        ([""], "1 skipped: 1 with an unknown suffix (no suffix 1)"),
        (
            [".a", ".b", ".c", ".d", ".a", "special", "special"],
            "7 skipped: 5 with an unknown suffix (.a 2, .b 1, .c 1, others 1), 2 not regular files",
        ),
    ],
)
def test_files_that_are_skipped_are_counted_by_their_reason(monkeypatch, kinds, said):
    lines: list[str] = []
    monkeypatch.setattr(summary, "say", lines.append)
    assert str(skipped(*kinds)) == said
    assert lines == []
    skipped(*kinds, tell=True)
    assert lines == [f"in/{kind}: why; skipped" for kind in kinds]


def test_so_many_suffixes_are_told_apart(monkeypatch):
    monkeypatch.setattr(summary, "_SUFFIXES", 2)
    assert str(skipped(".a", ".b", ".c", ".a", ".c")).endswith("(.a 2, others 2, .b 1)")


@pytest.mark.parametrize(
    ("counts", "before", "wrote", "said"),
    [
        ({}, {}, True, "0 documents, 0 changed, 0 characters (0%) removed, 0 failed"),
        (
            {"documents": 2, "changed": 1, "removed": 1, "characters": 8},
            {},
            False,
            "2 documents, 1 would change, 1 character (12.5%), 0 failed",
        ),
        (
            {"documents": 5, "failed": 4, "failures": {"limit": 2, "input": 1, "unreadable": 1}},
            {"documents": 3},
            True,
            "5 documents (3 of them by an earlier run), 0 changed, 0 characters (0%) removed, "
            "3 failed (limit 2, input 1), 1 input could not be read",
        ),
        (
            {"failed": 2, "failures": {"unreadable": 2}},
            {},
            True,
            "0 documents, 0 changed, 0 characters (0%) removed, 0 failed, 2 inputs could not be read",
        ),
    ],
)
def test_the_counts_of_a_run_are_a_line(counts, before, wrote, said):
    assert summary.counts(tally_of(**counts), tally_of(**before), skipped(), wrote=wrote) == said
    with_skipped = summary.counts(tally_of(**counts), tally_of(**before), skipped("link"), wrote=wrote)
    assert with_skipped == f"{said}, 1 skipped: 1 link"


@pytest.mark.parametrize(
    ("documents", "before", "seconds", "said"),
    [
        (8, 0, 0.5, "0.5 s"),
        (8, 0, 1, "1.0 s, 8 documents/s"),
        (8, 6, 2, "2.0 s, 1 document/s"),
        (8, 8, 2, "2.0 s"),
    ],
)
def test_the_pace_is_told_after_a_second(documents, before, seconds, said):
    assert summary.pace(tally_of(documents=documents), tally_of(documents=before), seconds) == said


def test_details_name_the_rules_and_what_was_passed_over():
    assert summary.details(tally_of()) == []
    rules = {f"share/{number}": 10 - number for number in range(9)}
    assert summary.details(tally_of(rules=rules)) == [
        "most characters: " + ", ".join(f"share/{number} {10 - number}" for number in range(8))
    ]
    several = tally_of(
        repairs=Counter({"repair/entity": 3, "repair/control": 1}), largest=Largest(0.614, "-", 614, 1000)
    )
    assert summary.details(several) == [
        "repaired lines: repair/entity 3, repair/control 1",
        "largest share: 61% of standard input",
    ]
    assert summary.details(tally_of(skipped=1)) == [
        "passed over: 1 record of an archive that is neither page nor text"
    ]


@pytest.mark.parametrize(
    ("counts", "options", "url", "said"),
    [
        ({}, {"head": "--title-field"}, "url", ""),
        ({"records": 3}, {}, "", ""),
        ({"records": 3, "fields": {"head": 1, "url": 1}}, {"head": "--title-field"}, "url", ""),
        ({"records": 3}, {"head": "--title-field"}, "", "no record has a field 'head' (--title-field)"),
        (
            {"records": 3, "fields": {"url": 1}},
            {"head": "--title-field"},
            "url",
            "no record has a field 'head' (--title-field)",
        ),
        (
            {"records": 3},
            {"head": "--title-field"},
            "url",
            "no record has a field 'head' (--title-field) or 'url' (--url-field), so no site's settings were used",
        ),
        (
            {"records": 3, "fields": {"head": 1}},
            {"head": "--title-field"},
            "url",
            "no record has a field 'url' (--url-field), so no site's settings were used",
        ),
    ],
)
def test_fields_that_no_record_has_are_named(counts, options, url, said):
    assert summary.not_found(tally_of(**counts), options, url) == said


COUNTS = "2 documents, 0 changed, 0 characters (0%) removed, 0 failed"
TWO = {"documents": 2}


def lines(
    monkeypatch, counts=TWO, *, skip=(), terminal=False, joined=0, sites=False, folder=False, **fields
) -> list[str]:
    monkeypatch.setattr(summary, "is_terminal", lambda _: terminal)
    monkeypatch.setattr(CleanRequest, "takes_folder", folder)
    request = CleanRequest(["a.txt"], **fields)
    return summary.summary_lines(
        request, tally_of(**counts), tally_of(), skipped(*skip), 0.5, joined=joined, sites=sites
    )


@pytest.mark.parametrize(
    ("counts", "options", "said"),
    [
        (TWO, {}, []),
        (TWO, {"verbosity": 1}, [f"{COUNTS}; 0.5 s"]),
        (TWO | {"skipped": 2}, {"verbosity": 1}, [f"{COUNTS}; 0.5 s", "passed over: 2 records of archives that are neither pages nor texts"]),
        # a terminal shows the end of a run of several
        (TWO, {"terminal": True}, []),
        (TWO, {"terminal": True, "folder": True}, [f"{COUNTS}; 0.5 s"]),
        (TWO, {"terminal": True, "output": "x.txt"}, [f"{COUNTS}; 0.5 s"]),
        (TWO, {"terminal": True, "in_place": True}, [f"{COUNTS}; 0.5 s"]),
        (TWO, {"output": "x.txt"}, []),
        ({"documents": 1}, {"terminal": True, "output": "x.txt"}, []),
        ({"documents": 1, "failed": 1, "failures": {"unreadable": 1}}, {"terminal": True, "in_place": True}, [
            "1 document, 0 changed, 0 characters (0%) removed, 0 failed, 1 input could not be read; 0.5 s"
        ]),
        # what did not go well is told everywhere
        (TWO, {"skip": ["link"]}, [f"{COUNTS}, 1 skipped: 1 link"]),
        (TWO | {"failed": 1, "failures": {"limit": 1}}, {}, [f"{COUNTS[:-8]}1 failed (limit 1)"]),
        ({"documents": 1, "failed": 1, "failures": {"limit": 1}}, {}, []),
        (TWO, {"skip": ["link"], "verbosity": -1}, []),
        # what is not written would change
        (TWO, {"verbosity": 1, "check": True}, ["2 documents, 0 would change, 0 characters (0%), 0 failed; 0.5 s"]),
        (TWO, {"verbosity": 1, "diff": True}, ["2 documents, 0 would change, 0 characters (0%), 0 failed; 0.5 s"]),
        # hardly meant
        (TWO, {"joined": 2, "output": "all"}, ["2 inputs joined in all; all/ makes a folder"]),
        (TWO, {"joined": 2, "output": "all.txt"}, []),
        (TWO, {"joined": 1, "output": "all"}, []),
        (TWO, {"joined": 2}, []),
        (TWO | {"records": 1}, {"sites": True}, ["no record has a field 'url' (--url-field), so no site's settings were used"]),
        (TWO | {"records": 1}, {}, []),
    ],
)  # fmt: skip
def test_the_last_lines_of_a_run_say_what_somebody_wants_to_know(monkeypatch, counts, options, said):
    assert lines(monkeypatch, counts, **options) == said


class Useful(NamedTuple):
    """A journal that a run can go on with, or not."""

    is_useful: bool


@pytest.mark.parametrize(
    ("journal", "fields", "said"),
    [
        (None, {"output": "x.jsonl"}, []),
        (Useful(False), {"output": "x.jsonl"}, []),
        (Useful(True), {}, []),
        (Useful(True), {"output": "x.jsonl"}, ["go on with: the same command and --resume"]),
        (Useful(True), {"output": "x.jsonl", "resume": True}, ["go on with: the same command"]),
    ],
)
def test_a_run_that_was_stopped_says_how_it_can_be_gone_on_with(journal, fields, said):
    assert summary.resume_hint(CleanRequest(["in.jsonl"], **fields), journal) == said
