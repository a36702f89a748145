"""Sources are cut into tasks by their bytes alone."""

from __future__ import annotations

import gzip
import hashlib
import io
import signal
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from cleaner.core.result import Failure
from cleaner.formats.blocks import Block, UnfitError
from cleaner.intake.limits import Limits
from cleaner.runner.inputs import task_reader
from cleaner.runner.inputs.task_reader import Reader, ResumePoint
from cleaner.runner.workers.task import Source, Unit
from cleaner.system.compression import compress
from support.bulk import make_records, ran, start, wait_for


def test_a_table_behind_a_file_of_records_that_is_gone_on_with_begins_at_its_beginning(tmp_path):
    make_records(tmp_path / "in.jsonl", 1500)
    (tmp_path / "in").mkdir()
    (tmp_path / "in.jsonl").rename(tmp_path / "in" / "a.jsonl")
    (tmp_path / "in" / "b.csv").write_text("id,text\n1,Rain fell.\n")
    process = start("clean", tmp_path / "in", "-o", tmp_path / "out", "-j", "2")
    assert wait_for(lambda: any(path.stat().st_size for path in (tmp_path / "out").glob(".cleaner-*.part")))
    process.send_signal(signal.SIGTERM)
    _, heard = process.communicate(timeout=30)
    assert heard == b"cleaner: stopped; go on with: the same command and --resume\n"
    done = ran("clean", tmp_path / "in", "-o", tmp_path / "out", "--resume")
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "out" / "b.csv").read_text() == "id,text\n1,Rain fell.\n"
    assert (tmp_path / "out" / "a.jsonl").read_bytes().count(b"\n") == 1500


LIMITS = Limits(text_bytes=40, html_bytes=40)
LATER = ResumePoint(6, hashlib.sha256(b"{1}\n\n\n").hexdigest(), 4)


@pytest.fixture
def source(tmp_path):
    def _source(data: bytes = b"Rain.\n", format: str = "text", name: str = "pier", **fields: object) -> Source:
        (tmp_path / name).write_bytes(data)
        fields = {"compression": "", "size": len(data)} | fields
        return Source(str(tmp_path / name), name, format, **fields)  # type: ignore[arg-type]

    return _source


def units(*given: Source, limits: Limits = LIMITS, **options: object) -> list[Unit]:
    reader = Reader(limits, **options)  # type: ignore[arg-type]
    return [unit for task in reader.tasks(given) for unit in task.units]


def numbers(given: list[Source], **options: object) -> list[int]:
    return [len(task.units) for task in Reader(Limits(), **options).tasks(given)]  # type: ignore[arg-type]


def test_small_files_go_together(source, monkeypatch):
    monkeypatch.setattr(task_reader, "_FILES", 3)
    monkeypatch.setattr(task_reader, "_BYTES", 10)
    assert numbers([]) == []
    assert numbers([source(b"1")] * 7) == [3, 3, 1]
    # so many bytes and no more
    assert numbers([source(b"12345")] * 4) == [2, 2]
    assert numbers([source(b"123456")] * 3) == [1, 1, 1]
    assert numbers([source(b"1" * 30), source(b"1"), source(b"1")]) == [1, 2]
    # content that was read here counts too
    assert numbers([source(b"12345", compression="gz")] * 2 + [source(b"123456", name="last")]) == [2, 1]


def test_records_and_what_failed_go_alone(source):
    text, rows = source(), source(b"{}\n", "jsonl", "rows")
    gone = text._replace(path="nowhere", compression="gz")
    assert numbers([text, text, rows, text]) == [2, 1, 1]
    assert numbers([text, gone, gone, text]) == [1, 1, 1, 1]


@pytest.mark.parametrize("format", ["text", "html"])
@pytest.mark.parametrize("over", [0, 1])
def test_a_plain_file_within_the_limit_is_read_by_its_worker(source, format, over):
    (unit,) = units(source(b"1" * (40 + over), format))
    if over:
        assert (unit.data, unit.failed.kind) == (b"1" * 41, "limit")
        assert unit.failed.why == "limit: more than 40 bytes, and at most that many are cleaned in one document"
    else:
        assert (unit.data, unit.failed, unit.digest) == (None, None, "")


@pytest.mark.parametrize("size", [0, -1])
def test_an_empty_file_is_a_document_too(source, size):
    (unit,) = units(source(b"", size=size), digests=True)
    assert (unit.data, unit.digest) == (None if size == 0 else b"", "")
    (unit,) = units(source(b"", "auto"), digests=True)
    assert (unit.data, unit.digest) == (b"", hashlib.sha256(b"").hexdigest())


