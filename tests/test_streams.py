"""Formats told apart, files whole or absent."""

from __future__ import annotations

import io
import os
import stat

import pytest

from cleaner.streams import OutputError, StreamError, WholeFile, find_format, sniff


@pytest.mark.parametrize(
    ("head", "format"),
    [
        (b"Rain fell.", "text"),
        (b"", "text"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"\xef\xbb\xbf\n <HTML lang=en>", "html"),
        (b'<?xml version="1.0"?>\n<html xmlns="">', "html"),
        ("<html>".encode("utf-16"), "html"),
        (b"<p>a stray tag</p> in text", "text"),
        (b'{"text": "Rain."}\n{"text": "Sun."}', "jsonl"),
        (b'{"html": "<p>x</p>"}', "jsonl"),
        (b'{"title": "no article"}', "jsonl"),
        (b'[{"text": "Rain."}]', "json"),
        (b'{\n  "text": "Rain."\n}', "json"),
        (b"{not json", "text"),
        (b"[1] A footnote", "text"),
        (b"[sic]", "text"),
        (b"{{template}} Rain", "text"),
        (b'{"text": "' + b"x" * 70_000, "jsonl"),
    ],
)
def test_the_format_is_told_by_content(head, format):
    assert sniff(head) == format


@pytest.mark.parametrize(
    ("name", "format"),
    [("a.html", "html"), ("A.HTM", "html"), ("a.jsonl", "jsonl"), ("a.ndjson", "jsonl"), ("a.txt", "text")],
)
def test_a_suffix_decides_first_and_the_stream_stays_whole(name, format):
    for content in (b"", b"Rain fell.", b"x" * 200_000):
        found, stream = find_format(name, io.BytesIO(content))
        assert found == format
        assert stream.read() == content


def test_lines_of_a_looked_at_stream_come_one_by_one():
    _, stream = find_format("-", io.BytesIO(b'{"text": "a"}\n' * 20_000))
    assert sum(1 for _ in stream) == 20_000


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
        if call == "write":
            monkeypatch.setattr(file, "_file", type("Full", (), {"write": fail, "close": lambda self: None})())
        else:
            monkeypatch.setattr(os, call, fail)
        with pytest.raises(StreamError, match=r"out\.txt: No space left"):  # noqa: PT012 either may fail
            file.write(b"new")
            file.commit()
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir() if call != "write"] in ([], ["out.txt"])
