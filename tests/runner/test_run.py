"""Tables and archives: read as records, written back with one column changed and nothing else."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import subprocess
import sys
import time

import pytest

import cleaner
from cleaner.core.errors import ConfigurationError
from cleaner.core.result import Failure
from cleaner.formats.options import FIELDS, ReadOptions, WriteOptions
from cleaner.intake.limits import Limits
from cleaner.runner import run as running
from cleaner.runner.inputs import task_reader
from cleaner.runner.inputs.discover import Selection
from cleaner.runner.messages import run_stats
from cleaner.runner.outputs.joined import JoinedOutput
from cleaner.runner.request import CleanRequest
from cleaner.runner.workers.task import Source, Task, Unit
from cleaner.system.compression import compress
from support import SEEDS
from support.bulk import CLEAN, DIRTY, article, command, make_folder, make_records, ran, tree
from support.containers import ARCHIVE, CSV, FOUND, parsed
from support.inputs import PAGE
from support.units import tally_of

CLEAN_RECORD = "Rain fell on the pier all day.\n\nIt stopped at noon."


# At the command line
def test_a_folder_of_all_formats_is_mirrored(run, tmp_path):
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.csv").write_bytes(CSV)
    (folder / "deep" / "b.tsv").write_text(f'id\ttext\n1\t"{FOUND}"\n')
    (folder / "c.warc.gz").write_bytes(gzip.compress(ARCHIVE))
    (folder / "d.txt").write_text(FOUND)
    done = run("clean", "in", "-o", "out", "--report", "reports/")
    assert done.code == 0, done.err
    out = tmp_path / "out"
    names = {
        str(path.relative_to(out)) for path in out.rglob("*") if path.is_file() and ".cleaner" not in path.parts
    }
    assert names == {"a.csv", "deep/b.tsv", "c.jsonl.gz", "d.txt"}
    assert parsed((out / "a.csv").read_bytes())[1][1] == CLEAN_RECORD.replace("\n", "\r\n")
    assert (out / "deep/b.tsv").read_text() == f'id\ttext\n1\t"{CLEAN_RECORD}"\n'
    assert len(gzip.decompress((out / "c.jsonl.gz").read_bytes()).splitlines()) == 2
    again = run("clean", "in", "-o", "out", "--report", "reports/", "--to", "jsonl")
    assert again.code == 0, again.err
    assert json.loads((out / "a.jsonl").read_bytes().splitlines()[0])["text"] == CLEAN_RECORD.replace("\n", "\r\n")


def test_check_and_diff_of_a_table(run, tmp_path):
    (tmp_path / "a.csv").write_bytes(CSV)
    checked = run("clean", "a.csv", "--check")
    assert (checked.code, checked.out[:32]) == (1, b"a.csv:1:3:1 related/read-more-li")
    shown = run("clean", "a.csv", "--diff")
    assert shown.code == 0
    assert b"-READ MORE: Snow fell" in shown.out
    assert b"formula" not in shown.out


def test_a_csv_from_standard_input(run):
    done = run("clean", "--from", "csv", stdin=CSV)
    assert done.code == 0
    assert b"READ MORE" not in done.out
    assert done.out.startswith(b"id,text,title,formula\r\n")


def test_a_row_that_takes_too_long_comes_out_as_it_was_and_the_others_are_cleaned(run, tmp_path):
    long = FOUND + "\n\nThe ferry left the harbour at noon." * 100_000
    out = io.StringIO()
    csv.writer(out).writerows([["id", "text"], ["1", FOUND], ["2", long], ["3", FOUND]])
    (tmp_path / "a.csv").write_bytes(out.getvalue().encode())
    done = run("clean", "a.csv", "-o", "b.csv", "--limit-seconds", "0.5", "--report", "r.jsonl")
    assert done.code == 3
    assert "a.csv:2: limit" in done.err
    csv.field_size_limit(10_000_000)
    assert [row[1] for row in parsed((tmp_path / "b.csv").read_bytes())] == [
        "text",
        CLEAN_RECORD,
        long,
        CLEAN_RECORD,
    ]
    entries = [json.loads(line) for line in (tmp_path / "r.jsonl").read_bytes().splitlines()]
    assert ["failure" in entry for entry in entries] == [False, True, False]


@pytest.mark.parametrize("most", [running._IN_PROCESS_MAX_BYTES, -1], ids=["here", "in workers"])
def test_a_packed_table_that_is_cut_off_is_named_and_nothing_is_written(run, tmp_path, monkeypatch, most):
    monkeypatch.setattr(running, "_IN_PROCESS_MAX_BYTES", most)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"id,text\n" + b"1,Rain fell.\n" * 10_000)[:-20])
    done = run("clean", "a.csv.gz", "-o", "b.csv.gz", "--quiet")
    assert done.code == 3
    assert "a.csv.gz: " in done.err
    assert "cut off" in done.err
    assert not (tmp_path / "b.csv.gz").exists()


def test_a_run_that_was_stopped_goes_on_with_the_tables_that_are_left(run, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.csv", "b.csv"):
        (folder / name).write_bytes(CSV)
    assert run("clean", "in", "-o", "out").code == 0
    whole = (tmp_path / "out" / "b.csv").read_bytes()
    (tmp_path / "out" / "b.csv").unlink()
    before = (tmp_path / "out" / "a.csv").stat().st_mtime_ns
    assert run("clean", "in", "-o", "out", "--resume").code == 0
    assert (tmp_path / "out" / "b.csv").read_bytes() == whole
    assert (tmp_path / "out" / "a.csv").stat().st_mtime_ns == before


@pytest.fixture
def mixed(tmp_path):
    """A folder of everything that is read."""
    folder = make_folder(tmp_path / "in", 70)
    for number, seed in enumerate(sorted(SEEDS.glob("*.txt"))):
        (folder / f"seed{number}.md.gz").write_bytes(gzip.compress(seed.read_bytes()))
    (folder / "page.html").write_text(PAGE)
    (folder / "page2.xhtml.xz").write_bytes(lzma.compress(PAGE.encode()))
    make_records(folder / "records.jsonl", 700)
    (folder / "more.ndjson.bz2").write_bytes(bz2.compress((folder / "records.jsonl").read_bytes()))
    (folder / "empty.txt").write_text("")
    (folder / "empty.jsonl.zst").write_bytes(compress(b"", "zst"))
    (folder / "picture.png").write_bytes(b"\x89PNG\0")
    return folder


@pytest.mark.faults
def test_the_same_bytes_come_out_for_any_number_of_processes_and_any_locale(mixed, tmp_path):
    first = ran("clean", mixed, "-o", tmp_path / "1", "-j", "1", "--report", f"{tmp_path}/r1/")
    assert first.returncode == 0
    assert first.stderr.endswith(b" 0 failed, 1 skipped: 1 with an unknown suffix (.png 1)\n")
    for jobs, environment in (("2", {"LC_ALL": "C", "PYTHONHASHSEED": "7"}), ("4", {"LC_ALL": "C.UTF-8"})):
        done = ran(
            "clean",
            mixed,
            "-o",
            tmp_path / jobs,
            "-j",
            jobs,
            "--report",
            f"{tmp_path}/r{jobs}/",
            env={**os.environ, **environment},
        )
        assert done.returncode == 0
        assert tree(tmp_path / jobs) == tree(tmp_path / "1")
        assert tree(tmp_path / f"r{jobs}") == tree(tmp_path / "r1")


@pytest.mark.faults
def test_the_same_text_comes_out_of_file_folder_stream_record_and_packed(mixed, tmp_path, worker):
    assert ran("clean", mixed, "-o", tmp_path / "out").returncode == 0
    expected = worker.clean(article(7)).text
    assert (tmp_path / "out" / "sub" / "0007.txt").read_text() == expected
    lines = (tmp_path / "out" / "records.jsonl").read_bytes().splitlines()
    assert json.loads(lines[7])["text"] == expected
    assert bz2.decompress((tmp_path / "out" / "more.ndjson.bz2").read_bytes()).splitlines() == lines
    for number, seed in enumerate(sorted(SEEDS.glob("*.txt"))):
        text = worker.clean(seed.read_text(encoding="utf-8")).text.encode()
        assert gzip.decompress((tmp_path / "out" / f"seed{number}.md.gz").read_bytes()) == text
        if number == 0:
            assert ran("clean", input=gzip.compress(seed.read_bytes())).stdout == text
            assert ran("clean", input=compress(seed.read_bytes(), "zst")).stdout == text
    page = (tmp_path / "out" / "page.txt").read_bytes()
    assert page.startswith(b"The council")
    assert b"Advert" not in page
    assert lzma.decompress((tmp_path / "out" / "page2.txt.xz").read_bytes()) == page
    assert (tmp_path / "out" / "empty.txt").read_bytes() == b""
    assert (tmp_path / "out" / "empty.jsonl.zst").read_bytes() == compress(b"", "zst")
    assert not (tmp_path / "out" / "picture.png").exists()
    whole = ran("clean", mixed, "--to", "jsonl", "-o", tmp_path / "records").returncode
    assert whole == 0
    assert json.loads((tmp_path / "records" / "page.jsonl").read_bytes())["title"] == "Fares to rise"


def test_a_page_needs_no_second_process_to_be_the_same(tmp_path, monkeypatch):
    (tmp_path / "a.html").write_text(PAGE)
    for pool in (True, False):
        done = subprocess.run(
            command("clean", tmp_path / "a.html", pool=pool), capture_output=True, timeout=60, check=False
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.count(b"The council voted") == 9


def test_check_of_a_folder_writes_nothing_and_names_what_would_change(tmp_path):
    make_folder(tmp_path / "in", 3, text=lambda number: DIRTY if number == 1 else CLEAN)
    done = ran("clean", tmp_path / "in", "--check")
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.count(b"\n") == done.stdout.count(b"0001.txt:3:1 advert/advert-label ") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_what_is_past_a_limit_comes_out_unchanged_in_any_form(tmp_path, monkeypatch):
    limits = Limits(text_bytes=3000, html_bytes=3000)
    monkeypatch.setattr(task_reader, "_BYTES", 1000)
    text = "Rain fell on the p\u0119er, \u6e7e they said.\n" * 200
    (tmp_path / "long.txt").write_text(text)
    (tmp_path / "bytes.txt").write_bytes(b"caf\xe9 \xe2\x82" * 1000)
    long = json.dumps({"text": "x" * 5000})
    (tmp_path / "rows.jsonl").write_text(f'{{"text": "a"}}\n{long}\n{{"text": "b\\n\\nAdvertisement"}}\n{long}')
    request = CleanRequest([str(tmp_path / "rows.jsonl")], output=str(tmp_path / "out.jsonl"), limits=limits)
    assert running.run_clean(request, cleaner.Cleaner()) == 3
    assert (tmp_path / "out.jsonl").read_text() == f'{{"text": "a"}}\n{long}\n{{"text": "b\\n"}}\n{long}'
    request = CleanRequest([str(tmp_path / "long.txt")], output=str(tmp_path / "out.txt"), limits=limits)
    assert running.run_clean(request, cleaner.Cleaner()) == 3
    assert (tmp_path / "out.txt").read_text() == text
    both = CleanRequest(
        [str(tmp_path / "long.txt"), str(tmp_path / "bytes.txt")],
        output=str(tmp_path / "two.jsonl"),
        limits=limits,
        writing=WriteOptions(to="jsonl"),
    )
    assert running.run_clean(both, cleaner.Cleaner()) == 3
    one, other = (json.loads(line) for line in (tmp_path / "two.jsonl").read_text().splitlines())
    assert (one["id"], one["text"]) == (str(tmp_path / "long.txt"), text)
    assert "limit: more than 3,000 bytes" in one["error"]
    assert other["text"].encode("utf-8", "surrogateescape") == b"caf\xe9 \xe2\x82" * 1000


def test_nothing_of_the_pool_is_imported_for_one_small_text(tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    script = (
        "import sys\nfrom cleaner.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('multiprocessing', 'tempfile', 'lzma', 'backports') if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "clean", "a.txt"], capture_output=True, cwd=tmp_path, timeout=30, check=False
    )
    assert (done.stdout.decode(), done.stderr.decode()) == (CLEAN, "[]\n")


# What a run decides
ROW = '{"text": "Rain.\\n\\nAdvertisement"}\n'
FEW = cleaner.Cleaner(select=["advert"])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The current folder, with things to clean in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for name, content in (
        ("a.txt", DIRTY),
        ("b.txt", DIRTY),
        ("c.txt", CLEAN),
        ("rows.jsonl", ROW),
        ("in/d.txt", DIRTY),
    ):
        (tmp_path / name).write_text(content)
    os.mkfifo("pipe")
    return tmp_path


def of(*inputs: str, to: str | None = None, **fields: object) -> running.Run:
    return running.Run(CleanRequest(inputs, writing=WriteOptions(to), **fields), FEW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("inputs", "fields", "is_one"),
    [
        (["rows.jsonl"], {"output": "x.jsonl"}, True),
        (["rows.jsonl"], {"output": "x.jsonl", "report": "r.jsonl"}, True),
        ([], {"output": "x.jsonl", "listed": ["rows.jsonl"]}, True),
        (["rows.jsonl"], {}, False),
        (["rows.jsonl"], {"output": "pipe"}, False),
        (["rows.jsonl"], {"output": "x.jsonl", "diff": True}, False),
        (["rows.jsonl"], {"output": "x.txt", "to": "text"}, False),
        (["rows.jsonl"], {"output": "x.jsonl", "report": "pipe"}, False),
        (["rows.jsonl", "rows.jsonl"], {"output": "x.jsonl"}, False),
        (["rows.jsonl"], {"output": "x.jsonl", "listed": ["rows.jsonl"]}, False),
        (["a.txt"], {"output": "x.txt"}, False),
        (["in"], {"output": "x", "selection": Selection(["*.x"])}, False),
    ],
)
def test_one_file_of_records_into_one_file_can_be_resumed(folder, inputs, fields, is_one):
    assert of(*inputs, **fields)._is_one_stream() == is_one


def test_standard_input_cannot_be_resumed(folder):
    made = of("-", output="x.jsonl")
    made._request = made._request._replace(reading=ReadOptions("jsonl"))
    assert not made._is_one_stream()


@pytest.mark.parametrize(
    ("fields", "placed"),
    [({}, False), ({"output": "x.txt"}, False), ({"output": "out/"}, True), ({"in_place": True}, True)],
)
def test_a_lost_input_is_told_where_every_input_has_an_output(folder, fields, placed):
    assert of("a.txt", **fields)._setup.telling.placed == placed


@pytest.mark.parametrize(
    ("fields", "terminal", "silent"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"output": "x.txt"}, True, False),
        ({"in_place": True}, True, False),
        ({"check": True}, True, True),
    ],
)
def test_progress_is_silent_where_the_text_itself_is_watched(folder, monkeypatch, fields, terminal, silent):
    told: list[bool] = []
    monkeypatch.setattr(running, "is_terminal", lambda stream: terminal and stream is sys.stdout)
    monkeypatch.setattr(running, "Progress", lambda *, verbosity, silent: told.append(silent))
    of("a.txt", **fields)
    assert told == [silent]


@pytest.mark.parametrize(
    ("fields", "counts", "signal", "code"),
    [
        ({}, {}, 0, 0),
        ({}, {"changed": 1}, 0, 0),
        ({"check": True}, {"changed": 1}, 0, 1),
        ({"check": True}, {}, 0, 0),
        ({"check": True}, {"changed": 1, "failed": 1}, 0, 3),
        ({}, {"failed": 1}, 15, 143),
    ],
)
def test_the_exit_code_tells_how_a_run_ended(folder, fields, counts, signal, code):
    made = of("a.txt", **fields)
    made.tally, made._stop.signal = tally_of(**counts), signal
    assert made._code() == code


@pytest.mark.parametrize(
    ("fields", "written"),
    [
        ({}, 0),
        ({"report": "r.json"}, 0),
        ({"stats": "s.json"}, 1),
        ({"report": "reports/"}, 1),
        ({"stats": "s.json", "report": "reports/"}, 1),
    ],
)
def test_statistics_are_written_where_they_have_a_place(folder, monkeypatch, fields, written):
    calls: list[object] = []
    monkeypatch.setattr(run_stats, "write_statistics", lambda *given, **_: calls.append(given))
    of("a.txt", **fields)._write_statistics(0)
    assert len(calls) == written


@pytest.mark.parametrize("verbosity", [-1, 0, 1])
def test_a_run_says_that_it_was_stopped_unless_it_is_quiet(folder, capsys, verbosity):
    of("a.txt", verbosity=verbosity)._say_stopped()
    assert capsys.readouterr().err == ("cleaner: stopped\n" if verbosity >= 0 else "")


@pytest.mark.parametrize(
    ("inputs", "fields", "joined"),
    [
        (["a.txt", "b.txt"], {"output": "x.txt"}, 2),
        (["a.txt", "gone.txt"], {"output": "x.txt"}, 1),
        (["a.txt", "b.txt"], {"output": "x.diff", "diff": True}, 0),
        (["a.txt", "b.txt"], {"output": "/dev/null"}, 0),
        (["a.txt", "b.txt"], {"check": True}, 0),
        (["rows.jsonl", "a.txt"], {"output": "x.txt"}, 2),
    ],
)
def test_inputs_that_were_joined_are_counted(folder, monkeypatch, inputs, fields, joined):
    monkeypatch.setattr(task_reader, "_LINES", 1)
    (folder / "rows.jsonl").write_text(ROW * 3)
    made = of(*inputs, verbosity=-1, **fields)
    made.run()
    assert made._joined == joined


@pytest.mark.parametrize(
    ("inputs", "signal", "fields", "appears"),
    [
        (["a.txt"], 0, {}, True),
        (["a.txt"], 15, {}, False),
        (["gone.txt"], 0, {}, False),
        (["a.txt", "gone.txt"], 0, {}, True),
        (["in"], 0, {"selection": Selection(["*.x"])}, True),
    ],
)
def test_a_joined_output_appears_when_all_inputs_are_in_it(folder, monkeypatch, inputs, signal, fields, appears):
    monkeypatch.setattr(CleanRequest, "into_folder", False)
    made = of(*inputs, output="x.txt", report="r.json", verbosity=-1, **fields)
    made._stop.signal = signal
    made.run()
    assert ((folder / "x.txt").exists(), (folder / "r.json").exists()) == (appears, appears)


@pytest.mark.parametrize("signal", [0, 15])
def test_what_is_in_a_pipe_stays_there_however_the_run_ends(folder, monkeypatch, capsysbinary, signal):
    committed: list[bool] = []
    commit = JoinedOutput.commit
    monkeypatch.setattr(JoinedOutput, "commit", lambda self: (committed.append(True), commit(self)))
    made = of("a.txt", verbosity=-1)
    made._stop.signal = signal
    assert made.run() == (143 if signal else 0)
    assert (capsysbinary.readouterr().out, committed) == (CLEAN.encode(), [True])


def test_reports_in_a_folder_have_a_place_each(folder):
    with pytest.raises(ConfigurationError, match="would both be written to reports/a.txt.jsonl"):
        of("a.txt", "in/../a.txt", report="reports/").run()
    with pytest.raises(ConfigurationError, match="would both be written to reports/a.txt.jsonl"):
        of("a.txt", "in/a.txt", report="reports/", in_place=True).run()


@pytest.mark.parametrize("verbosity", [-1, 0])
def test_a_run_that_begins_again_says_so_unless_it_is_quiet(folder, capsys, verbosity):
    of("in", output="out").run()
    journal = folder / "out" / ".cleaner" / "journal"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:2]))
    of("in", output="out", verbosity=verbosity).run()
    assert ("this one begins again" in capsys.readouterr().err) == (verbosity == 0)


@pytest.mark.parametrize("verbosity", [-1, 0])
def test_that_there_is_nothing_to_clean_is_said_unless_the_run_is_quiet(folder, capsys, verbosity):
    of("in", output="out", selection=Selection(["*.x"]), verbosity=verbosity).run()
    assert ("there is no file to clean" in capsys.readouterr().err) == (verbosity == 0)
    of("in", output="out", verbosity=verbosity).run()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("lines", [1, 2, 3, 9])
def test_a_stream_that_is_stopped_is_safe_up_to_there(folder, monkeypatch, lines):
    monkeypatch.setattr(task_reader, "_LINES", 1)
    (folder / "rows.jsonl").write_text(ROW * 3)
    made = of("rows.jsonl", output="x.jsonl", verbosity=-1)
    done = made._done

    def stopped(*given):
        for number, each in enumerate(done(*given), 1):
            made._stop.signal = 15 if number >= lines else 0
            yield each
            if number >= lines:
                return

    monkeypatch.setattr(made, "_done", stopped)
    assert made.run() == (143 if lines <= 3 else 0)
    assert made._journal.is_useful == (lines <= 3)
    again = of("rows.jsonl", output="x.jsonl", resume=True, verbosity=-1)
    assert again.run() == 0
    assert (folder / "x.jsonl").read_bytes().count(b"\n") == 3
    assert again._before.documents == (lines if lines <= 3 else 0)


def test_a_placed_run_that_is_stopped_before_its_first_document_makes_no_point(folder):
    made = of("rows.jsonl", output="x.jsonl", verbosity=-1)
    made._done = lambda *_: iter(())
    made._stop.signal = 2
    assert made.run() == 130
    assert not (folder / "x.jsonl").exists()


def test_in_place_an_input_is_its_own_output(folder):
    assert of("a.txt", in_place=True).run() == 0
    assert (folder / "a.txt").read_text() == CLEAN


@pytest.mark.parametrize(("verbosity", "named"), [(0, False), (1, True)])
def test_files_that_are_skipped_are_named_on_demand(folder, capsys, verbosity, named):
    (folder / "in" / "e.dat").touch()
    of("in", output="out", verbosity=verbosity).run()
    assert ("in/e.dat: its suffix is not known; skipped" in capsys.readouterr().err) == named


def test_what_failed_before_it_was_cleaned_is_encoded_as_it_is(folder, monkeypatch):
    calls: list[tuple[str, bool]] = []
    made = of("a.txt", "gone.txt", verbosity=-1, check=True)
    (folder / "gone.txt").mkdir()
    listed = [Source("a.txt", "a.txt", "text", "", 60), Source("gone.txt", "gone.txt", "text", "", -1)]
    monkeypatch.setattr(made, "_sources", lambda **_: iter(listed))
    monkeypatch.setattr(made._formats, "encode", lambda source, _, last, as_is: calls.append((source.name, as_is)))
    made.run()
    assert calls == [("a.txt", False), ("gone.txt", True)]


TEXT, ROWS = Source("a.txt", "a.txt", "text", "", 10), Source("a.jsonl", "a.jsonl", "jsonl")
FAILED = Failure("unreadable", "gone")


@pytest.mark.parametrize(
    ("units", "small"),
    [
        ([], True),
        ([Unit(TEXT)], True),
        ([Unit(TEXT), Unit(TEXT)], True),
        ([Unit(TEXT), Unit(TEXT, b"1")], True),
        ([Unit(TEXT), Unit(TEXT), Unit(TEXT, b"1")], False),
        ([Unit(ROWS, b'{"text": ""}')], True),
        ([Unit(ROWS, b'{"html": ""}')], False),
        ([Unit(TEXT._replace(format="html"))], False),
        ([Unit(TEXT._replace(format="csv"), b"a")], False),
        ([Unit(TEXT._replace(format="html"), b"", failed=FAILED)], True),
        ([Unit(TEXT), Unit(TEXT._replace(format="html"))], False),
    ],
)
def test_little_text_is_cleaned_without_a_second_process(monkeypatch, units, small):
    monkeypatch.setattr(running, "_IN_PROCESS_MAX_BYTES", 20)
    assert running._are_small([Task((unit,)) for unit in units]) == small


@pytest.mark.parametrize(("texts", "jobs", "pooled"), [(2, None, []), (9, 3, [3]), (9, None, [7])])
def test_much_text_goes_through_as_many_processes_as_asked_for_or_there_are_cores(
    folder, monkeypatch, texts, jobs, pooled
):
    class Here:
        """A pool in this process."""

        def __init__(self, setup, *, jobs: int, **_: object) -> None:
            self.work = setup()
            made.append(jobs)

        def __enter__(self):
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def map(self, tasks, **_: object):
            return ((task, self.work(task)) for task in tasks)

    made: list[int] = []
    monkeypatch.setattr(running, "Pool", Here)
    monkeypatch.setattr(running, "cores", lambda: 7)
    monkeypatch.setattr(running, "_IN_PROCESS_MAX_BYTES", 3 * len(DIRTY))
    assert of(*["a.txt"] * texts, output="x.txt", jobs=jobs, verbosity=-1).run() == 0
    assert (folder / "x.txt").read_text() == CLEAN * texts
    assert made == pooled


def test_records_that_may_hold_pages_are_left_to_a_process(monkeypatch):
    fields = FIELDS._replace(html="page")
    for line, small in ((b'{"page": ""}', False), (rb'{"p\u0061ge": ""}', False), (b'{"html": ""}', True)):
        assert running._are_small([Task((Unit(ROWS, line),))], fields) == small


def test_a_text_that_takes_long_is_left_to_a_process(folder, monkeypatch):
    class Slow(running.Worker):
        def __call__(self, task):
            time.sleep(30)

    monkeypatch.setattr(running, "Worker", Slow)
    monkeypatch.setattr(running, "_IN_PROCESS_SECONDS", 0.05)
    assert of("a.txt", output="x.txt", verbosity=-1).run() == 0
    assert (folder / "x.txt").read_text() == CLEAN


def test_eight_workers_that_start_at_once_do_their_work(folder, monkeypatch):
    monkeypatch.setattr(task_reader, "_LINES", 5)
    monkeypatch.setattr(running, "_IN_PROCESS_MAX_BYTES", -1)
    lines = "".join(json.dumps({"id": number, "text": DIRTY}) + "\n" for number in range(42))
    (folder / "many.jsonl").write_text(lines)
    assert of("many.jsonl", output="clean.jsonl", jobs=8, verbosity=-1).run() == 0
    assert (folder / "clean.jsonl").read_text().count("\n") == 42