@pytest.mark.parametrize("over", [0, 1])
def test_content_that_is_read_here_may_have_just_as_many_bytes_as_the_limit(source, over):
    (unit,) = units(source(b"1" * (40 + over), size=-1))
    assert (unit.data, unit.failed is not None) == (b"1" * (40 + over), bool(over))


@pytest.mark.parametrize("fields", [{"size": -1}, {"compression": "gz"}, {"format": "auto"}], ids=str)
def test_other_files_are_read_here(source, fields):
    given = source(b"[\n1]", **fields)
    (unit,) = units(given)
    assert (unit.data, unit.failed) == (b"[\n1]", None)
    assert unit.source.format == ("json" if given.format == "auto" else "text")
    assert unit.at == (4 if given.size >= 0 else 0)
    # how it is compressed is told by its content
    assert unit.source.compression == ""


def test_standard_input_is_read_here_and_stays_open(monkeypatch):
    stdin = SimpleNamespace(buffer=io.BytesIO(b"Rain.\n"))
    monkeypatch.setattr(sys, "stdin", stdin)
    (unit,) = units(Source("-", "-", "text", "", 6), digests=True)
    assert (unit.data, unit.digest) == (b"Rain.\n", "")
    assert not stdin.buffer.closed


@pytest.mark.parametrize(("format", "expected"), [("auto", "text"), ("html", "html")])
def test_a_format_that_was_asked_for_is_that_of_all(source, format, expected):
    assert [unit.source.format for unit in units(source(), format=format)] == [expected]


@pytest.mark.parametrize(
    ("format", "packed", "digests", "known"),
    [
        ("auto", False, True, True),
        ("auto", True, True, True),
        ("auto", True, False, False),
        ("jsonl", True, True, True),
        ("jsonl", False, True, False),
        ("jsonl", True, False, False),
    ],
)
def test_the_digest_of_a_file_is_that_of_its_bytes_where_a_worker_does_not_read_it(
    source, format, packed, digests, known
):
    data = b'{"text": "Rain."}\n' if format == "jsonl" else b"Rain.\n"
    file = gzip.compress(data) if packed else data
    (unit,) = units(source(file, format), digests=digests)
    assert unit.data == data
    of_content = hashlib.sha256(data).hexdigest() if format == "jsonl" else ""
    assert unit.digest == (hashlib.sha256(file).hexdigest() if known else of_content)


def test_a_pipe_has_no_digest(source):
    (unit,) = units(source(size=-1), digests=True)
    assert unit.digest == ""


def test_only_the_last_unit_of_a_packed_stream_has_the_digest_of_its_file(source, monkeypatch):
    monkeypatch.setattr(task_reader, "_LINES", 1)
    file = gzip.compress(b"{1}\n{2}\n")
    one, two = units(source(file, "jsonl"), digests=True)
    assert one.digest == hashlib.sha256(b"{1}\n").hexdigest()
    assert two.digest == hashlib.sha256(file).hexdigest()


def test_what_cannot_be_read_is_lost_with_the_reason(source, tmp_path):
    gone = source()._replace(path=str(tmp_path / "nowhere"), size=-1)
    (unit,) = units(gone)
    assert (unit.lost, unit.data, unit.failed) == (True, b"", Failure("unreadable", "No such file or directory"))
    data = b'{"text": "Rain on the pier"}\n' * 90_000
    cut = gzip.compress(data, 0)[:-9]
    made = units(source(cut, "jsonl"), limits=Limits())
    assert len(made) > 2
    assert [unit.lost for unit in made] == [False] * (len(made) - 1) + [True]
    assert made[-1].failed.why.startswith("cannot be read to its end: the compressed data is damaged or cut off")


