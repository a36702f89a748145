"""Each source goes to a file of its own, whole or absent, and a run that was stopped goes on."""

from __future__ import annotations

import errno
import gzip
import os
import shutil
import stat
from contextlib import ExitStack
from pathlib import Path

import pytest

from cleaner.runner.outputs.journal import Journal
from cleaner.runner.outputs.separate import SeparateOutputs
from cleaner.runner.outputs.undo import Backups, UndoLedgers
from cleaner.runner.workers.task import Source
from cleaner.system import atomic_file
from cleaner.system.atomic_file import PartialFile, sidecar_path
from cleaner.system.errors import OutputError, PlaceError, WriteError
from cleaner.system.streams import file_digest
from support.bulk import CLEAN, DIRTY, leftovers, make_folder, ran, tree
from support.units import result, unit


def test_in_place_keeps_permissions_links_and_what_needs_no_cleaning(tmp_path):
    folder = make_folder(tmp_path / "in", 4, text=lambda number: DIRTY if number else CLEAN)
    (folder / "0003.txt").chmod(0o640)
    (folder / "link.txt").symlink_to("0003.txt")
    (folder / "rows.jsonl.gz").write_bytes(gzip.compress(b'{"text": "Rain.\\n\\nAdvertisement"}\n'))

    def seen():
        status = (folder / "0000.txt").stat()
        return status.st_ino, status.st_mtime_ns, status.st_mode

    before = seen()
    done = ran("clean", folder, "--in-place", "--backup", ".orig", "-q")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (folder / "0003.txt").read_text() == CLEAN
    assert (folder / "0003.txt.orig").read_text() == DIRTY
    assert stat.S_IMODE((folder / "0003.txt").stat().st_mode) == 0o640
    assert (folder / "link.txt").is_symlink()
    assert gzip.decompress((folder / "rows.jsonl.gz").read_bytes()) == b'{"text": "Rain.\\n"}\n'
    assert seen() == before
    assert not (folder / "0000.txt.orig").exists()
    assert leftovers(tmp_path) == []
    done = ran("clean", folder, "--in-place", "--backup", ".orig")
    assert done.returncode == 2
    assert b"is there already" in done.stderr
    assert ran("clean", folder / "link.txt", "--in-place").returncode == 0
    assert (folder / "link.txt").is_symlink()


ROWS = "rows.jsonl"


