"""What a run says on standard error: how it ended, what failed alike, what was hardly meant."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time

import pytest

from support.bulk import DIRTY, make_folder, make_records, ran, start, wait_for
from support.messages import run_said

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
    assert run_said("clean", "a.txt", "--check", "-v", cwd=tmp_path)[1].startswith("1 document, 1 would change, ")
