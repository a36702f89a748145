"""Formats told apart, files whole or absent."""

from __future__ import annotations

import hashlib
import os
import stat

import pytest

from cleaner.system.errors import OutputError, WriteError
from cleaner.system.streams import WholeFile, file_digest


def test_a_file_appears_only_when_it_is_whole(tmp_path):
    path = tmp_path / "out.txt"
    with WholeFile(str(path)) as file:
        file.write(b"half")
        assert not path.exists()
    assert list(tmp_path.iterdir()) == []
    with WholeFile(str(path)) as file:
        file.write(b"whole")
        file.commit()
    assert path.read_bytes() == b"whole"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_replaced_keeps_its_permissions_and_a_link_stays_a_link(tmp_path):
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    with WholeFile(str(link)) as file:
        file.write(b"new")
        file.commit()
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_what_cannot_be_written_is_refused_by_name(tmp_path):
    with pytest.raises(OutputError, match="is a folder"):
        WholeFile(str(tmp_path))
    with pytest.raises(OutputError, match="nowhere"):
        WholeFile(str(tmp_path / "nowhere" / "out.txt"))


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_when_the_disk_fails_the_old_file_stays_and_nothing_is_left_behind(tmp_path, monkeypatch, call):
    path = tmp_path / "out.txt"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with WholeFile(str(path)) as file:
        monkeypatch.setattr(os, call, fail)
        with pytest.raises(WriteError, match=r"out\.txt: No space left"):  # noqa: PT012 either may fail
            file.write(b"new")
            file.commit()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_two_runs_never_write_one_file(tmp_path):
    path = tmp_path / "out.txt"
    with WholeFile(str(path)) as first:
        first.write(b"first")
        with pytest.raises(OutputError, match="another run is writing it"):
            WholeFile(str(path))
        first.commit()
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


def test_the_digest_of_a_file_is_its_sha_256(tmp_path):
    path = tmp_path / "tide.txt"
    path.write_bytes(b"The tide is out.\n" * 100_000)
    assert file_digest(str(path)) == hashlib.sha256(path.read_bytes()).hexdigest()
