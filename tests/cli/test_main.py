"""The configuration file: found, read, checked, overruled; sites with settings of their own; what is made from its keys."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from cleaner.config.resolve import resolve
from support import CARD
from support.processes import start

DIRTY = "Rain fell.\n\nREAD MORE: Snow fell\n\nAdvertisement\n\nIt stopped.\n"


def test_without_a_file_the_plain_path_imports_nothing_for_it(write, tmp_path):
    write("a.txt", DIRTY)
    code = (
        "import sys; sys.argv = ['cleaner', 'clean', 'a.txt']\n"
        "from cleaner.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([name for name in ('cleaner.config.keys', 'cleaner.config.resolve', 'typer', 'difflib') if name in sys.modules], file=sys.stderr)"
    )

    def imported():
        command = [sys.executable, "-c", code]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stderr

    assert imported() == "[]\n"
    write("cleaner.toml", "budget = 0.6")
    assert imported() == "['cleaner.config.keys', 'cleaner.config.resolve']\n"


def test_a_run_in_a_folder_without_a_file_has_the_defaults(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert resolve({}).file is None
    assert resolve({}).sites == {}


DIRTY = b"Rain fell.\n\nAdvertisement\n\nIt stopped.\n"


CLEAN = b"Rain fell.\n\nIt stopped.\n"


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "arguments", [["clean"], ["clean", "--from", "text"], ["rules"], ["--help"], ["explain", "related"]]
)
def test_a_reader_that_leaves_ends_the_run_quietly_with_141(arguments, unbuffered):
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    process = start(*arguments, **pipes, env={**os.environ, "PYTHONUNBUFFERED": unbuffered})
    process.stdout.close()
    if arguments[0] != "clean":
        assert process.wait(30) == 141
        assert process.stderr.read() == b""
        return
    process.stdin.write(b"Rain fell on the town.\n" * 5_000)
    process.stdin.close()
    assert process.wait(30) == 141
    assert process.stderr.read() == b""


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_the_run_with_its_code_and_leaves_no_file(tmp_path, sent, code):
    process = start("clean", "-o", "out.txt", stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path)
    process.stdin.write(b"Rain")
    process.stdin.flush()
    deadline = time.monotonic() + 20
    while not list(tmp_path.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert list(tmp_path.iterdir())
    process.send_signal(sent)
    assert process.wait(20) == code
    assert b"Traceback" not in process.stderr.read()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("moment", ["atomic_file.open_locked", "streams.PartialFile"])
def test_a_signal_that_comes_while_an_output_is_opened_leaves_no_file(tmp_path, moment):
    module, name = moment.split(".")
    code = f"""
