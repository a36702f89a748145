"""Faults injected: every call that touches an output fails once, at its first use, its second, and so on."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

import cleaner
from cleaner.runner import run as running
from cleaner.runner.inputs import task_reader as reading
from cleaner.runner.inputs.discover import Selection
from cleaner.runner.outputs import journal
from cleaner.runner.request import CleanRequest
from cleaner.system.errors import OutputError, WriteError
from support.bulk import DIRTY, leftovers, make_folder, make_records, tree

CLEANER = cleaner.Cleaner(select=["advert"])


CALLS = ["write", "fsync", "replace", "open", "ftruncate", "makedirs", "unlink", "link", "chmod"]


class Fails:
    """A call of the operating system that fails the so-many-th time; `at` 0 never does, and counts."""

    def __init__(self, call, at: int, code: int) -> None:
        self._call = call
        self._at = at
        self._code = code
        self.count = 0

    def __call__(self, *arguments, **options):
        self.count += 1
        if self.count == self._at:
            raise OSError(self._code, os.strerror(self._code))
        return self._call(*arguments, **options)


def small(number: int) -> str:
    return f"Number {number}.\n\n{DIRTY}"


def world(kind: str, folder: Path, where: str) -> tuple[CleanRequest, Path]:
    """What to run, and the place of its output."""
    out = folder / where
    if kind == "folder":
        source = folder / "in"
        return CleanRequest([str(source)], output=str(out), report=f"{out}-reports/"), out
    if kind == "records":
        report = str(folder / f"{where}-ledger.jsonl")
        return CleanRequest([str(folder / "in.jsonl")], output=f"{out}.jsonl", report=report), Path(f"{out}.jsonl")
    if kind == "joined":
        inputs = [str(path) for path in sorted((folder / "in").glob("*.txt"))]
        return CleanRequest(inputs, output=f"{out}.txt", report=f"{out}-ledger.json"), Path(f"{out}.txt")
    return CleanRequest([str(out)], in_place=True, backup=".orig", selection=Selection(("*.txt",))), out


def contents(out: Path) -> dict[str, str]:
    if out.is_dir():
        return tree(out)
    return {out.name: out.read_bytes().hex()} if out.exists() else {}


@pytest.mark.parametrize("kind", ["folder", "records", "joined", "in place"])
@pytest.mark.parametrize("call", CALLS)
def test_whatever_fails_outputs_are_whole_or_absent_and_inputs_untouched(tmp_path, monkeypatch, kind, call):
    monkeypatch.setattr(journal, "_CHECKPOINT_SECONDS", 0)
    monkeypatch.setattr(reading, "_LINES", 8)
    make_folder(tmp_path / "in", 4, text=small)
    make_records(tmp_path / "in.jsonl", 24, text=small)
    dirty = tree(tmp_path / "in")
    records = (tmp_path / "in.jsonl").read_bytes()
    if kind == "in place":
        make_folder(tmp_path / "whole", 4, text=small)
    request, whole_at = world(kind, tmp_path, "whole")
    counter = Fails(getattr(os, call), 0, 0)
    with monkeypatch.context() as patched:
        patched.setattr(os, call, counter)
        assert running.run_clean(request, CLEANER) == 0
    whole = contents(whole_at)
    for at in range(1, counter.count + 1):
        if kind == "in place":
            make_folder(tmp_path / f"out{at}", 4, text=small)
        request, out = world(kind, tmp_path, f"out{at}")
        with monkeypatch.context() as patched:
            patched.setattr(os, call, Fails(getattr(os, call), at, errno.ENOSPC))
            failed = False
            try:
                code = running.run_clean(request, CLEANER)
            except (WriteError, OutputError):
                failed = True
            else:
                # what is only tidying up, or has another way, may fail
                assert code == 0
                assert call in ("unlink", "link", "chmod", "open", "makedirs"), call
        check(kind, tmp_path, out, whole, dirty)
        assert tree(tmp_path / "in") == dirty
        assert (tmp_path / "in.jsonl").read_bytes() == records
        # and the same command, resumed, comes to the same end
        again = request._replace(resume=kind != "joined")
        if kind != "in place" or failed or leftovers(out):  # else the backups stand, and nothing may replace them
            assert running.run_clean(again, CLEANER) == 0
        after = contents(out)
        expected = {name.replace("whole", f"out{at}"): digest for name, digest in whole.items()}
        assert after == expected
        assert leftovers(tmp_path) == []
    if call in ("write", "replace", "fsync"):
        assert counter.count >= 1


def check(kind: str, folder: Path, out: Path, whole: dict[str, str], dirty: dict[str, str]) -> None:
    """Every file at the output's place is whole: a clean one, or in place the dirty one or its backup."""
    found = {name: digest for name, digest in contents(out).items() if ".cleaner-" not in name}
    for name, digest in found.items():
        if kind == "in place":
            assert digest in (whole.get(name), dirty[name.removesuffix(".orig")]), name
        else:
            assert digest == whole[name.replace(out.stem, "whole")], name
    if kind == "in place":
        for name, digest in dirty.items():
            # the article as it was is always somewhere
            assert digest in (found[name], found.get(f"{name}.orig")), name
