"""A worker does its tasks: files that it reads itself, content that was read before, lines of records."""

from __future__ import annotations

import gzip
import hashlib
import json
import pickle

import pytest

from cleaner.core.result import Failure
from cleaner.formats.options import ReadOptions, WriteOptions
from cleaner.intake.limits import Limits
from cleaner.runner.workers import worker as module
from cleaner.runner.workers.describe import OutputOptions
from cleaner.runner.workers.outcome import UnitResult
from cleaner.runner.workers.task import Source, Task, Unit
from cleaner.runner.workers.worker import Worker, WorkerConfig, failed, joined, past_limit
from support.bulk import CLEAN, DIRTY
from support.units import result

ROWS = Source("rows.jsonl", "rows.jsonl", "jsonl")
GONE = Source("nowhere.txt", "nowhere.txt", "text")
LIMITS = Limits()
WHY = Failure("limit", "limit: too long")


def setup(worker, *, to=None, limits=LIMITS, **telling: object) -> WorkerConfig:
    return WorkerConfig(worker, ReadOptions(), WriteOptions(to), OutputOptions(**telling), limits)  # type: ignore[arg-type]


def done(worker, unit: Unit, **options: object) -> UnitResult:
    (made,) = Worker(setup(worker, **options))(Task((unit,)))
    return made


@pytest.fixture
def source(tmp_path):
    def _source(data: bytes = DIRTY.encode(), format: str = "text", name: str = "pier.txt") -> Source:
        (tmp_path / name).write_bytes(data)
        return Source(str(tmp_path / name), name, format, "", len(data))

    return _source


def test_a_config_that_was_sent_makes_a_worker(worker, source):
    made = pickle.loads(pickle.dumps(setup(worker)))()
    assert [each.outputs for each in made(Task((Unit(source()), Unit(source()))))] == [[CLEAN.encode()]] * 2


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_is_read_unpacked_and_cleaned(worker, source, packed):
    data = gzip.compress(DIRTY.encode()) if packed else DIRTY.encode()
    made = done(worker, Unit(source(data)))
    assert (made.outputs, made.lost, made.tally.documents) == ([CLEAN.encode()], False, 1)
    assert made.digest == hashlib.sha256(data).hexdigest()
    assert made.tally.input_bytes == len(data)


def test_content_that_was_read_before_is_cleaned(worker):
    made = done(worker, Unit(GONE, DIRTY.encode()))
    assert (made.outputs, made.digest, made.tally.input_bytes) == ([CLEAN.encode()], "", len(DIRTY))


def test_a_file_that_is_gone_is_lost(worker):
    made = done(worker, Unit(GONE))
    assert (made.lost, made.outputs, made.tally.failures) == (True, [], {"unreadable": 1})
    assert made.notes[0].text == "No such file or directory"


def test_an_error_without_words_of_its_own_is_told(worker, monkeypatch):
    def refuse(_: str) -> None:
        raise OSError("the tide is out")

    monkeypatch.setattr(module, "_read", refuse)
    assert done(worker, Unit(GONE)).notes[0].text == "the tide is out"
    made = failed(Task((Unit(GONE),)), "crash: it died", setup(worker))[0]
    assert (made.notes[0].text, made.lost, made.tally.failures) == ("the tide is out", True, {"unreadable": 1})


def test_a_damaged_file_comes_out_as_it_is(worker, source):
    data = gzip.compress(DIRTY.encode())[:-3]
    made = done(worker, Unit(source(data)))
    assert (made.outputs, made.tally.failures) == ([data], {"input": 1})
    assert made.notes[0].text.startswith("the compressed data is damaged or cut off")


@pytest.mark.parametrize("more", [0, 1])
def test_a_file_may_unpack_to_just_as_many_bytes_as_the_limit(worker, source, more):
    data = gzip.compress(DIRTY.encode())
    limits = Limits(text_bytes=len(DIRTY) - more, html_bytes=len(DIRTY) - more)
    made = done(worker, Unit(source(data)), limits=limits)
    if more:
        assert made.notes[0].text == f"limit: it unpacks to more than {len(DIRTY) - 1} bytes"
        assert (made.outputs, made.tally.failures) == ([data], {"limit": 1})
    else:
        assert made.outputs == [CLEAN.encode()]


@pytest.mark.parametrize("more", [0, 1])
def test_a_document_past_a_limit_comes_out_as_it_is(worker, more):
    made = done(worker, Unit(GONE, DIRTY.encode()), limits=Limits(text_bytes=len(DIRTY) - more))
    assert made.outputs == [(DIRTY if more else CLEAN).encode()]
    assert made.tally.failures == ({"limit": 1} if more else {})


def test_json_that_is_no_json_lines_is_not_cleaned(worker):
    data = b'[\n{"text": "Rain."}\n]'
    made = done(worker, Unit(Source("a.json", "a.json", "json"), data))
    assert made.outputs == [data]
    assert made.notes[0].text.startswith("JSON, but not JSON Lines")


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"Rain fell.", "limit"), (b"\0" * 40, "binary"), (b"a" * (1 << 16) + b"\0" * 90_000, "limit")],
)
def test_what_is_too_long_may_be_no_text_at_all(data, kind):
    assert past_limit(data, "limit: too long").kind == kind


def row(text: str) -> bytes:
    return json.dumps({"text": text}).encode() + b"\n"


