"""An input is never overwritten unless it can be got back."""

from __future__ import annotations

import gzip
import json
import lzma
import os

import pytest

from cleaner.report.undo import UNDO_NAME
from cleaner.runner.outputs import undo as module
from cleaner.runner.outputs.undo import UndoLedgers
from cleaner.runner.workers.task import Source
from support.bulk import CLEAN, DIRTY, leftovers, make_folder, ran, start, tree
from support.containers import CSV

JAPANESE = "港に雨が降った。\n\nAdvertisement\n\n正午に止んだ。\n"
ROWS = "".join(json.dumps({"text": f"{DIRTY}{n}", "é": 1.0}, ensure_ascii=n % 2 > 0) + "\n" for n in range(9))
FILES = {
    "text.txt": DIRTY.encode(),
    "no-newline.txt": DIRTY.strip().encode(),
    "windows.txt": DIRTY.replace("\n", "\r\n").encode("utf-8-sig"),
    "wide.txt": DIRTY.encode("utf-16"),
    "latin.txt": f"Café {DIRTY}".encode("latin-1"),
    "entities.txt": f"Caf&eacute; &amp; pier.\n\n{DIRTY}".encode(),
    "rows.jsonl": ROWS.encode(),
    "table.csv": CSV,
    "packed.txt.gz": gzip.compress(DIRTY.encode(), 1),
    "packed.jsonl.xz": lzma.compress(ROWS.encode()),
}
WAYS = {
    "in place": lambda name: ["--in-place", name],
    "onto itself": lambda name: [name, "-o", name],
    "onto itself, by another path": lambda name: [name, "-o", f"./other/../{name}"],
    "from a list": lambda _: ["--files-from", "list", "--in-place"],
    "with a report that tells less": lambda name: [name, "--in-place", "--report", "changes.diff"],
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", FILES)
def test_the_very_bytes_of_a_file_come_back_from_the_ledger_beside_it(run, write, tmp_path, name, way):
    path = write(name, FILES[name])
    write("list", f"{name}\n")
    (tmp_path / "other").mkdir()
    done = run("clean", "-j", "1", *WAYS[way](name))
    assert done.code == 0, done.err
    assert path.read_bytes() != FILES[name]
    ledger = f"{name}.cleaner.jsonl"
    says = f"the originals are kept in {ledger}; to get them back: cleaner restore {name} {ledger} -o {name}"
    assert done.err == f"cleaner: {says}\n"
    assert run("restore", name, ledger).out == FILES[name]
    assert run("restore", name, ledger, "-o", name).code == 0
    assert path.read_bytes() == FILES[name]


@pytest.mark.parametrize("encoding", ["iso2022_jp", "cp932", "euc_jp", "utf-16", "utf-8"])
def test_no_encoding_has_to_round_trip_for_the_bytes_to_come_back(run, write, encoding):
    # two escape sequences in a row are decoded, and never written again
    data = JAPANESE.encode(encoding) + (b"\x1b$B\x1b(B\n" if encoding == "iso2022_jp" else b"")
    path = write("a.txt", data)
    done = run("clean", "a.txt", "--in-place", "--encoding", encoding)
    assert done.code == 0, done.err
    assert path.read_bytes() != data
    assert run("restore", "a.txt", "a.txt.cleaner.jsonl").out == data


@pytest.mark.parametrize("list", [False, True])
def test_a_folder_comes_back_with_the_one_ledger_in_it(run, write, tmp_path, list):
    for name, data in FILES.items():
        write(f"in/{name}", data)
        write(f"in/sub/{name}", data)
    write("in/clean.txt", CLEAN)
    write("list", "in\n")
    before = tree(tmp_path / "in")
    done = run("clean", *(["--files-from", "list"] if list else ["in"]), "--in-place")
    assert (done.code, done.err.count("\n")) == (0, 1), done.err
    assert f"kept in in/{UNDO_NAME}; to get them back: cleaner restore in in/{UNDO_NAME} -o FOLDER" in done.err
    changed = tree(tmp_path / "in")
    assert [name for name in before if changed[name] == before[name]] == ["clean.txt"]
    done = run("restore", "in", f"in/{UNDO_NAME}", "-o", "back")
    assert (done.code, done.err) == (0, "")
    assert tree(tmp_path / "back") == before
    # and one file of it alone
    assert run("restore", "in/sub/table.csv", f"in/{UNDO_NAME}").out == CSV


def test_a_second_run_in_place_adds_to_the_ledger_and_the_first_original_comes_back(run, write, tmp_path):
    path = write("in/a.txt", f"{DIRTY}\nShare this story on Facebook\n")
    original = path.read_bytes()
    for select in ("advert", "share"):
        assert run("clean", "in", "--in-place", "--select", select).code == 0
    assert path.read_bytes().rstrip() == CLEAN.encode().rstrip()
    assert (tmp_path / "in" / UNDO_NAME).read_bytes().count(b"\n") == 2
    assert run("restore", "in", f"in/{UNDO_NAME}", "-o", "back").code == 0
    assert (tmp_path / "back" / "a.txt").read_bytes() == original
    # a run that changes nothing adds nothing
    assert run("clean", "in", "--in-place").err == ""
    assert (tmp_path / "in" / UNDO_NAME).read_bytes().count(b"\n") == 2


def test_ledgers_are_never_read_as_articles(run, write, tmp_path):
    write("in/a.txt", DIRTY)
    write("in/sub/b.txt", DIRTY)
    assert run("clean", "in/sub/b.txt", "--in-place").code == 0
    assert run("clean", "in", "--in-place").code == 0
    assert run("clean", "in", "-o", "out", "--include", "*").code == 0
    assert sorted(tree(tmp_path / "out")) == ["a.txt", "sub/b.txt"]
    done = run("clean", "in/sub/b.txt.cleaner.jsonl", "--in-place")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "is an undo ledger" in done.err


@pytest.mark.parametrize("options", [["--no-undo"], ["--backup", ".orig"]])
@pytest.mark.parametrize("place", [["--in-place"], ["-o", "a.txt"]])
def test_without_an_undo_ledger_the_original_is_backed_up_or_given_up_knowingly(
    run, write, tmp_path, place, options
):
    write("a.txt", DIRTY)
    done = run("clean", "a.txt", *place, *options)
    assert (done.code, done.err) == (0, "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", *(["a.txt.orig"] if options[1:] else [])]
    if options[1:]:
        assert (tmp_path / "a.txt.orig").read_text() == DIRTY


@pytest.mark.parametrize("arguments", [["a.txt", "--no-undo"], ["a.txt", "-o", "b.txt", "--no-undo"]])
def test_no_undo_needs_something_to_give_up(run, write, arguments):
    write("a.txt", DIRTY)
    assert "add --in-place" in run("clean", *arguments).err


@pytest.mark.parametrize(
    "content", ["My notes.\n", "{}\n", '{"schema_version": 1, "program": "cleaner", "id": 1}\n']
)
def test_a_file_of_other_people_at_the_place_of_the_ledger_is_not_touched(run, write, content):
    path, other = write("a.txt", DIRTY), write("a.txt.cleaner.jsonl", content)
    done = run("clean", "a.txt", "--in-place")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "is no undo ledger" in done.err
    assert (path.read_text(), other.read_text()) == (DIRTY, content)


@pytest.mark.parametrize("torn", ['{"sch', '{"schema_version": 1, "program": "cleaner", "program_ver'])
def test_a_line_that_a_crash_cut_off_is_dropped(run, write, torn):
    write("a.txt", DIRTY)
    ledger = write("a.txt.cleaner.jsonl", torn)
    assert run("clean", "a.txt", "--in-place").code == 0
    whole = ledger.read_text()
    assert run("restore", "a.txt", "a.txt.cleaner.jsonl").out == DIRTY.encode()
    ledger.write_text(whole + torn)
    assert run("restore", "a.txt", "a.txt.cleaner.jsonl").out == DIRTY.encode()


def test_a_last_line_without_its_line_break_is_kept(run, write):
    path = write("a.txt", f"{DIRTY}\nShare this story on Facebook\n")
    original = path.read_bytes()
    ledger = write("a.txt.cleaner.jsonl", "")
    run("clean", "a.txt", "--in-place", "--select", "advert")
    ledger.write_bytes(ledger.read_bytes().rstrip(b"\n"))
    run("clean", "a.txt", "--in-place", "--select", "share")
    assert run("restore", "a.txt", "a.txt.cleaner.jsonl").out == original


@pytest.mark.parametrize("limit", ["_MAX_BYTES", "_ALWAYS_BYTES"])
def test_an_original_that_edits_would_not_shorten_is_kept_whole(run, write, tmp_path, monkeypatch, limit):
    monkeypatch.setattr(module, limit, 1)
    name, data = ("a.txt", DIRTY.encode()) if limit == "_MAX_BYTES" else ("a.txt.gz", FILES["packed.txt.gz"])
    for folder in ("in", "in/sub"):
        write(f"{folder}/{name}", data)
    assert run("clean", "in", "--in-place").code == 0
    (kept,) = (tmp_path / "in").glob("*.orig")
    assert kept.read_bytes() == data
    assert run("restore", f"in/{name}", f"in/{UNDO_NAME}").out == data
    assert run("restore", "in", f"in/{UNDO_NAME}", "-o", "back").code == 0
    assert tree(tmp_path / "back").keys() == {name, f"sub/{name}"}
    kept.write_bytes(b"changed")
    done = run("restore", f"in/{name}", f"in/{UNDO_NAME}")
    assert (done.code, done.out) == (3, b"")
    assert f"{kept.name}, which holds the original, is not beside it or was changed" in done.err


def test_names_of_ledgers_and_originals_fit_where_the_longest_names_do(write):
    name = f"{'x' * 251}.txt"
    ledger, source = UndoLedgers([]).place(Source(f"in/{name}", name))
    assert (ledger, source) == (f"in/{UNDO_NAME}", name)
    assert len(module._kept_name(f"in/{name}", "0" * 64)) == 255
    assert UndoLedgers([]).place(Source("in/a.txt", "a.txt")) == ("in/a.txt.cleaner.jsonl", "a.txt")
    assert UndoLedgers(["in/"]).place(Source("in/sub/a.txt", "sub/a.txt")) == (f"in/{UNDO_NAME}", "sub/a.txt")


def test_a_file_with_several_names_is_copied_and_not_linked(write, tmp_path):
    path = write("a.txt", DIRTY)
    os.link(path, tmp_path / "b.txt")
    module.keep_file(str(path), str(tmp_path / "kept"), module.file_digest(str(path)))
    (tmp_path / "b.txt").write_text("written under the other name")
    assert (tmp_path / "kept").read_text() == DIRTY


def test_when_the_ledger_cannot_be_written_nothing_is_replaced(run, write, tmp_path):
    path = write("in/a.txt", DIRTY)
    os.symlink("elsewhere", tmp_path / "in" / UNDO_NAME)
    done = run("clean", "in", "--in-place")
    assert done.code == 3
    assert path.read_text() == DIRTY
    assert not (tmp_path / "in" / "elsewhere").exists()
    assert leftovers(tmp_path) == []


def test_two_runs_beside_each_other_write_whole_lines(tmp_path):
    make_folder(tmp_path / "in", 40, text=lambda number: f"{number}\n\n{DIRTY}")
    before = tree(tmp_path / "in")
    names = sorted((tmp_path / "in").rglob("*.txt"))
    runs = [
        start("clean", *names[half::2], "--in-place", "--report", tmp_path / f"{half}.jsonl") for half in (0, 1)
    ]
    assert [process.wait(60) for process in runs] == [0, 0]
    for process in runs:
        process.stderr.close()
    for path in names:
        assert ran("restore", path, f"{path}.cleaner.jsonl", "-o", path).returncode == 0
    assert {name: digest for name, digest in tree(tmp_path / "in").items() if name in before} == before


def test_a_run_that_fails_half_way_says_where_the_originals_are(run, write, tmp_path, monkeypatch):
    for name in ("a", "b"):
        write(f"in/{name}.txt", DIRTY)
    calls = []

    def replace(source: str, target: str) -> None:
        calls.append(target)
        if len(calls) > 1:
            raise OSError(28, "No space left on device")
        os.rename(source, target)

    monkeypatch.setattr(os, "replace", replace)
    done = run("clean", "in", "--in-place")
    assert done.code == 4
    assert f"the originals are kept in in/{UNDO_NAME}" in done.err
    assert [(tmp_path / "in" / f"{name}.txt").read_text() for name in "ab"] == [CLEAN, DIRTY]
    monkeypatch.undo()
    assert run("restore", "in", f"in/{UNDO_NAME}", "-o", "back").code == 0
    assert [(tmp_path / "back" / f"{name}.txt").read_text() for name in "ab"] == [DIRTY, DIRTY]
