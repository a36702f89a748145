"""Every fault that bulk work meets, by the numbers of docs/explanation/faults.md."""

from __future__ import annotations

import builtins
import errno
import gzip
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import cleaner
from cleaner.intake.limits import Limits
from cleaner.runner import run as running
from cleaner.runner.request import CleanRequest
from support.bulk import (
    ARTICLE,
    CLEAN,
    DIRTY,
    alive,
    article,
    children,
    command,
    leftovers,
    make_folder,
    make_records,
    ran,
    start,
    tree,
    wait_for,
)
from support.hostile import HostileCleaner

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="signals and links as POSIX has them"),
]


FEW = ["--select", "advert"]  # with few rules there is more reading and writing in the time


def kill_again_and_again(arguments: list[str | Path], times: int, *, done: Path) -> None:
    """Run, kill at a random moment, resume: so many times, then to the end."""
    chance, kills, deadline = random.Random(times), 0, 0.35
    while kills < times:
        process = start(*arguments, "--resume")
        try:
            assert process.wait(chance.uniform(0.2, deadline)) == 0, process.stderr.read()
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            kills += 1
        else:
            shutil.rmtree(done) if done.is_dir() else done.unlink()
        process.stderr.close()
        # a slow machine needs longer to get anywhere
        deadline = min(deadline + 0.06, 1.2)
    last = ran(*arguments, "--resume")
    assert (last.returncode, last.stdout) == (0, b""), last.stderr


def test_fault_01_kill_9_in_bulk_and_resume(tmp_path):
    make_folder(tmp_path / "in", 200)
    assert (
        ran("clean", *FEW, tmp_path / "in", "-o", tmp_path / "whole", "--report", f"{tmp_path}/reports/").returncode
        == 0
    )
    out, reports = tmp_path / "out", tmp_path / "again"
    kill_again_and_again(
        ["clean", *FEW, tmp_path / "in", "-o", out, "--report", f"{reports}/", "-j", "2"], 20, done=out
    )
    assert tree(out) == tree(tmp_path / "whole")
    assert tree(reports) == tree(tmp_path / "reports")
    assert leftovers(out, reports) == []


@pytest.mark.parametrize(("suffix", "kills"), [(".jsonl", 20), (".jsonl.gz", 5)])
def test_fault_02_kill_9_in_one_jsonl_and_resume(tmp_path, suffix, kills):
    source, whole, out = (
        make_records(tmp_path / "in.jsonl", 1500),
        tmp_path / f"whole{suffix}",
        tmp_path / f"out{suffix}",
    )
    first = ran(
        "clean",
        *FEW,
        source,
        "-o",
        whole,
        "--report",
        tmp_path / "whole.ledger.jsonl",
        "--stats",
        tmp_path / "1.json",
    )
    assert first.returncode == 0
    report = tmp_path / "out.ledger.jsonl"
    arguments = ["clean", *FEW, source, "-o", out, "--report", report, "--stats", tmp_path / "2.json", "-j", "2"]
    kill_again_and_again(arguments, kills, done=out)
    assert out.read_bytes() == whole.read_bytes()
    assert report.read_bytes() == (tmp_path / "whole.ledger.jsonl").read_bytes()
    counts = [json.loads((tmp_path / name).read_bytes())["counts"] for name in ("1.json", "2.json")]
    assert counts[0] == counts[1]
    assert leftovers(tmp_path) == []


def test_a_run_that_is_resumed_goes_on_where_it_was_and_not_from_the_start(tmp_path):
    source, out = make_records(tmp_path / "in.jsonl", 2000), tmp_path / "out.jsonl"
    process = start("clean", *FEW, source, "-o", out, "-j", "2")
    journal = lambda: b"".join(path.read_bytes() for path in tmp_path.glob(".cleaner-*.journal"))  # noqa: E731
    assert wait_for(lambda: journal().count(b'"point"') > 1)
    process.kill()
    process.wait()
    process.stderr.close()
    point = json.loads(journal().splitlines()[-1])["point"]
    (part,) = tmp_path.glob(".cleaner-*.part")
    # what is safe is not written again: a mark in it stays
    with open(part, "r+b") as file:
        file.write(b'{"id": "mark"')
    assert point["output"] > 100_000
    assert ran("clean", *FEW, source, "-o", out, "--resume").returncode == 0
    assert out.read_bytes().startswith(b'{"id": "mark"')
    assert out.read_bytes().count(b"\n") == 2000