import os, signal, sys
from cleaner.system import {module}
opens = {module}.{name}
def struck(*arguments, **options):
    opened = opens(*arguments, **options)
    assert os.listdir()
    os.kill(os.getpid(), signal.SIGTERM)
    return opened
{module}.{name} = struck
sys.argv = ["cleaner", "clean", "-o", "out.txt"]
from cleaner.cli.main import main
main()
"""
    options = {"input": b"Rain", "capture_output": True, "cwd": tmp_path, "timeout": 60}
    done = subprocess.run([sys.executable, "-c", code], check=False, **options)
    assert (done.returncode, b"Traceback" in done.stderr) == (143, False), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_hangup_that_nohup_has_told_us_to_ignore_stays_ignored(tmp_path):
    def ignore() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = start("clean", "-o", "out.txt", **pipes, cwd=tmp_path, preexec_fn=ignore)
    deadline = time.monotonic() + 20
    while not list(tmp_path.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGHUP)
    process.communicate(DIRTY, timeout=20)
    assert process.returncode == 0
    assert (tmp_path / "out.txt").read_bytes() == CLEAN


def test_closed_streams_are_refused_in_one_line(tmp_path):
    command = f"{sys.executable} -m cleaner clean"
    for shell, says in (
        (f"{command} <&-", "standard input is closed"),
        (f"echo Rain | {command} >&-", "standard output is closed"),
    ):
        done = subprocess.run(shell, shell=True, capture_output=True, cwd=tmp_path, timeout=30, check=False)
        assert done.returncode in (2, 3)
        assert says in done.stderr.decode()
        assert "Traceback" not in done.stderr.decode()


SMALL = (
    "tomllib",
    "dataclasses",
    "inspect",
    "json",
    "hashlib",
    "datetime",
    "difflib",
    "cleaner.matching.prefilter",
)


LARGE = ("trafilatura", "ftfy", "msgspec", "lxml", "charset_normalizer", "typer", "pebble")


def test_only_what_a_run_needs_is_imported(tmp_path):
    (tmp_path / "a.txt").write_bytes(DIRTY + "It’s “plain”.\n".encode())
    (tmp_path / "b.txt").write_bytes("CafÃ©\n".encode())
    script = (
        "import sys\nfrom cleaner.cli.main import main\nsys.argv = ['cleaner', *sys.argv[1:]]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([name for name in LARGE if name in sys.modules], file=sys.stderr)"
    ).replace("LARGE", repr(LARGE))

    def imported(*arguments: str, stdin: bytes = b"") -> str:
        command = [sys.executable, "-c", script, *arguments]
        done = subprocess.run(command, input=stdin, capture_output=True, cwd=tmp_path, timeout=30, check=False)
        return done.stderr.decode().splitlines()[-1]

    assert imported("--help") == "['typer']"
    assert imported("clean", "a.txt") == "[]"
    assert imported("clean", stdin=DIRTY) == "[]"
    assert imported("clean", "a.txt", "-q") == "['typer']"
    assert imported("clean", "b.txt") == "['ftfy']"


# what reads the header of the line model, and checks its digest
FOR_THE_MODEL = ("json", "hashlib")


@pytest.mark.parametrize(
    ("options", "unneeded"),
    [("ignore=['learned']", SMALL), ("", tuple(name for name in SMALL if name not in FOR_THE_MODEL))],
    ids=["without the line model", "with it"],
)
def test_the_library_starts_without_what_one_text_does_not_need(tmp_path, options, unneeded):
    clean = f"cleaner.Cleaner({options}).clean('Rain fell.\\n\\nAdvertisement\\n\\nIt stopped.')"
    script = f"import sys, cleaner\n{clean}\nprint([n for n in {unneeded!r} if n in sys.modules])"
    # what the environment itself imports at its start is not ours
    plain = [sys.executable, "-c", f"import sys; print([n for n in {unneeded!r} if n in sys.modules])"]
    known, found = (
        subprocess.run(command, capture_output=True, cwd=tmp_path, timeout=30, check=True).stdout
        for command in (plain, [sys.executable, "-c", script])
    )
    assert found == known


def test_with_and_without_options_a_run_is_the_same(run, tmp_path):
    (tmp_path / "a.txt").write_bytes(DIRTY)
    (tmp_path / "b.html").write_bytes(b"<html></html>")
    for arguments in (["a.txt"], ["a.txt", "b.html", "nowhere.txt"], []):
        assert run("clean", *arguments, stdin=DIRTY) == run("clean", "--from", "auto", *arguments, stdin=DIRTY)


COMMANDS = [
    "clean a.txt",
    "clean a.txt --diff",
    "config --isolated",
    "rules --isolated",
    "rules --isolated --json",
    "explain --isolated share",
    "test-rules mine.toml",
    "eval gold.jsonl --isolated",
    "eval gold.jsonl --isolated --json -",
    "restore clean.txt ledger.json",
    "--help",
    "clean --help",
    "--version",
]


@pytest.fixture
def folder(tmp_path, run):
    (tmp_path / "a.txt").write_text("Rain fell.\n\nAdvertisement\n")
    (tmp_path / "mine.toml").write_text(CARD)
    (tmp_path / "gold.jsonl").write_text('{"text": "Rain fell. Share", "remove": [[11, 16, "share"]]}\n')
    assert run("clean", "a.txt", "-o", "clean.txt", "--report", "ledger.json").code == 0
    return tmp_path


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_standard_output_is_one_line_and_4(folder, command):
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cleaner", *command.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=environment,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (4, b"cleaner: error: standard output: No space left on device\n")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
def test_a_full_standard_error_changes_no_exit_code(tmp_path):
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "cleaner", "clean", "missing.txt"]
        assert subprocess.run(command, stderr=full, cwd=tmp_path, timeout=60, check=False).returncode == 3


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.parametrize("command", ["clean --help", "explain --isolated share", "rules --isolated"])
def test_what_the_terminals_encoding_lacks_is_escaped(run_process, encoding, command):
    done = run_process(*command.split(), PYTHONIOENCODING=encoding)
    assert (done.code, done.err) == (0, "")
    assert done.out.strip()


def test_restore_works_where_names_are_ascii(tmp_path, run, run_process):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "naïve.txt").write_text("Rain fell.\n\nAdvertisement\n")
    assert run("clean", "in", "-o", "out/", "--report", "all.jsonl").code == 0
    ascii = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = run_process("restore", "out", "all.jsonl", "-o", "back", **ascii)
    assert (done.code, done.err) == (0, "")
    assert (tmp_path / "back" / "naïve.txt").read_text() == "Rain fell.\n\nAdvertisement\n"
