"""Originals come back from an undo ledger, or the reason is told; a foreign tree gives away nothing outside of it."""

from __future__ import annotations

import json
import os

import pytest

from cleaner.report.undo import UNDO_NAME
from support.bulk import CLEAN, DIRTY, tree


@pytest.fixture
def cleaned(run, write, tmp_path):
    for name in ("a.txt", "sub/b.txt"):
        write(f"in/{name}", f"{name}\n\n{DIRTY}")
    write("in/kept.txt", CLEAN)
    write("in/picture.png", b"\x89PNG")
    assert run("clean", "in", "--in-place").code == 0
    return tmp_path / "in"


def test_the_original_is_found_by_place_then_name_then_digest(run, write, cleaned):
    clean = (cleaned / "a.txt").read_bytes()
    original = f"a.txt\n\n{DIRTY}".encode()
    write("elsewhere/a.txt", clean)
    write("elsewhere/renamed", clean)
    ledger = f"in/{UNDO_NAME}"
    for name in ("in/a.txt", "in/sub/../a.txt", "elsewhere/a.txt", "elsewhere/renamed"):
        assert run("restore", name, ledger).out == original, name
    assert run("restore", "-", ledger, stdin=clean).out == original
    # what is the original already stays so
    write("in/a.txt", original)
    assert run("restore", "in/a.txt", ledger).out == original


def test_a_file_that_was_edited_since_is_named_and_the_rest_comes_back(run, cleaned, tmp_path):
    (cleaned / "a.txt").write_text("edited")
    done = run("restore", "in", f"in/{UNDO_NAME}", "-o", "back")
    assert (done.code, done.err.count("\n")) == (3, 2)
    assert "in/a.txt: this is not the file that cleaner wrote" in done.err
    assert sorted(tree(tmp_path / "back")) == ["kept.txt", "sub/b.txt"]
    assert run("restore", "in/a.txt", f"in/{UNDO_NAME}").code == 3


def test_a_file_that_is_gone_is_named(run, cleaned):
    (cleaned / "a.txt").unlink()
    done = run("restore", "in", f"in/{UNDO_NAME}", "-o", "back")
    assert (done.code, "in/a.txt: the file is gone" in done.err) == (3, True)


def test_two_originals_of_one_content_are_told_apart_by_their_places(run, write, tmp_path):
    for name, row in ("a", "Advertisement"), ("b", "Share this story on Facebook"):
        write(f"in/{name}.txt", f"Rain fell.\n\n{row}\n\nIt stopped at noon.\n")
    before = tree(tmp_path / "in")
    assert run("clean", "in", "--in-place").code == 0
    clean = (tmp_path / "in" / "a.txt").read_bytes()
    assert clean == (tmp_path / "in" / "b.txt").read_bytes()
    assert run("restore", "in", f"in/{UNDO_NAME}", "-o", "back").code == 0
    assert tree(tmp_path / "back") == before
    done = run("restore", "-", f"in/{UNDO_NAME}", stdin=clean)
    assert (done.code, done.out) == (3, b"")
    assert "several originals" in done.err


def test_files_of_other_ledgers_are_pointed_out(run, write):
    write("in/a.txt", DIRTY)
    write("in/sub/b.txt", DIRTY)
    run("clean", "in/sub", "--in-place")
    run("clean", "in", "--in-place")
    done = run("restore", "in", f"in/{UNDO_NAME}", "-o", "back")
    assert (done.code, f"in/sub/{UNDO_NAME} is another undo ledger" in done.err) == (0, True)


@pytest.mark.parametrize("change", [
    {"edits": [{"start": 5, "end": 2, "text": ""}]},
    {"edits": [{"start": 0, "end": 10**9, "text": ""}]},
    {"edits": [{"start": 0, "end": 0, "text": "other"}]},
    {"edits": [{"start": 0, "end": 0, "base64": "!"}]},
    {"edits": [{}]},
    {"edits": 7},
    {"edits": None, "kept": "../../secret"},
    {"edits": None, "kept": ".."},
    {"edits": None, "kept": 7},
    {"input_digest": 7},
    {"source": 7},
    {"source": ["a"]},
])  # fmt: skip
def test_a_damaged_ledger_restores_nothing_and_says_so_in_one_line(run, write, cleaned, tmp_path, change):
    write("secret", "secret")
    ledger = cleaned / UNDO_NAME
    entry = json.loads(ledger.read_text().splitlines()[0])
    entry["undo"] |= change
    if "kept" not in change:
        entry["undo"].pop("kept", None)
    ledger.write_text(json.dumps(entry) + "\n")
    for arguments in (["in/a.txt", f"in/{UNDO_NAME}"], ["in", f"in/{UNDO_NAME}", "-o", "back"]):
        done = run("restore", *arguments)
        assert done.code == 3, done
        assert done.out == b""
        assert "Traceback" not in done.err
        assert "secret" not in done.err.replace("../../secret", "")
    assert "a.txt" not in tree(tmp_path / "back")