def test_records_are_cleaned_line_by_line_and_joined(worker):
    data = row(DIRTY) + b"\n" + b"{rain\n" + row(DIRTY)
    made = done(worker, Unit(ROWS, data, records=True, first=5, skipped=3), report=".jsonl")
    assert made.outputs == [row(CLEAN) + b"\n{rain\n" + row(CLEAN)]
    assert [name for name, _ in made.entries] == [f"rows.jsonl:{number}" for number in range(5, 9)]
    assert [note.name for note in made.notes] == ["rows.jsonl:7"]
    assert (made.tally.documents, made.tally.failed, made.tally.skipped) == (3, 1, 3)
    assert (made.tally.input_bytes, made.tally.records) == (len(data), 2)


def test_a_record_that_the_reader_found_to_be_none_is_not_cleaned(worker):
    faults = ((2, WHY), (3, Failure("", "")))
    made = done(worker, Unit(ROWS, row(DIRTY) * 4, records=True, faults=faults))
    assert made.outputs == [row(CLEAN) + row(DIRTY) * 2 + row(CLEAN)]
    assert [(note.name, note.text) for note in made.notes] == [("rows.jsonl:2", "limit: too long")]
    # a fault without words is no failure, and no document
    assert (made.tally.documents, made.tally.failures) == (3, {"limit": 1})


@pytest.mark.parametrize(("format", "records"), [("jsonl", 1), ("warc", 0)])
def test_the_fields_of_an_archive_are_ours_and_not_counted(worker, format, records):
    made = done(worker, Unit(Source("a", "a", format), row(DIRTY), records=True))
    assert (made.tally.records, made.tally.documents) == (records, 1)


def test_the_limits_hold_for_records(worker):
    made = done(worker, Unit(ROWS, row(DIRTY), records=True), limits=Limits(text_bytes=20))
    assert made.tally.failures == {"limit": 1}


class TestPassedThrough:
    """What failed before it came here: its data come out as they are."""

    LONG = Unit(GONE, b"Rain", failed=WHY)
    PIECE = LONG._replace(failed=WHY._replace(why=""))

    def test_the_first_piece_is_told_and_the_rest_follows(self, worker):
        made = done(worker, self.LONG)
        assert (made.outputs, made.tally.failures, made.tally.input_bytes) == ([b"Rain"], {"limit": 1}, 4)
        assert made.notes[0].text == WHY.why
        made = done(worker, self.PIECE)
        assert (made.outputs, made.tally.failed, made.notes, made.tally.input_bytes) == ([b"Rain"], 0, [], 4)

    @pytest.mark.parametrize(
        ("kind", "telling"),
        [("limit", {"diff": True}), ("limit", {"check": True}), ("binary", {"omit_binary": True})],
    )
    def test_a_piece_has_no_place_in_some_outputs(self, worker, kind, telling):
        piece = self.PIECE._replace(failed=Failure(kind, ""))
        assert done(worker, piece, **telling).outputs == []

    def test_text_goes_into_a_record_piece_by_piece(self, worker):
        first, last = self.LONG._replace(last=False), self.PIECE
        outputs = [output for unit in (first, last) for output in done(worker, unit, to="jsonl").outputs]
        assert json.loads(b"".join(outputs)) == {"id": "nowhere.txt", "error": WHY.why, "text": "RainRain"}
        assert done(worker, last._replace(last=False), to="jsonl").outputs == [b"Rain"]

    def test_lines_of_records_stay_lines(self, worker):
        made = done(worker, Unit(ROWS, b"{rain\n", records=True, first=4, failed=WHY), to="jsonl")
        assert (made.outputs, made.notes[0].name) == ([b"{rain\n"], "rows.jsonl:4")

    def test_of_what_is_lost_nothing_comes_out(self, worker):
        made = done(worker, Unit(GONE, None, failed=Failure("unreadable", "gone"), lost=True), to="jsonl")
        assert (made.outputs, made.lost, made.tally.failures) == ([], True, {"unreadable": 1})


CRASH = "crash: it died"


def test_a_document_that_its_worker_did_not_survive_comes_out_as_it_was(worker, source):
    (made,) = failed(Task((Unit(source()),)), CRASH, setup(worker))
    assert (made.outputs, made.tally.failures, made.lost) == ([DIRTY.encode()], {"crash": 1}, False)
    assert (made.digest, made.tally.input_bytes) == (hashlib.sha256(DIRTY.encode()).hexdigest(), len(DIRTY))
    assert made.notes[0].text == CRASH
    (made,) = failed(Task((Unit(GONE, b"Rain"),)), CRASH, setup(worker, to="jsonl"))
    assert json.loads(made.outputs[0]) == {"id": "nowhere.txt", "text": "Rain", "error": CRASH}


def test_a_record_that_its_worker_did_not_survive_comes_out_as_it_was(worker):
    unit = Unit(ROWS, row(DIRTY), records=True, first=4, skipped=2)
    (made,) = failed(Task((unit,)), CRASH, setup(worker, to="jsonl"))
    assert (made.outputs, made.notes[0].name, made.tally.skipped) == ([row(DIRTY)], "rows.jsonl:4", 2)


def test_a_document_that_is_gone_meanwhile_is_lost(worker):
    (made,) = failed(Task((Unit(GONE),)), CRASH, setup(worker, to="jsonl"))
    assert (made.outputs, made.lost, made.tally.failures) == ([], True, {"unreadable": 1})
    assert made.notes[0].text == "No such file or directory"


def test_the_parts_of_a_task_are_joined_to_one_result_a_unit():
    two = Task((Unit(GONE), Unit(ROWS)))
    parts = [[result(b"rain")], [result(b"wind")]]
    assert [made.outputs for made in joined(two, parts)] == [[b"rain"], [b"wind"]]
    (made,) = joined(Task((Unit(ROWS),)), parts)
    assert made.outputs == [b"rainwind"]