@pytest.fixture
def small_disk(tmp_path):
    """A file system of one megabyte; the test is skipped where none can be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("no file system can be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=False)


def test_fault_03_disk_full_and_resume(tmp_path, small_disk):
    make_folder(tmp_path / "in", 200)
    assert ran("clean", tmp_path / "in", "-o", tmp_path / "whole").returncode == 0
    arguments = ["clean", tmp_path / "in", "-o", small_disk / "out", "--resume"]
    full = ran(*arguments)
    assert full.returncode == 4
    assert b"No space left on device; go on with: the same command\n" in full.stderr
    assert full.stderr.count(b"\n") == 1
    whole, written = tree(tmp_path / "whole"), tree(small_disk / "out")
    assert 0 < len(written) < 200
    assert {name: whole[name] for name in written} == written
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    assert ran(*arguments).returncode == 0
    assert tree(small_disk / "out") == whole


@pytest.mark.parametrize("pool", [True, False])
def test_fault_03b_disk_full_without_root(tmp_path, pool):
    (tmp_path / "a.txt").write_text(DIRTY * 2000)
    small = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))  # noqa: E731
    for output in (tmp_path / "out.txt", f"{tmp_path}/out/"):
        done = subprocess.run(
            command("clean", tmp_path / "a.txt", "--ignore", "all", "-o", output, pool=pool),
            capture_output=True,
            preexec_fn=small,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr.count(b"\n")) == (4, 1), done.stderr
        assert b"File too large" in done.stderr
    assert not (tmp_path / "out.txt").exists()
    assert tree(tmp_path / "out") == {}
    assert leftovers(tmp_path) == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_fault_03b_standard_output_that_is_full(tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    for arguments in (["clean", tmp_path / "a.txt"], ["clean", tmp_path / "a.txt", "-o", "/dev/full"], ["rules"]):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(command(*arguments), stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
        assert (done.returncode, done.stderr.count(b"\n")) == (4, 1), done.stderr
        assert b"No space left on device" in done.stderr


def test_fault_04_output_that_is_read_only(tmp_path, small_disk):
    make_folder(tmp_path / "in", 3)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for output in (small_disk / "out", small_disk / "out.txt"):
        inputs = tmp_path / "in" if output.suffix == "" else tmp_path / "in" / "0000.txt"
        done = ran("clean", inputs, "-o", output)
        assert (done.returncode, done.stderr.count(b"\n")) == (4, 1)
        assert b"Read-only file system" in done.stderr


def test_fault_05_unreadable_inputs_are_named_and_the_rest_is_done(tmp_path, monkeypatch, capsys):
    make_folder(tmp_path / "in", 4)
    (tmp_path / "in" / "locked").mkdir()
    locked = {str(tmp_path / "in" / "0003.txt"), str(tmp_path / "in" / "locked")}

    def guarded(call):
        def guard(path, *arguments, **options):
            if path in locked:  # root may read everything, so it is not left to permissions
                raise PermissionError(errno.EACCES, "Permission denied")
            return call(path, *arguments, **options)

        return guard

    monkeypatch.setattr(builtins, "open", guarded(open))
    monkeypatch.setattr(os, "listdir", guarded(os.listdir))
    assert (
        running.run_clean(CleanRequest([str(tmp_path / "in")], output=str(tmp_path / "out")), cleaner.Cleaner())
        == 3
    )
    assert capsys.readouterr().err.count("Permission denied") == 2
    assert sorted(tree(tmp_path / "out")) == ["0000.txt", "sub/0001.txt", "sub/0002.txt"]


def test_fault_06_inputs_deleted_midway_are_named_and_the_rest_is_done(tmp_path):
    slow = lambda number: "SLOW\n\n" + article(number)  # noqa: E731
    make_folder(tmp_path / "in", 96, text=slow)
    script = "import cleaner.runner.run\ncleaner.runner.run._IN_PROCESS_MAX_BYTES = -1\nfrom support.hostile import HostileCleaner\nfrom cleaner.runner.request import CleanRequest\nimport sys\nsys.exit(cleaner.runner.run.run_clean(CleanRequest([sys.argv[1]], output=sys.argv[2], jobs=1), HostileCleaner()))"
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "in"), str(tmp_path / "out")],
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert wait_for(lambda: list(tmp_path.glob("out/**/*.txt")), 60)
    shutil.rmtree(tmp_path / "in" / "sub")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 3
    gone = said.count(b"No such file or directory")
    assert gone >= 1
    assert len(tree(tmp_path / "out")) == 96 - gone


def test_fault_07_loops_of_links_end_and_every_file_is_read_once(tmp_path):
    make_folder(tmp_path / "in", 3)
    (tmp_path / "in" / "sub" / "up").symlink_to("..")
    (tmp_path / "in" / "self.txt").symlink_to("self.txt")
    (tmp_path / "in" / "again").symlink_to("sub")
    done = ran("clean", tmp_path / "in", "-o", tmp_path / "out", "-v")
    assert done.returncode == 0
    assert len(tree(tmp_path / "out")) == 3
    assert b"self.txt: Too many levels of symbolic links; skipped" in done.stderr


def test_fault_08_an_output_inside_the_input_is_not_read_in_the_next_run(tmp_path):
    make_folder(tmp_path / "in", 3)
    arguments = ["clean", tmp_path / "in", "-o", tmp_path / "in" / "out", "--report", f"{tmp_path}/in/reports/"]
    for _ in range(2):
        assert ran(*arguments, "--stats", tmp_path / "in" / "stats.jsonl").returncode == 0
        assert len(tree(tmp_path / "in" / "out")) == 3
        assert len(tree(tmp_path / "in" / "reports")) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [("x.html", "x.txt"), ("A.txt", "a.txt"), ("caf\u00e9.txt", "cafe\u0301.txt"), ("STRASSE.md", "straße.md")],
)
def test_fault_09_two_inputs_with_one_output_are_refused_before_anything_is_written(tmp_path, one, other):
    (tmp_path / "in").mkdir()
    for name in (one, other):
        (tmp_path / "in" / name).write_text(DIRTY)
    if len(list((tmp_path / "in").iterdir())) == 1:
        pytest.skip("here these are one name")
    done = ran("clean", tmp_path / "in", "-o", tmp_path / "out")
    assert done.returncode == 2
    assert b"would both be written to" in done.stderr
    assert not (tmp_path / "out").exists()


def test_fault_10_pipes_devices_and_dangling_links_are_passed_over_with_a_note(tmp_path):
    make_folder(tmp_path / "in", 3)
    os.mkfifo(tmp_path / "in" / "fifo.txt")
    (tmp_path / "in" / "zero.txt").symlink_to("/dev/zero")
    (tmp_path / "in" / "nowhere.txt").symlink_to("not-there")
    done = ran("clean", tmp_path / "in", "-o", tmp_path / "out")
    assert done.returncode == 0
    assert len(tree(tmp_path / "out")) == 3
    assert done.stderr.count(b"\n") == 1
    assert b"3 skipped: 2 not regular files, 1 broken link" in done.stderr
    assert ran("clean", tmp_path / "in", "-o", tmp_path / "out", "-v").stderr.count(b"; skipped") == 3
    assert ran("clean", tmp_path / "in", "-o", tmp_path / "out", "-q").stderr == b""


def test_fault_11_a_broken_pipe_ends_the_run_quietly(tmp_path):
    make_records(tmp_path / "in.jsonl", 2000)
    process = start("clean", tmp_path / "in.jsonl", stdout=subprocess.PIPE)
    process.stdout.readline()
    workers = children(process.pid)
    process.stdout.close()
    assert process.wait(30) == 141
    assert process.stderr.read() == b""
    process.stderr.close()
    assert wait_for(lambda: not alive(workers), 5)


@pytest.mark.parametrize(
    ("sent", "code", "kind"), [(signal.SIGINT, 130, "folder"), (signal.SIGTERM, 143, "records")]
)
def test_fault_12_one_signal_stops_cleanly_and_the_run_can_be_resumed(tmp_path, sent, code, kind):
    if kind == "folder":
        source, out = make_folder(tmp_path / "in", 800), tmp_path / "out"
        begun = lambda: len(list(out.glob("**/*.txt"))) > 40  # noqa: E731
    else:
        source, out = make_records(tmp_path / "in.jsonl", 2000), tmp_path / "out.jsonl"
        begun = lambda: any(path.stat().st_size for path in tmp_path.glob(".cleaner-*.part"))  # noqa: E731
    process = start("clean", *FEW, source, "-o", out, "-j", "2", start_new_session=True)
    assert wait_for(begun)
    workers = children(process.pid)
    os.killpg(process.pid, sent)  # as a terminal does: to the workers too
    assert process.wait(30) == code
    assert process.stderr.read() == b"cleaner: stopped; go on with: the same command and --resume\n"
    process.stderr.close()
    assert not alive(workers)
    if kind == "folder":
        assert leftovers(out) == []
    assert ran("clean", *FEW, source, "-o", out, "--resume").returncode == 0
    whole = tmp_path / ("whole" if kind == "folder" else "whole.jsonl")
    assert ran("clean", *FEW, source, "-o", whole).returncode == 0
    assert tree(out) == tree(whole) if kind == "folder" else out.read_bytes() == whole.read_bytes()
    assert leftovers(tmp_path) == []


def test_fault_12_a_second_signal_ends_the_run_at_once(tmp_path):
    make_folder(tmp_path / "in", 40, text=lambda number: f"HANGS {number}")
    script = "import cleaner.runner.run, sys\ncleaner.runner.run._IN_PROCESS_MAX_BYTES = -1\nfrom support.hostile import HostileCleaner\nfrom cleaner.runner.request import CleanRequest\nfrom cleaner.cli import main as entry\nentry._run = lambda _: cleaner.runner.run.run_clean(CleanRequest([sys.argv[1]], output=sys.argv[2], jobs=2), HostileCleaner())\nentry.main()"
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "in"), str(tmp_path / "out")],
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert wait_for(lambda: len(children(process.pid)) >= 2)
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    assert process.wait(3) == 143
    assert process.stderr.read() == b"cleaner: stopped\n"
    process.stderr.close()
    assert leftovers(tmp_path) == []


def test_fault_12_a_signal_ends_a_read_that_waits_for_ever(tmp_path):
    with open(tmp_path / "out.jsonl", "wb") as out:
        process = start("clean", "--from", "jsonl", stdin=subprocess.PIPE, stdout=out)
    process.stdin.write(b'{"text": "Rain.\\n\\nAdvertisement"}\n' * 40_000)
    process.stdin.flush()
    assert wait_for(lambda: children(process.pid))
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 143
    lines = (tmp_path / "out.jsonl").read_bytes().splitlines()
    assert set(lines) == {b'{"text": "Rain.\\n"}'}
    process.stdin.close()
    process.stderr.close()


ROWS = [
    b"{bad\n",
    b"\n",
    b'["array"]\n',
    b'{"text": null}\n',
    b'{"text": 5}\n',
    b'{"id": 1}\n',
    b'{"text": "\\ud800 Advertisement"}\n',
    b'{"text": NaN}\n',
    b'{"text": "\xff"}\n',
    b'{"text": "Rain.", "deep": ' + b"[" * 200_000 + b"]" * 200_000 + b"}\n",
    b'{"text": "Rain.\\n\\nAdvertisement"}',
]


def test_fault_13_bad_rows_are_accounted_for_one_by_one(tmp_path):
    (tmp_path / "in.jsonl").write_bytes(b"".join(ROWS))
    done = ran("clean", tmp_path / "in.jsonl", "--report", tmp_path / "ledger.jsonl", "-o", tmp_path / "out.jsonl")
    assert done.returncode == 3
    marked = b'{"text": "\\ufffd Advertisement"}\n'
    expected = [*ROWS[:6], marked, *ROWS[7:-1], b'{"text": "Rain.\\n"}']
    assert (tmp_path / "out.jsonl").read_bytes() == b"".join(expected)
    entries = [json.loads(line) for line in (tmp_path / "ledger.jsonl").read_bytes().splitlines()]
    assert len(entries) == len(ROWS)
    fine = {3, 6, 7, 10}  # no text, a lone surrogate, NaN for no text, and an article
    assert [number for number, entry in enumerate(entries) if "failure" not in entry] == sorted(fine)
    assert b", 6 failed (" in done.stderr
    assert b"Traceback" not in done.stderr


def test_fault_14_names_of_any_bytes_and_length(tmp_path):
    names = [b"a\xff.txt", b"new\nline.txt", b"n" * 250 + b".txt", b"-q.txt", b" .txt", b"*.txt"]
    (tmp_path / "in").mkdir()
    for name in names:
        with open(os.path.join(os.fsencode(tmp_path / "in"), name), "w") as file:
            file.write(DIRTY)
    for environment in ({"LANG": "C", "LC_ALL": "C"}, {"LC_ALL": "C.UTF-8"}):
        done = ran("clean", tmp_path / "in", "-o", tmp_path / "out", env={**os.environ, **environment})
        assert (done.returncode, done.stderr) == (0, b"")
        assert sorted(os.listdir(os.fsencode(tmp_path / "out"))) == sorted([b".cleaner", *names])
        shutil.rmtree(tmp_path / "out")
    done = ran("clean", "-o", tmp_path / "out/", "--in-place", tmp_path / "in")
    assert done.returncode == 2
    assert ran("clean", tmp_path / "in", "--in-place").returncode == 0
    assert sorted(os.listdir(os.fsencode(tmp_path / "in"))) == sorted([b"cleaner-undo.jsonl", *names])
    ledger = tmp_path / "in" / "cleaner-undo.jsonl"
    assert ran("restore", tmp_path / "in", ledger, "-o", tmp_path / "back").returncode == 0
    assert sorted(os.listdir(os.fsencode(tmp_path / "back"))) == sorted(names)
    assert {path.read_text() for path in (tmp_path / "back").iterdir()} == {DIRTY}


@pytest.mark.parametrize(
    ("closed", "says"), [("<&-", "standard input is closed"), (">&-", "standard output is closed")]
)
def test_fault_15_closed_streams_are_refused_in_one_line(tmp_path, closed, says):
    make_records(tmp_path / "in.jsonl", 50)
    words = ["clean"] if closed == "<&-" else ["clean", "in.jsonl"]
    quoted = " ".join(f"'{word}'" for word in command(*words))
    done = subprocess.run(
        f"{quoted} {closed}", shell=True, capture_output=True, cwd=tmp_path, timeout=30, check=False
    )
    assert done.returncode == 2
    assert says in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
    # with a file to write to, all three may be closed
    quoted = " ".join(f"'{word}'" for word in command("clean", "in.jsonl", "-o", "out.jsonl"))
    done = subprocess.run(f"{quoted} <&- >&- 2>&-", shell=True, cwd=tmp_path, timeout=30, check=False)
    assert done.returncode == 0
    assert (tmp_path / "out.jsonl").read_bytes().count(b"\n") == 50


def test_faults_16_17_18_a_worker_that_crashes_hangs_or_needs_too_much_loses_only_its_document(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(running, "_IN_PROCESS_MAX_BYTES", -1)
    hurt = {5: "SEGFAULT", 12: "HANGS", 23: "HUNGRY", 31: "KILLED", 39: "LEAVES"}
    kinds = {"SEGFAULT": "crash", "HANGS": "limit", "HUNGRY": "limit", "KILLED": "crash", "LEAVES": "crash"}
    text = lambda number: f"{DIRTY}{hurt.get(number, '')}"  # noqa: E731
    make_folder(tmp_path / "in", 40, text=text)
    make_records(tmp_path / "in" / "r.jsonl", 40, text=text)
    stats = tmp_path / "stats.json"
    request = CleanRequest(
        [str(tmp_path / "in")], output=str(tmp_path / "out"), jobs=2, limits=Limits(seconds=1.5), stats=str(stats)
    )
    assert running.run_clean(request, HostileCleaner()) == 3
    for number in range(40):
        out = (tmp_path / "out" / ("sub" if number % 3 else "") / f"{number:04}.txt").read_text()
        assert out == (text(number) if number in hurt else CLEAN)
    rows = [json.loads(line)["text"] for line in (tmp_path / "out" / "r.jsonl").read_text().splitlines()]
    assert rows == [text(number) if number in hurt else CLEAN for number in range(40)]
    failures = json.loads(stats.read_bytes())["failures"]
    assert failures == {"crash": 6, "limit": 4}
    said = capsys.readouterr().err
    for number, word in hurt.items():
        assert f"{number:04}.txt: {kinds[word]}: " in said
    # records that failed alike share a line
    named = " ".join(line.partition("r.jsonl")[2] for line in said.splitlines())
    assert {number + 1 for number in hurt} <= set(map(int, re.findall(r"\d+", named)))


def test_fault_18_workers_killed_from_outside_lose_nothing(tmp_path):
    source, out, whole = make_records(tmp_path / "in.jsonl", 1500), tmp_path / "out.jsonl", tmp_path / "whole.jsonl"
    assert ran("clean", *FEW, source, "-o", whole).returncode == 0
    process, chance = start("clean", *FEW, source, "-o", out, "-j", "2"), random.Random(3)
    killed = 0
    while process.poll() is None and killed < 6:
        time.sleep(chance.uniform(0.1, 0.9))
        workers = children(process.pid)
        if workers:
            os.kill(chance.choice(workers), signal.SIGKILL)
            killed += 1
    assert process.wait(60) == 0, process.stderr.read()
    process.stderr.close()
    assert killed
    assert out.read_bytes() == whole.read_bytes()


def test_fault_19_no_worker_outlives_a_parent_that_is_killed(tmp_path):
    process = start(
        "clean", *FEW, make_records(tmp_path / "in.jsonl", 2000), "-o", tmp_path / "out.jsonl", "-j", "2"
    )
    assert wait_for(lambda: len(children(process.pid)) >= 2)
    workers = children(process.pid)
    process.kill()
    process.wait()
    process.stderr.close()
    assert wait_for(lambda: not alive(workers), 2)


@pytest.mark.parametrize("kind", ["folder", "records", "joined", "in place"])
def test_fault_20_of_two_runs_on_one_output_the_second_is_refused(tmp_path, kind):
    if kind == "folder":
        arguments = [make_folder(tmp_path / "in", 200), "-o", tmp_path / "out"]
    elif kind == "records":
        arguments = [make_records(tmp_path / "in.jsonl", 1500), "-o", tmp_path / "out.jsonl"]
    elif kind == "joined":
        source = make_records(tmp_path / "in.jsonl", 1500)
        arguments = [source, source, "-o", tmp_path / "out.jsonl"]
    else:
        arguments = [make_folder(tmp_path / "in", 200), "--in-place"]
    first = start("clean", *FEW, *arguments)
    assert wait_for(lambda: children(first.pid))
    second = ran("clean", *FEW, *arguments)
    assert second.returncode == 2
    assert b"another run is writing" in second.stderr
    assert first.wait(60) == 0
    first.stderr.close()
    assert leftovers(tmp_path) == []


HEAD = "<html><head><title>Tide</title></head><body><article>"


PROSE = "<p>The harbour master said on Monday that the ferry would sail again before the end of the week.</p>"


POISON = {
    "deep.html": HEAD + "<div>" * 30_000 + PROSE * 3 + "</div>" * 30_000,
    "unclosed.html": HEAD + "<div>" * 100_000 + PROSE,
    "attributes.html": HEAD + "<p " + " ".join(f"a{n}=1" for n in range(30_000)) + ">" + PROSE * 3,
    "paragraphs.html": HEAD + "<p>x</p>" * 100_000,
    "breaks.html": HEAD + "<p>text<br/>" * 100_000,
    "long.html": HEAD + "<p>" + "word " * 5_000_000,
    "amp.txt": "&" + "amp;" * 300_000,
    "empty-lines.txt": "\n" * 500_000,
    "lines.txt": "a line of text\n" * 200_000,
    "mojibake.txt": "It isnâ€™t the cafÃ© on the pier. " * 10_000,
    "one-line.txt": "word " * 1_000_000,
    "nul.txt": "Rain\0 fell. " * 1000,
    "spaces.txt": " " * 1_000_000 + "x",
    "bombs.html": '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><html>&b;'
    + PROSE * 3,
    "entities.html": HEAD + "<p>" + "&#x110000;&#0;&#xD800;text " * 30_000,
}


def test_fault_21_poison_ends_within_the_limit_and_comes_out_clean_or_unchanged(tmp_path):
    (tmp_path / "in").mkdir()
    for name, text in POISON.items():
        (tmp_path / "in" / name).write_text(text)
    began = time.monotonic()
    done = ran(
        "clean", tmp_path / "in", "-o", tmp_path / "out", "--limit-seconds", "8", "--stats", tmp_path / "stats.json"
    )
    assert time.monotonic() - began < 60
    assert done.returncode == 3, done.stderr
    assert b"Traceback" not in done.stderr
    assert len(tree(tmp_path / "out")) == len(POISON)
    failures = json.loads((tmp_path / "stats.json").read_bytes())["failures"]
    assert set(failures) <= {"limit", "input", "encoding"}, done.stderr
    for name in ("deep", "unclosed", "attributes", "paragraphs", "breaks", "long"):
        assert f"{name}.html: limit: ".encode() in done.stderr
        assert (tmp_path / "out" / f"{name}.txt").read_text() == POISON[f"{name}.html"]


@pytest.mark.parametrize("compression", ["gz", "bz2", "xz", "zst"])
def test_fault_22_a_bomb_is_passed_through_in_bounded_memory(tmp_path, compression):
    from cleaner.system.compression import compress, decompress

    member = compress(b"0" * (5 << 20), compression)
    for name in (f"bomb.html.{compression}",):
        (tmp_path / name).write_bytes(member * 5)
        done = ran(
            "clean",
            tmp_path / name,
            "-o",
            f"{tmp_path}/out/",
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)),
        )
        assert done.returncode == 3
        assert b"limit: more than" in done.stderr
        (out,) = (path for path in (tmp_path / "out").iterdir() if path.is_file())
        size = 0
        with open(out, "rb") as file, decompress(file, compression) as content:
            while data := content.read(1 << 20):
                size += len(data)
        assert size == 5 * (5 << 20)
        shutil.rmtree(tmp_path / "out")


def test_fault_24_a_pattern_of_the_users_cannot_blow_up(tmp_path):
    (tmp_path / "mine.toml").write_text(
        '[[rule]]\nname = "aa"\nshape = "line"\npattern = \'(?:a|aa)+c\'\nwhy = "It is a test."\nsince = "0.1.0"\n'
        'examples = ["[-aac-]", "[-aaac-]", "Aaa, he said.", "Rain fell."]\n'
    )
    (tmp_path / "a.txt").write_text("a" * 100_000 + "\n")
    began = time.monotonic()
    assert ran("clean", tmp_path / "a.txt", "--rules", tmp_path / "mine.toml").returncode == 0
    assert time.monotonic() - began < 10


def test_fault_27_escapes_in_names_and_records_do_not_reach_the_terminal(tmp_path):
    name = "a\x1b[2Jb\u202e.txt"
    (tmp_path / name).write_bytes(b"\x89PNG\0\xff")
    done = ran("clean", name, cwd=tmp_path)
    assert b"\x1b" not in done.stderr
    assert b"\\x1b[2J" in done.stderr


def test_fault_29_ids_never_become_paths(tmp_path):
    (tmp_path / "in.jsonl").write_text('{"id": "../../evil", "text": "Rain."}\n{"id": "/abs", "text": "Sun."}\n')
    assert (
        ran("clean", tmp_path / "in.jsonl", "-o", f"{tmp_path}/out/", "--report", f"{tmp_path}/reports/").returncode
        == 0
    )
    assert sorted(tree(tmp_path / "out")) == ["in.jsonl"]
    assert sorted(tree(tmp_path / "reports")) == ["in.jsonl.jsonl"]
    (tmp_path / "a.txt").write_text(DIRTY)
    listed = f"../{tmp_path.name}/a.txt\0{tmp_path}/in.jsonl\0".encode()
    done = subprocess.run(
        command("clean", "--files-from", "-", "-o", "listed/"), input=listed, cwd=tmp_path, timeout=60, check=False
    )
    assert done.returncode == 0
    assert {name.rsplit("/")[-1] for name in tree(tmp_path / "listed")} == {"a.txt", "in.jsonl"}


def test_fault_31_a_link_at_an_outputs_place_is_replaced_and_not_followed(tmp_path):
    make_folder(tmp_path / "in", 2)
    victim = tmp_path / "victim.txt"
    victim.write_text("mine")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "0000.txt").symlink_to(victim)
    assert ran("clean", tmp_path / "in", "-o", tmp_path / "out").returncode == 0
    assert victim.read_text() == "mine"
    assert not (tmp_path / "out" / "0000.txt").is_symlink()


def test_fault_33_an_input_of_the_same_size_and_time_but_other_content_is_cleaned_again(tmp_path):
    make_folder(tmp_path / "in", 3)
    arguments = ["clean", tmp_path / "in", "-o", tmp_path / "out", "--resume"]
    assert ran(*arguments).returncode == 0
    changed = tmp_path / "in" / "0000.txt"
    status = changed.stat()
    changed.write_text(changed.read_text().replace("Number 0", "Number 9"))
    os.utime(changed, ns=(status.st_atime_ns, status.st_mtime_ns))
    (tmp_path / "out" / "sub" / "0001.txt").write_text("spoilt")
    untouched = (tmp_path / "out" / "sub" / "0002.txt").stat().st_ino
    assert ran(*arguments).returncode == 0
    assert "Number 9" in (tmp_path / "out" / "0000.txt").read_text()
    assert (tmp_path / "out" / "sub" / "0001.txt").read_text() != "spoilt"
    assert (tmp_path / "out" / "sub" / "0002.txt").stat().st_ino == untouched


def test_a_stream_that_has_changed_since_it_was_stopped_is_begun_again(tmp_path):
    source, out = make_records(tmp_path / "in.jsonl", 2000), tmp_path / "out.jsonl"
    process = start("clean", *FEW, source, "-o", out, "--report", tmp_path / "ledger.jsonl", "-j", "2")
    assert wait_for(lambda: any(b'"point"' in path.read_bytes() for path in tmp_path.glob(".cleaner-*.journal")))
    process.kill()
    process.wait()
    process.stderr.close()
    source.write_text(source.read_text().replace("Number 1 ", "Number I "))
    assert ran("clean", *FEW, source, "-o", out, "--report", tmp_path / "ledger.jsonl", "--resume").returncode == 0
    assert (
        ran(
            "clean", *FEW, source, "-o", tmp_path / "whole.jsonl", "--report", tmp_path / "whole.ledger.jsonl"
        ).returncode
        == 0
    )
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert (tmp_path / "ledger.jsonl").read_bytes() == (tmp_path / "whole.ledger.jsonl").read_bytes()


def test_fault_35_other_rules_or_settings_are_refused_when_a_run_is_resumed(tmp_path):
    make_folder(tmp_path / "in", 3)
    arguments = ["clean", tmp_path / "in", "-o", tmp_path / "out"]
    assert ran(*arguments).returncode == 0
    before = tree(tmp_path / "out")
    done = ran(*arguments, "--resume", "--ignore", "related")
    assert done.returncode == 2
    assert b"had other settings, rules or another version" in done.stderr
    assert tree(tmp_path / "out") == before
    assert ran(*arguments, "--ignore", "related").returncode == 0
    assert tree(tmp_path / "out") != before


def test_a_packed_file_that_is_cut_off_is_named_and_counted_and_nothing_appears_of_it(tmp_path):
    (tmp_path / "in").mkdir()
    data = gzip.compress(ARTICLE.encode() * 1000)
    (tmp_path / "in" / "cut.txt.gz").write_bytes(data[:-20])
    (tmp_path / "in" / "cut.jsonl.gz").write_bytes(
        gzip.compress(make_records(tmp_path / "r", 1500).read_bytes())[:-9]
    )
    (tmp_path / "in" / "a.txt").write_text(DIRTY)
    done = ran("clean", tmp_path / "in", "-o", tmp_path / "out", "--stats", tmp_path / "stats.json")
    assert done.returncode == 3
    *lines, closing = done.stderr.decode().splitlines()
    assert closing.endswith(", 2 inputs could not be read")
    assert [line.split(": ")[2].rpartition("/")[2] for line in lines] == ["cut.jsonl.gz", "cut.txt.gz"]
    assert all("damaged or cut off" in line and line.endswith("; it has no output") for line in lines)
    stats = json.loads((tmp_path / "stats.json").read_bytes())
    assert stats["failures"] == {"unreadable": 2}
    assert (stats["counts"]["failed"], stats["counts"]["lost"]) == (2, 2)
    assert list(tree(tmp_path / "out")) == ["a.txt"]
    assert leftovers(tmp_path) == []


def two_runs(first: list[str | Path], second: list[str | Path], begun) -> tuple[int, bytes, int]:
    """Start one run, and another when it has begun: the code and the words of the second, the code of the first."""
    one = start(*first)
    assert wait_for(begun), one.stderr.read()
    two = ran(*second)
    assert one.poll() is None, "the first run was too fast"
    code = one.wait(60)
    one.stderr.close()
    return two.returncode, two.stderr, code


def test_two_runs_with_one_folder_of_reports_are_kept_apart(tmp_path):
    for name in ("one", "two"):
        make_folder(tmp_path / name, 400 if name == "one" else 4)
    reports = f"{tmp_path}/reports/"
    code, said, first = two_runs(
        ["clean", tmp_path / "one", "-o", tmp_path / "out1", "--report", reports],
        ["clean", tmp_path / "two", "-o", tmp_path / "out2", "--report", reports],
        lambda: len(list((tmp_path / "reports").rglob("*.jsonl"))) > 3,
    )
    assert (code, first, said.count(b"\n")) == (2, 0, 1)
    assert b"reports/: another run is writing its reports here" in said
    assert ran("restore", tmp_path / "out1", reports, "-o", tmp_path / "back").returncode == 0
    assert tree(tmp_path / "back") == tree(tmp_path / "one")
    assert leftovers(tmp_path) == []


def test_a_run_does_not_clear_away_what_another_one_is_writing(tmp_path):
    make_folder(tmp_path / "in", 3)
    rows, out = make_records(tmp_path / "rows.jsonl", 2000), tmp_path / "out"
    # a run that was killed in the folder above has left its journal and a part
    assert ran("clean", tmp_path / "in", "-o", out).returncode == 0
    journal = out / ".cleaner" / "journal"
    journal.write_bytes(journal.read_bytes().replace(b'{"done": true}\n', b""))
    (out / ".cleaner-0.part").write_text("stale")
    code, said, first = two_runs(
        ["clean", rows, "-o", f"{out}/below/"],
        ["clean", tmp_path / "in", "-o", out],
        lambda: any(path.stat().st_size for path in out.glob("below/.cleaner-*.part")),
    )
    assert (code, first) == (0, 0), said
    assert (out / "below" / "rows.jsonl").read_bytes().count(b"\n") == 2000
    assert leftovers(out) == []


def test_an_output_folder_that_is_swapped_for_a_link_gets_nothing_more(tmp_path):
    make_folder(tmp_path / "in", 800)
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    elsewhere.mkdir()
    process = start("clean", *FEW, tmp_path / "in", "-o", out, "--report", f"{tmp_path}/reports/")
    assert wait_for(lambda: len(list(out.glob("*.txt"))) > 5)
    out.rename(tmp_path / "moved")
    out.symlink_to("elsewhere")
    assert process.wait(60) == 4
    said = process.stderr.read()
    process.stderr.close()
    assert (said.count(b"\n"), b"took its place during the run" in said) == (1, True)
    assert list(elsewhere.rglob("*")) == []


def test_a_file_that_is_edited_during_a_run_in_place_is_left_alone_and_named(tmp_path):
    folder = make_folder(tmp_path / "in", 400)
    last = sorted(folder.rglob("*.txt"))[-1]
    process = start("clean", *FEW, folder, "--in-place", "-j", "2")
    assert wait_for((folder / "cleaner-undo.jsonl").exists)
    last.write_text("edited meanwhile\n\nAdvertisement\n")
    code = process.wait(60)
    said = process.stderr.read()
    process.stderr.close()
    edited = last.read_text()
    # either it was read after the edit, or it stays as it is and is named
    assert (code, edited) in ((3, "edited meanwhile\n\nAdvertisement\n"), (0, "edited meanwhile\n"))
    assert (b"changed while it was cleaned" in said) == (code == 3)
