"""What a run says on standard error: how it ended, what failed alike, what was hardly meant."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import time

import pytest

from bulk import DIRTY, make_folder, make_records, ran, start, wait_for
from cleaner.cli.suggestions import COMMANDS, OPTIONS
from cleaner.runner.inputs.discover import Selection, find
from cleaner.runner.inputs.source_list import SourceList
from cleaner.runner.messages import progress
from cleaner.runner.messages.progress import Progress
from cleaner.runner.tally import Tally
from cleaner.runner.workers.task import Source, Unit

BODY = '{"body": "Rain fell.\\n\\nAdvertisement", "link": "https://example.org/1"}\n'


def run_said(*arguments: object, **options: object) -> list[str]:
    """What a run says, line by line."""
    done = ran(*arguments, **options)  # type: ignore[arg-type]
    return [line.removeprefix("cleaner: ") for line in done.stderr.decode().splitlines()]


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
    text = BODY * 1200 if name == "a.jsonl" else "body,link,empty\nRain fell,https://example.org,\n" * 2
    (tmp_path / name).write_text(text)
    arguments = ["clean", name, "-o", f"out-{name}", "--text-field", "body"]
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


def test_failures_that_are_alike_are_one_line_for_each_file(tmp_path):
    (tmp_path / "a.jsonl").write_text(BODY * 1200)
    (tmp_path / "b.jsonl").write_text(BODY + "{bad\n" + BODY + '["array"]\n{worse and worse\n')
    missing = "the record has neither 'text' nor 'html'"
    lines = run_said("clean", "a.jsonl", "b.jsonl", "-o", "c.jsonl", cwd=tmp_path)
    assert [line.replace(": it has 'body', 'link' (--text-field, --html-field)", "") for line in lines[:4]] == [
        f"error: a.jsonl:1: {missing}",
        f"error: a.jsonl: {missing}, in 1,199 more records: 2, 3, 4, 5, 6, …",
        f"error: b.jsonl:1: {missing}",
        "error: b.jsonl:2: not valid JSON: object keys must be strings (byte 1)",
    ]
    assert lines[4] == "error: b.jsonl:4: not a JSON object"
    assert [line[:22] for line in lines[5:7]] == ["error: b.jsonl:3: the ", "error: b.jsonl:5: not "]
    assert lines[7] == "1,205 documents, 0 changed, 0 characters (0%) removed, 1,205 failed (input 1,205)"
    assert len(lines) == 8


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
    source, out = make_records(tmp_path / "in.jsonl", 3000), tmp_path / "out.jsonl"
    process = start("clean", source, "-o", out, "-j", "2")
    assert wait_for(lambda: any(path.stat().st_size for path in tmp_path.glob(".cleaner-*.part")))
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, heard = process.communicate(timeout=30)
    assert (process.returncode, heard) == (130, b"cleaner: stopped; go on with: the same command and --resume\n")


def test_a_full_disk_is_one_line_that_says_how_to_go_on(tmp_path):
    resource = pytest.importorskip("resource")
    folder = make_folder(tmp_path / "in", 5)
    (folder / "z.txt").write_text(DIRTY * 5000)
    from bulk import command

    done = subprocess.run(
        command("clean", folder, "-o", tmp_path / "out"),
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
        check=False,
    )
    assert done.returncode == 4
    assert done.stderr.decode().endswith("File too large; go on with: the same command and --resume\n")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        *(
            (["clean", "a.txt", guess], option)
            for guess, option in {
                "--column": "--text-field", "--key": "--text-field", "--text": "--text-field",
                "--content": "--text-field", "--explain": "--diff", "--compress": "a name that ends in .gz",
                "--gzip": "a name that ends in .gz", "--output-dir": "-o FOLDER/", "--out": "-o FILE",
                "--workers": "--jobs", "--threads": "--jobs", "-p": "--jobs", "--recursive": "no option is needed",
                "-r": "no option is needed", "--dry-run": "--check", "--inplace": "--in-place", "-i": "--in-place",
                "--exclude-dir": "--exclude", "--lang": "--language",
            }.items()
        ),
        (["undo", "a.txt"], "use cleaner restore CLEAN LEDGER"),
        (["revert", "a.txt"], "use cleaner restore CLEAN LEDGER"),
        (["a.txt"], "use cleaner clean a.txt"),
        (["-"], "use cleaner clean -"),
        (["--in-place", "a.txt"], "cleaner clean --in-place"),
        (["restore", "--out", "x"], "-o FILE"),
        (["clean", "--bogus"], "No such option: --bogus"),
        (["explain", "--lang"], "No such option: --lang"),
    ],
)  # fmt: skip
def test_what_people_try_first_is_answered_with_what_they_mean(run, tmp_path, arguments, meant):
    (tmp_path / "a.txt").write_text(DIRTY)
    done = run(*arguments)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert meant in done.err


def test_no_guess_is_an_option_or_a_command_and_every_meaning_is_one():
    from typer.main import get_command

    from cleaner.cli.app import app

    commands = get_command(app).commands  # type: ignore[attr-defined]
    known = {name for parameter in commands["clean"].params for name in parameter.opts}
    assert not known & set(OPTIONS)
    assert not set(commands) & set(COMMANDS)
    for meant in OPTIONS.values():
        words = meant.replace(",", " ").replace(":", " ").split()
        assert {word for word in words if word.startswith("-")} <= known, meant
    for meant in COMMANDS.values():
        assert meant.split()[2] in {*commands, "--help", "--version"}


@pytest.mark.parametrize("folder", [False, True])
def test_a_report_of_no_known_kind_is_refused_and_not_made_a_folder(tmp_path, folder):
    source = make_folder(tmp_path / "in", 2) if folder else tmp_path / "a.txt"
    if not folder:
        source.write_text(DIRTY)
    done = ran("clean", source, "-o", tmp_path / "out", "--report", tmp_path / "r.csv")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"a folder of reports exists, or ends in /" in done.stderr
    assert not (tmp_path / "r.csv").exists()
    if folder:
        assert ran("clean", source, "-o", tmp_path / "out", "--report", tmp_path / "reports").returncode == 0
        assert (tmp_path / "reports" / "0000.txt.jsonl").exists()


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


def test_one_is_not_many(tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    assert run_said("clean", "a.txt", "-o", "b.txt", "-v", cwd=tmp_path)[1].startswith(
        "1 document, 1 changed, 15 characters"
    )
    assert run_said("clean", "a.txt", "--check", "-v", cwd=tmp_path)[1].startswith("1 document, 1 would change, ")


def _line(told: Progress, monkeypatch: pytest.MonkeyPatch) -> str:
    lines: list[str] = []
    monkeypatch.setattr(progress, "say", lines.append)
    monkeypatch.setattr(progress, "_SELDOM", -1)
    told._began -= 10
    told._terminal, told._log = False, True
    told.look(Tally.from_dict({"documents": 1, "input_bytes": 5_000_000}), Tally())
    return lines[0]


def test_time_left_is_told_by_the_bytes_of_the_files_and_not_at_all_where_they_are_unknown(tmp_path, monkeypatch):
    packed = Source("a.jsonl.gz", "a.jsonl.gz", "jsonl", "gz", 1000)
    other = packed._replace(path="b.jsonl.gz")
    for total, expected in ((3000, " 20 s left"), (0, " 0% removed")):
        told = Progress(verbosity=1, silent=True)
        told.total = total
        told.advance(Unit(packed, b"x", records=True, last=True, at=1000))
        told.advance(Unit(other, b"x", records=True, last=False, at=0))
        assert _line(told, monkeypatch).endswith(expected)
    # what an earlier run has done takes no time
    told = Progress(verbosity=1, silent=True)
    told.total = 3000
    told.passed_over(1000)
    told.advance(Unit(packed, b"x", records=True, last=False, until=900, at=500))
    told.advance(Unit(packed, b"x", records=True, last=True, until=2000, at=1000))
    assert _line(told, monkeypatch).endswith(" 20 s left")
    # a table of columns is not read from its beginning to its end
    told.advance(Unit(packed._replace(format="parquet"), b"x", records=True, last=False, at=500))
    assert "left" not in _line(told, monkeypatch)


def test_the_size_of_a_stream_makes_that_of_all_unknown(tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(BODY.encode()))
    os.mkfifo(tmp_path / "pipe.txt")
    names = [str(tmp_path / name) for name in ("a.txt", "missing.txt")]
    packed, pipe = str(tmp_path / "b.jsonl.gz"), str(tmp_path / "pipe.txt")
    both = 2 * len(DIRTY)
    for more, expected in ([], both), (["-"], 0), ([pipe], 0), ([packed], 0):  # a packed byte is worth more
        listed = SourceList(find([*names, *more, names[0]], Selection(), skip=lambda _: None), [])
        assert listed.bytes == expected
        listed.close()


def test_a_table_behind_a_file_of_records_that_is_gone_on_with_begins_at_its_beginning(tmp_path):
    make_records(tmp_path / "in.jsonl", 3000)
    (tmp_path / "in").mkdir()
    (tmp_path / "in.jsonl").rename(tmp_path / "in" / "a.jsonl")
    (tmp_path / "in" / "b.csv").write_text("id,text\n1,Rain fell.\n")
    process = start("clean", tmp_path / "in", "-o", tmp_path / "out", "-j", "2")
    assert wait_for(lambda: any(path.stat().st_size for path in (tmp_path / "out").glob(".cleaner-*.part")))
    time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    _, heard = process.communicate(timeout=30)
    assert heard == b"cleaner: stopped; go on with: the same command and --resume\n"
    done = ran("clean", tmp_path / "in", "-o", tmp_path / "out", "--resume")
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "out" / "b.csv").read_text() == "id,text\n1,Rain fell.\n"
    assert (tmp_path / "out" / "a.jsonl").read_bytes().count(b"\n") == 3000