class World:
    """An input folder, an output folder, and the outputs of one run after another."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "in").mkdir()
        self.stack = ExitStack()
        self.told: list[int] = []  # documents that an earlier run has done

    def source(self, name: str, data: bytes = b"dirty\n", format: str = "text") -> Source:
        path = self.folder / "in" / name
        path.write_bytes(data)
        return Source(str(path), name, format, "", len(data))

    def place(self, source: Source) -> str:
        return str(self.folder / "out" / source.name)

    def outputs(self, *, resume: bool = False, in_place: bool = False, **options: object) -> SeparateOutputs:
        self.stack.close()
        journal = Journal(str(self.folder / "journal"), "s", of="out", resume=resume, keep=True)
        self.journal = self.stack.enter_context(journal)
        place = (lambda source: source.path) if in_place else self.place
        took_over = lambda tally: self.told.append(tally.documents)  # noqa: E731
        made = SeparateOutputs(place, journal, in_place=in_place, took_over=took_over, **options)  # type: ignore[arg-type]
        self.stack.callback(made.close)
        return made


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    with made.stack:
        yield made


def records(source: Source, data: bytes, until: int, *, last: bool = False, digest: str = "digest"):
    return unit(source, data, records=True, until=until, last=last, digest=digest)


def test_a_source_appears_with_its_last_unit_and_is_finished(world):
    source = world.source(ROWS)
    outputs = world.outputs(report_size=lambda: 7)
    assert outputs.is_finished(source) is None
    outputs.add(unit(source, b"{}\n", last=False), result(b"one\n", b"", documents=1))
    assert not os.path.exists(world.place(source))
    outputs.add(unit(source, b"{}\n", digest=file_digest(source.path)), result(b"two\n", documents=2))
    assert Path(world.place(source)).read_bytes() == b"one\ntwo\n"
    again = world.outputs(resume=True)
    finished = again.is_finished(source)
    assert finished is not None
    assert (finished.input, finished.report) == (file_digest(source.path), 7)
    assert finished.output == file_digest(world.place(source))
    assert finished.tally["documents"] == 3


def test_what_was_counted_of_one_source_is_not_counted_of_the_next(world):
    ferry, goat = world.source("ferry.txt"), world.source("goat.txt")
    outputs = world.outputs()
    outputs.add(unit(ferry), result(b"ferry", documents=1))
    outputs.add(unit(goat), result(b"goat", documents=1))
    assert world.outputs(resume=True).is_finished(goat) is None  # its input has another digest
    finished = world.journal.finished(goat.path)
    assert finished is not None
    assert finished.tally["documents"] == 1
    assert finished.output == file_digest(world.place(goat))


@pytest.mark.parametrize("changed", ["input", "output", "gone"])
def test_a_source_whose_input_or_output_changed_is_done_again(world, changed):
    source = world.source("ferry.txt")
    world.outputs().add(unit(source), result(b"clean", digest=file_digest(source.path)))
    assert world.outputs(resume=True).is_finished(source) is not None
    path = Path(source.path if changed == "input" else world.place(source))
    path.unlink() if changed == "gone" else path.write_bytes(b"other")
    assert world.outputs(resume=True).is_finished(source) is None


def test_the_digest_that_the_worker_read_counts_before_the_units(world):
    source = world.source("ferry.txt")
    world.outputs().add(unit(source, digest="unit"), result(b"clean", digest="worker"))
    world.outputs(resume=True)
    finished = world.journal.finished(source.path)
    assert finished is not None
    assert finished.input == "worker"


@pytest.mark.parametrize(
    ("outputs_of", "packed"), [((b"rain",), [b"rain"]), ((b"rain", b"fell"), [b"rain", b"fell"]), ((), [b""])]
)
def test_a_compressed_output_is_one_member_a_piece_and_never_empty(world, outputs_of, packed):
    source = world.source("ferry.txt.gz")
    world.outputs().add(unit(source), result(*outputs_of))
    expected = b"".join(gzip.compress(piece, 6, mtime=0) for piece in packed)
    assert Path(world.place(source)).read_bytes() == expected


def test_of_a_source_that_is_lost_half_way_nothing_appears(world):
    source = world.source(ROWS)
    outputs = world.outputs()
    outputs.add(records(source, b"{}\n", 3), result(b"one\n"))
    outputs.checkpoint(records(source, b"{}\n", 3))
    outputs.add(unit(source), result(lost=True))
    assert tree(world.folder / "out") == {}
    # the next source is written as ever
    ferry = world.source("ferry.txt")
    outputs.add(unit(ferry), result(b"clean"))
    assert Path(world.place(ferry)).read_bytes() == b"clean"


@pytest.mark.parametrize(("is_time", "of_records", "digest", "noted"), [
    (True, True, "digest", True),
    (False, True, "digest", False),
    (True, False, "digest", False),
    (True, True, "", False),
])  # fmt: skip
def test_a_stream_of_records_is_noted_when_it_is_time(world, monkeypatch, is_time, of_records, digest, noted):
    source = world.source(ROWS)
    outputs = world.outputs(report_size=lambda: 9)
    monkeypatch.setattr(world.journal, "is_time", lambda: is_time)
    piece = unit(source, b"{}\n{}\n", records=of_records, first=5, until=6, last=False, digest=digest)
    outputs.add(piece, result(b"one\n", documents=2))
    outputs.close()
    world.outputs(resume=True)
    assert (world.journal.point is not None) == noted
    if noted:
        point = world.journal.point
        assert point._replace(tally={}) == (source.path, ROWS, 6, "digest", 4, 7, {}, 9)
        assert point.tally["documents"] == 2
    assert bool(leftovers(world.folder / "out")) == noted


def test_the_last_unit_of_a_stream_makes_no_safe_point(world, monkeypatch):
    outputs = world.outputs()
    monkeypatch.setattr(world.journal, "is_time", lambda: True)
    outputs.checkpoint(records(world.source(ROWS), b"{}\n", 3))  # nothing is begun
    outputs.add(records(world.source(ROWS), b"{}\n", 3, last=True), result(b"one\n"))
    world.outputs(resume=True)
    assert world.journal.point is None


def stopped(world, source: Source, output: bytes = b"one\n") -> None:
    """A run that noted a safe point behind six bytes, and wrote more."""
    outputs = world.outputs()
    outputs.add(records(source, b"{}\n{}\n", 6), result(*([output] if output else []), documents=2))
    outputs.checkpoint(records(source, b"{}\n{}\n", 6))
    outputs.add(records(source, b"{}\n", 9), result(b"torn"))


def test_a_stream_goes_on_behind_its_safe_point(world):
    source = world.source(ROWS, b"{}\n" * 3)
    stopped(world, source)
    outputs = world.outputs(resume=True)
    assert outputs.begins_at(source) == (6, "digest", 3)
    outputs.add(records(source, b"{}\n", 9, last=True), result(b"two\n", documents=1))
    assert world.told == [2]
    assert Path(world.place(source)).read_bytes() == b"one\ntwo\n"
    world.outputs(resume=True)
    finished = world.journal.finished(source.path)
    assert finished is not None
    assert (finished.output, finished.tally["documents"]) == (file_digest(world.place(source)), 3)


def test_a_stream_that_is_not_what_it_was_begins_again(world):
    source = world.source(ROWS)
    stopped(world, source)
    outputs = world.outputs(resume=True)
    outputs.add(records(source, b"{}\n", 3, last=True), result(b"new\n"))
    assert world.told == []
    assert Path(world.place(source)).read_bytes() == b"new\n"


def test_the_safe_point_of_one_stream_is_none_of_another(world):
    stopped(world, world.source(ROWS))
    other = world.source("goats.jsonl")
    Path(sidecar_path(world.place(other), "part")).write_bytes(b"long enough")
    assert world.outputs(resume=True).begins_at(other) == (0, "", 1)


def test_a_run_without_a_safe_point_begins_at_the_beginning(world):
    source = world.source(ROWS)
    outputs = world.outputs()
    assert outputs.begins_at(source) == (0, "", 1)
    outputs.add(records(source, b"{}\n", 9, last=True), result(b"one\n"))
    assert Path(world.place(source)).read_bytes() == b"one\n"


@pytest.mark.parametrize("size", [None, 3, 4])
def test_a_part_shorter_than_its_safe_point_is_begun_again(world, size):
    source = world.source(ROWS)
    stopped(world, source)
    world.stack.close()
    (part,) = leftovers(world.folder / "out")
    if size is None:
        os.unlink(part)
    else:
        os.truncate(part, size)
    assert world.outputs(resume=True).begins_at(source).offset == (6 if size == 4 else 0)


@pytest.mark.parametrize("output", [b"", b"one\n"])
def test_a_compressed_stream_that_goes_on_is_empty_only_if_both_halves_are(world, output):
    source = world.source("rows.jsonl.gz")
    stopped(world, source, output)
    outputs = world.outputs(resume=True)
    outputs.add(records(source, b"\n", 9, last=True), result())
    written = Path(world.place(source)).read_bytes()
    assert gzip.decompress(written) == output
    assert written == gzip.compress(output, 6, mtime=0)


def test_a_stream_that_goes_on_stays_safe_until_it_is_whole(world):
    source = world.source(ROWS)
    stopped(world, source)
    outputs = world.outputs(resume=True)
    outputs.add(records(source, b"{}\n", 9), result(b"two\n"))
    world.stack.close()
    assert len(leftovers(world.folder / "out")) == 1
    # another source that is not safe is removed
    outputs = world.outputs(resume=True)
    outputs.add(records(source, b"{}\n", 9, last=True), result(b"two\n"))
    outputs.add(records(world.source("more.jsonl"), b"{}\n", 3), result(b"one\n"))
    world.stack.close()
    assert leftovers(world.folder / "out") == []


def test_a_file_in_the_making_is_locked(world):
    source = world.source("ferry.txt")
    outputs = world.outputs()
    outputs.add(unit(source, last=False), result(b"one"))
    with pytest.raises(OutputError, match="another run"):
        PartialFile(world.place(source)).close(keep=True)


@pytest.mark.parametrize(("output", "backed_up"), [(b"clean\n", True), (b"dirty\n", False)])
def test_in_place_only_what_changes_is_written_over_and_backed_up(world, output, backed_up):
    source = world.source("ferry.txt")
    before = os.stat(source.path).st_ino
    outputs = world.outputs(in_place=True, keep=Backups(".orig"))
    outputs.add(unit(source, digest=file_digest(source.path)), result(output))
    assert Path(source.path).read_bytes() == output
    assert (os.stat(source.path).st_ino != before) == backed_up
    assert os.path.exists(f"{source.path}.orig") == backed_up
    assert leftovers(world.folder) == []
    # the file is its own output now, and finished
    assert world.outputs(resume=True, in_place=True).is_finished(source) is not None


def test_without_a_backup_nothing_is_kept(world):
    source = world.source("ferry.txt")
    outputs = world.outputs(in_place=True)
    outputs.add(unit(source, digest=file_digest(source.path)), result(b"clean"))
    assert sorted(os.listdir(world.folder / "in")) == ["ferry.txt"]


def test_what_lies_at_an_outputs_place_elsewhere_is_not_backed_up(world):
    source = world.source("ferry.txt")
    (world.folder / "out").mkdir()
    Path(world.place(source)).write_bytes(b"older")
    # the same bytes as the input still appear
    outputs = world.outputs(keep=Backups(".orig"))
    outputs.add(unit(source, digest=file_digest(source.path)), result(b"dirty\n"))
    assert tree(world.folder / "out").keys() == {"ferry.txt"}
    assert Path(world.place(source)).read_bytes() == b"dirty\n"


@pytest.mark.parametrize("links", [True, False])
def test_a_backup_of_other_content_stays_and_the_file_is_left_alone(world, monkeypatch, links):
    if not links:
        monkeypatch.setattr(os, "link", refuse)
    source = world.source("ferry.txt")
    clean(world, source, b"clean\n")
    with pytest.raises(PlaceError, match=r"ferry\.txt\.orig exists with other content"):
        clean(world, source, b"cleaner\n")
    assert Path(source.path).read_bytes() == b"clean\n"
    assert Path(f"{source.path}.orig").read_bytes() == b"dirty\n"


def test_the_backup_of_a_run_that_was_killed_before_its_output_serves(world):
    source = world.source("ferry.txt")
    os.link(source.path, f"{source.path}.orig")
    clean(world, source, b"clean\n")
    assert Path(source.path).read_bytes() == b"clean\n"
    assert Path(f"{source.path}.orig").read_bytes() == b"dirty\n"


def clean(world, source: Source, text: bytes) -> None:
    outputs = world.outputs(in_place=True, keep=Backups(".orig"))
    outputs.add(unit(source, digest=file_digest(source.path)), result(text))


def refuse(*_: object) -> None:
    raise OSError(errno.EPERM, "no links here")


def test_a_backup_that_cannot_be_made_leaves_the_article_as_it_was(world, monkeypatch):
    source = world.source("ferry.txt")
    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(shutil, "copystat", refuse)
    monkeypatch.setattr(PartialFile, "write", refuse_once(PartialFile.write, 2))
    outputs = world.outputs(in_place=True, keep=Backups(".orig"))
    with pytest.raises(WriteError, match=r"ferry\.txt\.orig"):
        outputs.add(unit(source, digest=file_digest(source.path)), result(b"clean\n"))
    assert Path(source.path).read_bytes() == b"dirty\n"
    assert not os.path.exists(f"{source.path}.orig")


def refuse_once(call, at: int):
    calls = iter(range(1, 100))
    return lambda *arguments: refuse() if next(calls) == at else call(*arguments)


def edit(path: str) -> None:
    Path(path).write_bytes(b"edited meanwhile\n")


def edit_with_the_same_size_and_time(path: str) -> None:
    before = os.stat(path)
    Path(path).write_bytes(b"DIRTY\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def put_another_in_its_place(path: str) -> None:
    Path(f"{path}.new").write_bytes(b"edited meanwhile\n")
    os.replace(f"{path}.new", path)


def swap_for_a_link(path: str) -> None:
    Path(f"{path}.target").write_bytes(b"secret\n")
    os.unlink(path)
    os.symlink(f"{path}.target", path)


@pytest.mark.parametrize("change", [
    edit, edit_with_the_same_size_and_time, put_another_in_its_place, swap_for_a_link, os.unlink,
])  # fmt: skip
@pytest.mark.parametrize("keep", [Backups(".orig"), UndoLedgers([])], ids=["backup", "undo"])
def test_a_file_that_was_edited_since_it_was_read_is_left_alone(world, change, keep):
    source = world.source("ferry.txt")
    read = file_digest(source.path)
    change(source.path)
    before = {path.name: path.read_bytes() for path in (world.folder / "in").iterdir()}
    outputs = world.outputs(in_place=True, keep=keep)
    with pytest.raises(PlaceError, match="changed while it was cleaned; left as it is now"):
        outputs.add(unit(source, digest=read), result(b"clean\n"))
    outputs.drop()
    assert {path.name: path.read_bytes() for path in (world.folder / "in").iterdir()} == before
    assert world.outputs(resume=True, in_place=True).is_finished(source) is None


@pytest.mark.parametrize("change", [edit, put_another_in_its_place, os.unlink])
def test_a_file_that_is_edited_while_its_original_is_kept_is_left_alone(world, change):
    source = world.source("ferry.txt")
    outputs = world.outputs(in_place=True, keep=lambda kept: change(kept.path))
    with pytest.raises(PlaceError, match="changed while it was cleaned"):
        outputs.add(unit(source, digest=file_digest(source.path)), result(b"clean\n"))
    outputs.drop()
    assert leftovers(world.folder) == []
    assert [path.read_bytes() for path in (world.folder / "in").iterdir()] in ([b"edited meanwhile\n"], [])


def test_what_could_not_be_kept_of_a_file_is_counted_and_said(world, monkeypatch):
    outputs = world.outputs(in_place=True)
    monkeypatch.setattr(atomic_file, "_pass_on", lambda *_: ("owner",))
    for name in ("ferry.txt", "goat.txt"):
        source = world.source(name)
        outputs.add(unit(source, digest=file_digest(source.path)), result(b"clean\n"))
    assert outputs.unkept == {"owner": (2, str(world.folder / "in" / "ferry.txt"))}


def test_a_link_that_is_swapped_after_it_was_read_leads_nowhere_else(world):
    source = world.source("ferry.txt")
    other = world.source("other.txt", b"other\n")
    link = world.folder / "in" / "link.txt"
    link.symlink_to("ferry.txt")
    outputs = world.outputs(in_place=True)
    outputs._place = lambda source: os.path.realpath(source.path)
    linked = source._replace(path=str(link), name="link.txt")
    outputs.add(unit(linked, last=False, digest=file_digest(source.path)), result(b"clean\n"))
    link.unlink()
    link.symlink_to("other.txt")
    outputs.add(unit(linked, digest=file_digest(source.path)), result())
    assert [Path(each.path).read_bytes() for each in (source, other)] == [b"clean\n", b"other\n"]
