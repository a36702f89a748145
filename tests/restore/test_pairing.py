"""What was cleaned comes back: files and folders, packed and plain, by a ledger of their own or of the whole run."""

from __future__ import annotations

import os
import time

from cleaner.report.ledger import dumps, failure
from cleaner.restore.pairing import CleanFiles, pairs_of_file
from support.bulk import DIRTY, make_folder, ran, tree


def test_wherever_the_inputs_came_from_each_is_found_by_its_origin(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make_folder(tmp_path / "a" / "deep", 5, text=lambda number: f"{DIRTY}{number} ferries.\n")
    make_folder(tmp_path / "b", 5, text=lambda number: f"{DIRTY}{number} boats.\n")
    (tmp_path / "a" / "in").mkdir()
    for place in ("a/in/x.txt", "a/x.txt", "b/in/y.txt"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(f"{DIRTY}{place}.\n")
    os.makedirs(b"b/na\xefve")
    with open(b"b/na\xefve/caf\xe9:3.txt", "w") as file:
        file.write(DIRTY)
    (tmp_path / "list").write_text("a/x.txt\n./b/in/y.txt\n")
    for number, (arguments, originals) in enumerate(
        (
            (["a"], {"": "a"}),
            (["./a/../a/"], {"": "a"}),
            (["a/deep"], {"": "a/deep"}),
            (["a/deep/sub"], {"": "a/deep/sub"}),
            ([tmp_path / "b"], {"": "b"}),
            (["a", "b"], {"": "a", "\0": "b"}),
            (["a/x.txt", "b/in/y.txt"], {"x.txt": "a/x.txt", "y.txt": "b/in/y.txt"}),
            (["--files-from", "list"], {"a/x.txt": "a/x.txt", "b/in/y.txt": "b/in/y.txt"}),
        )
    ):
        out, report, back = f"out{number}/", f"all{number}.jsonl", tmp_path / f"back{number}"
        assert ran("clean", *arguments, "-o", out, "--report", report).returncode == 0
        done = ran("restore", out, report, "-o", back)
        assert (done.returncode, done.stderr) == (0, b""), arguments
        wanted = {}
        for place, original in originals.items():
            path = tmp_path / original
            alone = {place: tree(path.parent)[path.name]} if path.is_file() else {}
            wanted |= alone or tree(path)
        assert tree(back) == wanted


def test_a_path_of_a_million_parts_is_passed_over_soon(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "a.txt").write_text("Rain.")
    ledger = tmp_path / "all.jsonl"
    sources = ["x/" * 1_000_000 + "a.txt", "x/" * 1_000_000 + "b/a.txt"]
    ledger.write_text("".join(dumps(failure(source, "gone")).decode() for source in sources))
    began = time.process_time()
    pairs = list(pairs_of_file(CleanFiles(str(tmp_path), [str(ledger)]), str(ledger)))
    assert [pair.place for pair in pairs] == [None, "b/a.txt"]
    assert time.process_time() - began < 5
