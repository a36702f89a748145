"""The sources of a run are found once, and no two have one place."""

from __future__ import annotations

import gzip
import os

import pytest

from cleaner.core.errors import ConfigurationError
from cleaner.runner.inputs import source_list as module
from cleaner.runner.inputs.discover import Selection, find
from cleaner.runner.inputs.source_list import Places, SourceList
from cleaner.runner.workers.task import Source
from cleaner.system.errors import WriteError
from support.bulk import DIRTY

BODY = '{"body": "Rain fell.\\n\\nAdvertisement", "link": "https://example.org/1"}\n'


def test_the_size_of_a_stream_makes_that_of_all_unknown(tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(BODY.encode()))
    os.mkfifo(tmp_path / "pipe.txt")
    names = [str(tmp_path / name) for name in ("a.txt", "missing.txt")]
    packed, pipe = str(tmp_path / "b.jsonl.gz"), str(tmp_path / "pipe.txt")
    both = 2 * len(DIRTY)
    for more, expected in ([], both), (["-"], 0), ([pipe], 0), ([packed], 0):  # a packed byte is worth more
        listed = SourceList(find([*names, *more, names[0]], Selection(), skip=lambda _: None))
        assert listed.bytes == expected
        listed.close()


def source(name: str, size: int = 1, compression: str = "") -> Source:
    return Source(f"in/{name}", name, "text", compression, size)


def place(source: Source) -> str:
    return f"out/{source.name}"


def test_sources_come_back_in_their_order_and_as_often_as_asked():
    given = [source("b.txt"), source("a.txt", 0), source("ü\udcff.txt", 7)]
    listed = SourceList(iter(given), Places({"output": place}))
    assert list(listed) == list(listed) == given
    assert (listed.count, listed.bytes) == (3, 8)
    listed.close()


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [([], 0), ([3, 4], 7), ([0, 4], 4), ([3, -1], 0), ([-1, 3], 0), ([3, -1, 5], 0), ([-1, 9, 3], 0)],
)
def test_a_size_that_is_not_known_makes_that_of_all_unknown(sizes, expected):
    assert SourceList([source(str(size), size) for size in sizes]).bytes == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("gz", "gz", 2), ("", "", 2), ("gz", "", 0), ("gz", "xz", 0)]
)
def test_sizes_mean_the_same_only_where_files_are_compressed_alike(one, other, expected):
    assert SourceList([source("a", 1, one), source("b", 1, other)]).bytes == expected


@pytest.mark.parametrize(
    ("one", "other"), [("a.txt", "a.txt"), ("a.txt", "A.TXT"), ("caf\u00e9.txt", "cafe\u0301.txt")]
)
def test_two_sources_do_not_have_one_place(one, other):
    given = [source("z.txt"), source(one), source("k.txt"), source(other)]
    with pytest.raises(
        ConfigurationError, match=f"^in/{one} and in/{other} would both be written to out/{other}; "
    ):
        SourceList(given, Places({"output": place}))
    with pytest.raises(ConfigurationError, match="would both be written to out/"):
        SourceList([given[1], given[3]], Places({"output": place}))
    each = {"output": lambda source: f"out/{id(source)}", "report": lambda source: f"reports/{source.name}"}
    with pytest.raises(ConfigurationError, match="would both be written to reports/"):
        SourceList(given, Places(each))
    assert SourceList([*given[:3], source("b.txt")], Places({"output": place})).count == 4


def test_places_alike_by_their_key_alone_are_two(monkeypatch):
    monkeypatch.setattr(module, "_key", lambda path, role: 7)
    assert SourceList([source("a.txt"), source("b.txt")], Places({"output": place})).count == 2


def test_a_list_that_cannot_be_kept_is_told(monkeypatch):
    def refuse(_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("json.dumps", refuse)
    with pytest.raises(WriteError, match="No space left"):
        SourceList([source("a.txt")])