def test_no_ledger_is_written_over(run, write, cleaned):
    before = (cleaned / UNDO_NAME).read_bytes()
    done = run("restore", "in/a.txt", f"in/{UNDO_NAME}", "-o", f"./in/{UNDO_NAME}")
    assert (done.code, "would write over a ledger" in done.err) == (2, True)
    other = write("b.txt.cleaner.jsonl", "of another file")
    assert run("restore", "in/a.txt", f"in/{UNDO_NAME}", "-o", "b.txt.cleaner.jsonl").code == 2
    assert ((cleaned / UNDO_NAME).read_bytes(), other.read_text()) == (before, "of another file")


FAILURE = {"schema_version": 1, "program": "cleaner", "program_version": "0", "source": "x.txt", "failure": "f"}


@pytest.fixture
def foreign(write, tmp_path):
    """A tree of other people: a file that is a link out of it, one that is a pipe, and their ledgers."""
    write("secret", "secret")
    write("foreign/in.txt", "rain")
    os.symlink("../secret", tmp_path / "foreign" / "x.txt")
    os.symlink("in.txt", tmp_path / "foreign" / "inner.txt")
    os.mkfifo(tmp_path / "foreign" / "pipe.txt")
    for name in ("x", "pipe", "inner"):
        write(f"reports/{name}.txt.jsonl", json.dumps(FAILURE | {"source": f"{name}.txt"}))
    write("all.jsonl", "".join(json.dumps(FAILURE | {"source": f"{n}.txt"}) + "\n" for n in ("x", "pipe", "inner")))
    entry = {"source": "in.txt", "input_digest": "sha256:0", "output_digest": "sha256:1", "edits": []}
    write(f"foreign/{UNDO_NAME}", json.dumps(FAILURE | {"undo": entry}) + "\n")
    return tmp_path / "foreign"


@pytest.mark.parametrize("ledger", ["reports", "all.jsonl", f"foreign/{UNDO_NAME}"])
def test_restore_follows_no_link_out_of_a_foreign_tree(run, foreign, tmp_path, ledger):
    done = run("restore", "foreign", ledger, "-o", "back")
    assert done.code == 3
    assert "foreign/x.txt: a link that leads out of the folder; it is not followed" in done.err
    assert "foreign/pipe.txt: not a regular file" in done.err
    assert (tmp_path / "back" / "inner.txt").read_text() == "rain"
    assert [path for path in (tmp_path / "back").iterdir() if "secret" in path.read_text()] == []


def test_a_ledger_that_is_a_link_out_of_a_foreign_folder_is_not_read(run, foreign, tmp_path):
    (tmp_path / "reports" / "in.txt.jsonl").symlink_to("../secret")
    done = run("restore", "foreign", "reports", "-o", "back")
    assert done.code == 3
    assert "foreign/in.txt: a link that leads out of the folder" in done.err


def test_an_original_that_is_a_link_is_not_read(run, write, foreign, tmp_path):
    from hashlib import sha256

    digests = {name: f"sha256:{sha256(data).hexdigest()}" for name, data in (("in", b"secret"), ("out", b"rain"))}
    undo = {"source": "in.txt", "input_digest": digests["in"], "output_digest": digests["out"], "kept": "o.orig"}
    write(f"foreign/{UNDO_NAME}", json.dumps(FAILURE | {"undo": undo}) + "\n")
    (foreign / "o.orig").symlink_to("../secret")
    done = run("restore", "foreign/in.txt", f"foreign/{UNDO_NAME}")
    assert (done.code, done.out) == (3, b"")


def test_restore_writes_nothing_through_a_link_out_of_the_output(run, write, tmp_path):
    for name in ("a.txt", "sub/new.txt"):
        write(f"in/{name}", DIRTY)
    assert run("clean", "in", "-o", "clean", "--report", "reports/").code == 0
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "back").mkdir()
    (tmp_path / "back" / "sub").symlink_to("../elsewhere")
    done = run("restore", "clean", "reports", "-o", "back")
    assert (done.code, "a link leads out of back, and is not followed" in done.err) == (3, True)
    assert not any((tmp_path / "elsewhere").iterdir())
    assert (tmp_path / "back" / "a.txt").read_text() == DIRTY