def test_a_system_error_has_its_own_words(source, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(task_reader, "detect_compression", refuse)
    (unit,) = units(source(size=-1))
    assert unit.failed.why == "Input/output error"


def test_a_document_past_the_limit_comes_in_pieces_of_whole_characters(source, monkeypatch):
    monkeypatch.setattr(task_reader, "_BYTES", 8)
    text = "Überfahrt über den Ärmelkanal, für zwölf Euro, sagte Jörg, und möglichst früh"
    made = units(source(text.encode(), size=-1))
    assert "".join(unit.data.decode() for unit in made) == text
    assert [unit.failed.why != "" for unit in made] == [True] + [False] * (len(made) - 1)
    assert [unit.last for unit in made] == [False] * (len(made) - 1) + [True]
    # bytes that are no UTF-8 come through too
    data = b"Rain " * 9 + b"\xe2\x82"
    made = units(source(data, size=-1))
    assert b"".join(unit.data for unit in made) == data
    assert [unit.last for unit in made] == [False] * (len(made) - 1) + [True]


@pytest.mark.parametrize(
    ("data", "rest"),
    [
        (b"", b""),
        (b"a", b""),
        (b"a\xc3", b"\xc3"),
        (b"a\xc3\xa9", b""),
        (b"a\xc3\xa9b", b""),
        (b"\xc3", b"\xc3"),
        (b"a\xe2", b"\xe2"),
        (b"a\xe2\x82", b"\xe2\x82"),
        (b"a\xe2\x82\xac", b""),
        (b"a\xf0", b"\xf0"),
        (b"a\xf0\x9f", b"\xf0\x9f"),
        (b"a\xf0\x9f\x9a", b"\xf0\x9f\x9a"),
        (b"a\xf0\x9f\x9a\xa2", b""),
        (b"a\xc0", b"\xc0"),
        (b"a\xf0\x9f\x80", b"\xf0\x9f\x80"),
        (b"a\xdf", b"\xdf"),
        (b"a\xe0\xa0", b"\xe0\xa0"),
        (b"a\xef\xbf", b"\xef\xbf"),
        (b"a\xc0\x80\x80", b""),
        (b"\x80\x80\x80\x80", b""),
        (b"\xf0\x7f\x80", b""),
    ],
)
def test_data_is_cut_behind_its_last_whole_character(data, rest):
    assert task_reader._cut(data) == (data[: len(data) - len(rest)], rest)


def lines(data: bytes, longest: int = 1000) -> list[tuple[bytes, bool]]:
    return list(task_reader._line_blocks(io.BytesIO(data), longest))


def test_blocks_are_of_so_many_lines_and_so_many_bytes(monkeypatch):
    monkeypatch.setattr(task_reader, "_LINES", 2)
    assert lines(b"") == []
    assert lines(b"1\n2\n") == [(b"1\n2\n", True)]
    assert lines(b"1\n2\n\n4") == [(b"1\n2\n", True), (b"\n4", True)]
    monkeypatch.setattr(task_reader, "_LINES", 99)
    monkeypatch.setattr(task_reader, "_BYTES", 6)
    # the line that a block ends in is read to its end
    assert lines(b"1\n2\n345\n6\n") == [(b"1\n2\n345\n", True), (b"6\n", True)]
    assert lines(b"1\n2\n3\n4\n") == [(b"1\n2\n3\n", True), (b"4\n", True)]


@pytest.mark.parametrize(
    ("data", "blocks"),
    [
        (b"1234567\n", [(b"1234567\n", False)]),
        (b"123456\n", [(b"123456\n", True)]),
        (b"1234567", [(b"1234567", True)]),
        (b"1\n2345678\n", [(b"1\n", True), (b"2345678\n", False)]),
        (b"12345678", [(b"12345678", False)]),
        (b"1\n2345678\n9\n", [(b"1\n", True), (b"2345678\n", False), (b"9\n", True)]),
        (b"1234567890123456\n1\n", [(b"12345678901234", False), (b"56\n", False), (b"1\n", True)]),
    ],
)
def test_a_line_too_long_comes_in_pieces(monkeypatch, data, blocks):
    monkeypatch.setattr(task_reader, "_BYTES", 6)
    assert lines(data, 8) == blocks


@pytest.mark.parametrize(("count", "end"), [(1, 2), (2, 3), (3, 4), (9, 4)])
def test_so_many_lines_end_there(count, end):
    assert task_reader._behind_lines(b"1\n\n3", count) == end
    assert task_reader._behind_lines(b"\n" + b"1\n\n3", count + 1) == end + 1


def test_an_empty_line_is_a_line():
    assert task_reader._behind_lines(b"\n2\n", 1) == 1


def rows(source: Source, **options: object) -> list[tuple[bytes, int, bool, int]]:
    return [(unit.data, unit.first, unit.last, unit.until) for unit in units(source, **options)]


def test_records_are_numbered_and_have_their_offsets(source, monkeypatch):
    monkeypatch.setattr(task_reader, "_LINES", 2)
    data = b"{1}\n\n{3}\n{4}"
    given = source(data, "jsonl")
    assert rows(given) == [(b"{1}\n\n", 1, False, 5), (b"{3}\n{4}", 3, True, 12)]
    made = units(given)
    assert all(unit.records and unit.failed is None for unit in made)
    assert [unit.digest for unit in made] == [
        hashlib.sha256(data[:5]).hexdigest(),
        hashlib.sha256(data).hexdigest(),
    ]
    assert rows(source(b"", "jsonl")) == [(b"", 1, True, 0)]


def test_a_record_too_long_is_told_once(source, monkeypatch):
    monkeypatch.setattr(task_reader, "_BYTES", 60)
    long = b"1" * 150 + b"\n"
    made = units(source(b"{1}\n" + long + long + b"{4}\n", "jsonl"))
    why = "limit: a line this long is not cleaned"
    assert [unit.failed and unit.failed.why for unit in made] == [None, why, "", why, "", None]
    assert [unit.first for unit in made if unit.failed and unit.failed.why] == [2, 3]
    assert made[-1].first == 4


def test_a_resumed_stream_begins_at_its_point_if_it_is_what_it_was(source):
    data = b"{1}\n\n\n{4}\n"
    assert rows(source(data, "jsonl"), begin_at=lambda _: LATER) == [(b"{4}\n", 4, True, 10)]
    assert units(source(data, "jsonl"), begin_at=lambda _: LATER)[0].digest == hashlib.sha256(data).hexdigest()
    # all of it was done
    assert rows(source(data[:6], "jsonl"), begin_at=lambda _: LATER) == [(b"", 4, True, 6)]
    changed = b"{0}\n\n\n{4}\n"
    for other in (changed, changed[:3]):
        assert rows(source(other, "jsonl"), begin_at=lambda _: LATER) == [(other, 1, True, len(other))]


def test_what_comes_before_the_point_is_passed_over_in_pieces(source, monkeypatch):
    monkeypatch.setattr(task_reader, "_BYTES", 4)
    assert rows(source(b"{1}\n\n\n{4}\n", "jsonl"), begin_at=lambda _: LATER) == [(b"{4}\n", 4, True, 10)]


def converted(source: Source, *blocks: Block, unfit: bytes | None = None) -> list[Unit]:
    def records_of(source: Source, stream: io.BytesIO) -> Iterator[Block]:
        yield from blocks
        if unfit is not None:
            raise UnfitError("no table", io.BytesIO(unfit))

    return units(source, records_of=records_of)


def test_blocks_of_another_format_are_numbered_through(source):
    fault = Failure("input", "no row")
    given = source(b"a,b\n", "csv")
    one, two = converted(given, Block(b"1\n2\n", 2, ((1, fault),), 3), Block(b"3\n", 1, ((0, fault),)))
    assert (one.data, one.records, one.first, one.last, one.faults, one.skipped) == (
        b"1\n2\n",
        True,
        1,
        False,
        ((2, fault),),
        3,
    )
    assert (two.data, two.first, two.last, two.faults, two.until) == (b"3\n", 3, True, ((3, fault),), 0)
    assert converted(given) == []


def test_the_rest_of_a_file_that_holds_no_records_comes_as_it_is(source):
    (alone,) = converted(source(b"a,b\n", "csv"), unfit=b"a,b\n")
    assert (alone.data, alone.records, alone.failed, alone.last) == (
        b"a,b\n",
        False,
        Failure("input", "no table"),
        True,
    )
    one, rest = converted(source(b"a,b\n", "csv"), Block(b"1\n", 1), unfit=b"rest")
    assert (one.data, one.last, rest.data, rest.last) == (b"1\n", False, b"rest", True)


def test_files_that_were_opened_are_closed(source, monkeypatch):
    opened: list[io.BufferedReader] = []

    def open_input(name: str) -> io.BufferedReader:
        opened.append(open(name, "rb"))
        return opened[-1]

    monkeypatch.setattr(task_reader, "open_input", open_input)
    units(source(size=-1))
    assert [file.closed for file in opened] == [True]


@pytest.mark.parametrize("compression", ["gz", "bz2", "xz", "zst"])
def test_records_before_a_damaged_stream_come_out(source, compression):
    first = b'{"text":"Rain fell."}\n' * 1200
    damaged = compress(first, compression) + b"?" + compress(first, compression)[1:]
    given = units(source(damaged, "jsonl", compression=compression))
    assert b"".join(unit.data or b"" for unit in given[:-1]) == first
    assert not any(unit.last for unit in given[:-1])
    assert given[-1].lost
    assert "damaged" in given[-1].failed.why


@pytest.mark.parametrize("compression", ["gz", "bz2", "xz", "zst"])
def test_a_document_with_a_damaged_second_stream_is_lost(source, compression):
    damaged = compress(b"Rain fell.\n", compression) + b"?" + compress(b"Snow fell.\n", compression)[1:]
    (unit,) = units(source(damaged, compression=compression))
    assert unit.lost
    assert "damaged" in unit.failed.why
