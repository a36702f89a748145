"""What is said about a document: notes, report entries, and the output itself."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

import cleaner
from cleaner.core.document import Document, Origin, Span
from cleaner.core.result import Removal, Result
from cleaner.intake.limits import Limits
from cleaner.runner import run as running
from cleaner.runner.request import CleanRequest
from cleaner.runner.workers.describe import Describer, OutputOptions
from cleaner.runner.workers.outcome import Outcome
from support.bulk import (
    CLEAN,
    DIRTY,
    command,
    make_folder,
    ran,
)
from support.messages import run_said

PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256))


ZEROS = b"\0" * 5000


@pytest.mark.parametrize("data", [PICTURE, ZEROS, b"MZ" + ZEROS, PICTURE * 30])
def test_what_is_no_text_stays_as_it_is_in_a_folder_and_does_not_spoil_a_joined_output(tmp_path, monkeypatch, data):
    folder = make_folder(tmp_path / "in", 2, text=lambda _: DIRTY)
    (folder / "odd.txt").write_bytes(data)
    limits = Limits(text_bytes=6000, html_bytes=6000)
    into = CleanRequest([str(folder)], output=str(tmp_path / "out"), limits=limits)
    run = running.Run(into, cleaner.Cleaner())
    assert (run.run(), run.tally.failures) == (3, {"binary": 1})
    assert (tmp_path / "out" / "odd.txt").read_bytes() == data
    joined = CleanRequest([str(folder)], output=str(tmp_path / "all.txt"), limits=limits)
    monkeypatch.setattr(CleanRequest, "into_folder", False)
    run = running.Run(joined, cleaner.Cleaner())
    assert (run.run(), run.tally.documents, run.tally.failures) == (3, 3, {"binary": 1})
    assert (tmp_path / "all.txt").read_text() == CLEAN * 2


def test_what_is_no_text_is_named_with_what_to_do(tmp_path):
    (tmp_path / "odd.png").write_bytes(PICTURE)
    (tmp_path / "a.txt").write_text(DIRTY)
    done = ran("clean", "odd.png", "a.txt", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, CLEAN.encode())
    assert done.stderr.count(b"\n") == 2
    assert b"error: odd.png: looks like binary data" in done.stderr
    assert b"left out of this output; with -o FOLDER/ it stays as it is" in done.stderr
    # alone, it comes out of a pipe, or into a file, as it was; as a record its error is there
    done = ran("clean", "odd.png", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, PICTURE)
    assert b"left out" not in done.stderr
    assert ran("clean", "odd.png", "-o", "b.png", cwd=tmp_path).returncode == 3
    assert (tmp_path / "b.png").read_bytes() == PICTURE
    records = ran("clean", "odd.png", "a.txt", "--to", "jsonl", cwd=tmp_path).stdout.splitlines()
    assert ["error" in json.loads(record) for record in records] == [True, False]


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
def test_what_is_no_text_is_not_shown_on_a_terminal(tmp_path):
    (tmp_path / "odd.png").write_bytes(PICTURE)
    ours, theirs = os.openpty()
    done = subprocess.run(
        command("clean", "odd.png"), stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, cwd=tmp_path, check=False
    )
    os.write(theirs, b"nothing else")
    shown = os.read(ours, 100)
    os.close(theirs)
    os.close(ours)
    assert (done.returncode, shown) == (3, b"nothing else")
    assert b"odd.png: looks like binary data" in done.stderr


def test_how_a_text_was_decoded_is_said_in_words_where_it_is_not_plain(tmp_path):
    (tmp_path / "plain.txt").write_text("The café at the pier.")
    (tmp_path / "old.txt").write_bytes("The café at the pier.".encode("windows-1252"))
    (tmp_path / "mark.txt").write_text("The café at the pier.", encoding="utf-8-sig")
    lines = run_said("clean", "plain.txt", "old.txt", "mark.txt", "-o", "x.txt", "-v", cwd=tmp_path)
    assert lines[0] == "plain.txt: nothing removed"
    assert lines[1].startswith("old.txt (decoded as ")
    assert lines[2] == "mark.txt (decoded as utf-8, by its byte order mark): nothing removed"
    (line,) = run_said("clean", "old.txt", "-o", "x.txt", "-v", "--encoding", "cp1252", cwd=tmp_path)[:1]
    assert line.endswith(", by --encoding): nothing removed")


SHARED = Removal(Span(0, 6), "share/share-bar", "its words")
BLANK = Removal(Span(6, 7), "layout/blanks", "nothing before it")
RAIN = Document("Share\n\nRain fell.\n", origin=Origin("in/pier.txt"))
CHANGED = Outcome("in/pier.txt", b"Rain fell.\n", Result(RAIN, (SHARED, BLANK)))
SAME = Outcome("in/pier.txt", b"Rain fell.\n", Result(Document("Rain fell.\n", origin=Origin("in/pier.txt"))))
WITHHELD = Outcome("in/pier.txt", b"Rain fell.\n", Result(RAIN, (SHARED,), withheld=0.85))
FAILED = Outcome("in/pier.txt", b"Rain", failure="no article", kind="input", id=7)
BINARY = Outcome("in/pier.txt", b"\0", failure="no text at all", kind="binary")
LOST = Outcome("in/pier.txt", b"", failure="gone", kind="unreadable", lost=True)
EMPTY = Outcome("in/rows.jsonl:3", b"\n")
TWICE = CHANGED._replace(result=Result(RAIN, (SHARED, SHARED._replace(span=Span(7, 9)))))


def notes(worker, outcome: Outcome, **options: object) -> list[str]:
    found, _, _ = Describer(worker, OutputOptions(**options))(outcome)  # type: ignore[arg-type]
    assert all(note.failed == (outcome.failure is not None) for note in found)
    assert all(note.name == (outcome.name if note.failed else "") for note in found)
    return [note.text for note in found]


LEFT_OUT = "; left out of this output; with -o FOLDER/ it stays as it is, or leave it out of the inputs"


@pytest.mark.parametrize(
    ("outcome", "options", "said"),
    [
        (CHANGED, {}, None),
        (CHANGED, {"verbosity": 1}, "in/pier.txt: share/share-bar"),
        (CHANGED, {"check": True}, None),
        (CHANGED, {"check": True, "verbosity": -1}, None),
        (TWICE, {"verbosity": 1}, "in/pier.txt: share/share-bar x2"),
        (SAME, {"check": True}, None),
        (SAME, {"verbosity": 1}, "in/pier.txt: nothing removed"),
        (SAME, {"check": True, "verbosity": 1}, "in/pier.txt: nothing removed"),
        (EMPTY, {"verbosity": 1}, None),
        (
            WITHHELD,
            {},
            "in/pier.txt: the rules would take 85% of it; only what is certain went (--budget): share/share-bar",
        ),
        (WITHHELD, {"verbosity": -1}, None),
        (FAILED, {"verbosity": -1}, "no article"),
        (FAILED, {"placed": True}, "no article"),
        (FAILED, {"omit_binary": True}, "no article"),
        (LOST, {}, "gone"),
        (LOST, {"placed": True}, "gone; it has no output"),
        (LOST._replace(kind="binary"), {"omit_binary": True}, "gone"),
        (BINARY, {}, "no text at all"),
        (BINARY, {"check": True}, "no text at all"),
        (BINARY, {"omit_binary": True}, "no text at all" + LEFT_OUT),
        (BINARY, {"omit_binary": True, "check": True}, "no text at all"),
    ],
)
def test_a_note_says_what_somebody_who_looks_wants_to_know(worker, outcome, options, said):
    assert notes(worker, outcome, **options) == ([] if said is None else [said])


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        (Origin(encoding="utf-8", encoding_from="utf-8"), ""),
        (Origin(encoding=None, encoding_from="detected"), ""),
        (Origin(encoding="cp1252", encoding_from="option"), " (decoded as cp1252, by --encoding)"),
        (Origin(encoding="cp1251", encoding_from="detected"), " (decoded as cp1251, a guess)"),
        (Origin(encoding="cp1252", encoding_from="fallback"), " (decoded as cp1252, nothing else fits)"),
    ],
)
def test_the_encoding_is_said_where_it_is_not_plain(worker, origin, said):
    outcome = Outcome("a.txt", b"", Result(Document("Rain.", origin=origin)))
    assert notes(worker, outcome, verbosity=1) == [f"a.txt{said}: nothing removed"]


FINDING = b'in/pier.txt:1:1 share/share-bar "Share" because its words\n'
DIFF = (
    b"# " + FINDING + b"--- in/pier.txt\t\n+++ in/pier.txt\t(clean)\n"
    b"@@ -1,3 +1 @@ share/share-bar\n-Share\n-\n Rain fell.\n"
)
PROSE = (
    "in/pier.txt: 1 removal; 7 of 18 characters (39%)\n1  [-Share-]\n"
    "   └─ share/share-bar: its words\n3  Rain fell.\n\n"
).encode()


@pytest.mark.parametrize(
    ("outcome", "options", "output"),
    [
        (CHANGED, {}, b"Rain fell.\n"),
        (CHANGED, {"check": True}, FINDING),
        (CHANGED, {"check": True, "verbosity": -1}, b""),
        (SAME, {"check": True}, b""),
        (FAILED, {"check": True}, b""),
        (CHANGED, {"diff": True}, DIFF),
        (CHANGED, {"diff": True, "check": True}, DIFF),
        (CHANGED, {"diff": True, "columns": 80}, PROSE),
        (SAME, {"diff": True, "columns": 80}, b""),
        (FAILED, {}, b"Rain"),
        (FAILED, {"omit_binary": True}, b"Rain"),
        (FAILED, {"diff": True}, b""),
        (BINARY, {}, b"\0"),
        (BINARY, {"omit_binary": True}, b""),
    ],
)
def test_the_output_of_an_outcome(worker, outcome, options, output):
    assert Describer(worker, OutputOptions(**options))(outcome)[2] == output


@pytest.mark.parametrize(
    ("kind", "options", "out"),
    [
        ("", {}, False),
        ("", {"check": True}, True),
        ("binary", {}, False),
        ("binary", {"omit_binary": True}, True),
        ("limit", {"omit_binary": True}, False),
    ],
)
def test_a_check_and_what_is_no_text_have_no_place_in_an_output(worker, kind, options, out):
    assert Describer(worker, OutputOptions(**options)).leaves_out(kind) == out


def entries(worker, outcome: Outcome, report: str | None) -> list[tuple[str, bytes]]:
    return Describer(worker, OutputOptions(report))(outcome)[1]


def test_a_report_has_an_entry_for_each_document_that_it_can_show(worker):
    assert entries(worker, CHANGED, None) == []
    assert entries(worker, CHANGED, ".diff") == [("in/pier.txt", DIFF)]
    assert entries(worker, CHANGED, ".txt") == [("in/pier.txt", b"[-Share-]\n\nRain fell.\n")]
    for kind in (".diff", ".txt"):
        assert entries(worker, FAILED, kind) == entries(worker, EMPTY, kind) == []


@pytest.mark.parametrize(("kind", "lines"), [(".jsonl", 1), (".json", 30)])
def test_a_ledger_has_an_entry_for_every_document(worker, kind, lines):
    ((name, entry),) = entries(worker, CHANGED, kind)
    assert name == "in/pier.txt"
    assert (entry.count(b"\n") > 1) == (lines > 1)
    told = json.loads(entry)
    assert told["rules_digest"] == worker.rules_digest("text")
    assert [removal["rule"] for removal in told["removals"]] == ["share/share-bar", "layout/blanks"]
    assert "id" not in told
    ((_, entry),) = entries(worker, FAILED, kind)
    assert (entry.count(b"\n") > 1) == (lines > 1)
    told = json.loads(entry)
    assert (told["source"], told["failure"], told["id"]) == ("in/pier.txt", "no article", 7)
    ((_, entry),) = entries(worker, EMPTY._replace(name="-"), kind)
    assert (json.loads(entry)["source"], json.loads(entry)["failure"]) == (None, "blank line")
