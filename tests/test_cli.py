"""The command as a program runs it: output, exit codes, messages."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from conftest import CARD, FIXTURES, SEEDS, read_fixture

SEED = SEEDS / "brackmoor-tram-vote.txt"
DIRTY = b"Rain fell.\n\nAdvertisement\n\nIt stopped.\n"
CLEAN = b"Rain fell.\n\nIt stopped.\n"


def expected(worker, path) -> bytes:
    return worker.clean(path.read_text(encoding="utf-8")).text.encode()


@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem)
def test_a_seed_gives_the_same_bytes_from_file_stdin_and_record(run, worker, tmp_path, seed):
    clean = expected(worker, seed)
    assert run("clean", seed).out == clean
    assert run("clean", stdin=seed.read_bytes()).out == clean
    assert run("clean", "-", stdin=seed.read_bytes()).out == clean
    record = json.dumps({"id": 1, "text": seed.read_text(encoding="utf-8")}).encode()
    assert json.loads(run("clean", "--from", "jsonl", stdin=record).out)["text"].encode() == clean
    assert run("clean", seed, LANG="C", PYTHONHASHSEED="1").out == clean


def test_a_seed_comes_back_byte_for_byte_and_its_marked_report_is_its_fixture(run, tmp_path):
    ran = run("clean", SEED, "-o", "clean.txt", "--report", "ledger.json")
    assert (ran.code, ran.out, ran.err) == (0, b"", "")
    assert run("restore", "clean.txt", "ledger.json").out == SEED.read_bytes()
    run("clean", SEED, "--report", "marked.txt", "-o", os.devnull)
    marked = (tmp_path / "marked.txt").read_text(encoding="utf-8")
    assert marked == (FIXTURES / "seeds" / SEED.name).read_text(encoding="utf-8")


def test_check_writes_nothing_and_tells_by_its_exit_code(run, tmp_path):
    (tmp_path / "dirty.txt").write_bytes(DIRTY)
    (tmp_path / "clean.txt").write_bytes(CLEAN)
    ran = run("clean", "--check", "dirty.txt", "clean.txt")
    assert (ran.code, ran.out) == (1, b"")
    assert "would clean dirty.txt: advert/advert-label" in ran.err
    assert run("clean", "--check", "clean.txt").code == 0
    assert run("clean", "--check", "-q", "dirty.txt").err == ""


def test_several_inputs_come_out_one_after_the_other(run, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"One.")
    (tmp_path / "b.txt").write_bytes(DIRTY)
    assert run("clean", "a.txt", "b.txt").out == b"One.\n" + CLEAN


def test_a_missing_input_is_named_the_others_are_done_and_the_exit_code_is_3(run, tmp_path):
    (tmp_path / "a.txt").write_bytes(DIRTY)
    ran = run("clean", "nowhere.txt", "a.txt")
    assert (ran.code, ran.out) == (3, CLEAN)
    first, last = ran.err.splitlines()
    assert first == "cleaner: error: nowhere.txt: No such file or directory"
    assert last.startswith("cleaner: 1 document, 1 changed, ")
    assert last.endswith(" removed, 0 failed, 1 input could not be read")


def test_an_input_that_cannot_be_cleaned_comes_out_unchanged(run, tmp_path):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\xff")
    (tmp_path / "empty.html").write_bytes(b"<html></html>")
    ran = run("clean", "picture.png")
    assert (ran.code, ran.out) == (3, b"\x89PNG\r\n\x1a\n\0\0\xff")
    assert ran.err.startswith("cleaner: error: picture.png: looks like binary data")
    ran = run("clean", "empty.html")
    assert (ran.code, ran.out) == (3, b"<html></html>")
    assert "Traceback" not in ran.err


def test_a_bad_record_is_named_with_its_line_and_order_and_number_of_records_stay(run):
    lines = [b'{"id": 1, "text": "Advertisement\\n\\nRain."}\n', b"{bad\n", b"\n", b'{"id": 3, "text": "Sun."}']
    ran = run("clean", "--from", "jsonl", stdin=b"".join(lines))
    assert ran.code == 3
    assert ran.out == b'{"id": 1, "text": "Rain."}\n{bad\n\n{"id": 3, "text": "Sun."}'
    assert ran.err.startswith("cleaner: error: standard input:2: not valid JSON")


@pytest.mark.parametrize("options", [[], ["--to", "jsonl"]])
def test_records_of_several_files_never_share_a_line(run, tmp_path, options):
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "Rain."}')
    (tmp_path / "b.jsonl").write_bytes(b'{"text": "Sun."}\n')
    assert run("clean", "a.jsonl", "b.jsonl", *options).out == b'{"text": "Rain."}\n{"text": "Sun."}\n'


def test_records_with_a_byte_order_mark_or_a_bare_return_between_members_come_back(run, tmp_path):
    source = (
        b'\xef\xbb\xbf{"id":1,"text":"Rain.\\n\\nAdvertisement"}\n{"id":2,\r"text":"Sun.\\n\\nAdvertisement"}\n'
    )
    (tmp_path / "in.jsonl").write_bytes(source)
    assert run("clean", "in.jsonl", "-o", "out.jsonl", "--report", "ledger.jsonl").code == 0
    assert (tmp_path / "out.jsonl").read_bytes() == source.replace(b"\\nAdvertisement", b"")
    assert run("restore", "out.jsonl", "ledger.jsonl").out == source


def test_records_keep_their_ledgers_in_step_and_can_be_restored(run, tmp_path):
    records = [{"id": 1, "text": "Rain.\n\nAdvertisement\n\nSun."}, {"id": 2, "no": 1}, {"id": 3, "text": "CafÃ©"}]
    source = "".join(json.dumps(record) + "\n" for record in records).encode()
    (tmp_path / "in.jsonl").write_bytes(source)
    assert run("clean", "in.jsonl", "-o", "out.jsonl", "--report", "ledger.jsonl").code == 3
    entries = [json.loads(line) for line in (tmp_path / "ledger.jsonl").read_bytes().splitlines()]
    assert [entry["id"] for entry in entries] == [1, 2, 3]
    assert "neither" in entries[1]["failure"]
    assert run("restore", "out.jsonl", "ledger.jsonl").out == source


@pytest.mark.parametrize(
    "content", [b'[{"text": "READ MORE: x"}]', b'{\n  "text": "Rain. READ MORE: x"\n}\n', b"[\n1\n]"]
)
def test_json_that_is_not_one_record_a_line_comes_out_unchanged(run, tmp_path, content):
    (tmp_path / "a.json").write_bytes(content)
    for ran in (run("clean", "a.json"), run("clean", stdin=content)):
        assert (ran.code, ran.out) == (3, content)
        assert "JSON, but not JSON Lines" in ran.err


def test_an_empty_stream_of_records_has_an_empty_ledger_and_comes_back(run, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b"")
    for report in ("r.json", "r.jsonl"):
        assert run("clean", "a.jsonl", "-o", "out.jsonl", "--report", report).code == 0
        ran = run("restore", "out.jsonl", report)
        assert (ran.code, ran.out, ran.err) == (0, b"", "")
    assert json.loads((tmp_path / "r.json").read_bytes()) == []


def test_a_file_that_cannot_be_cleaned_is_a_record_with_its_content_and_the_error(run, tmp_path):
    (tmp_path / "empty.html").write_bytes(b"<html></html>")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0\xff")
    ran = run("clean", "empty.html", "picture.png", "--to", "jsonl")
    page, picture = (json.loads(line) for line in ran.out.splitlines())
    assert ran.code == 3
    assert (page["id"], page["html"]) == ("empty.html", "<html></html>")
    assert "no article" in page["error"]
    assert "binary" in picture["error"]


def test_names_with_any_bytes_and_blanks_work(run, tmp_path):
    names = [b"a b.txt", b"n\xff.txt", b"new\nline.txt"]
    for name in names:
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
            file.write(DIRTY)
    for name in names:
        ran = run("clean", name, "--to", "jsonl", "--report", "r.json")
        assert (ran.code, ran.err) == (0, "")
        assert json.loads(ran.out)["text"].encode() == CLEAN
        assert run("clean", "--diff", name).out.startswith(b"--- ")


def test_files_can_become_records(run, tmp_path):
    (tmp_path / "a.txt").write_bytes(DIRTY)
    out = json.loads(run("clean", "a.txt", "--to", "jsonl", "--language", "en", "--with-removals").out)
    assert (out["id"], out["lang"], out["text"]) == ("a.txt", "en", CLEAN.decode())
    assert out["removals"][0]["text"] == "Advertisement"


def test_reports_of_several_inputs_are_one_file_each_kind(run, tmp_path):
    (tmp_path / "a.txt").write_bytes(DIRTY)
    (tmp_path / "b.txt").write_bytes(b"Sun.\n\nAdvertisement\n")
    for kind in ("json", "jsonl", "diff", "txt"):
        assert run("clean", "a.txt", "b.txt", "-o", os.devnull, "--report", f"r.{kind}").code == 0
    assert [entry["origin"]["source"] for entry in json.loads((tmp_path / "r.json").read_bytes())] == [
        "a.txt",
        "b.txt",
    ]
    assert len((tmp_path / "r.jsonl").read_bytes().splitlines()) == 2
    assert (tmp_path / "r.diff").read_text().count("\n-Advertisement\n") == 2
    assert "==> b.txt <==\nSun.\n\n[-Advertisement-]\n" in (tmp_path / "r.txt").read_text()


def test_the_headline_is_kept_in_text_and_dropped_from_pages_unless_told_otherwise(run):
    prose = "The council voted on Monday evening to raise the price of a crossing by a tenth."
    text = f"Fares to rise\n\n{prose}\n".encode()
    assert run("clean", stdin=text).out == text
    assert run("clean", "--headline", "drop", stdin=text).out == f"{prose}\n".encode()
    paragraphs = "".join(f"<p>{prose} So said member number {n} of the nine.</p>" for n in range(5))
    page = f"<html><head><title>Fares to rise</title></head><body><article><h1>Fares to rise</h1>{paragraphs}</article></body></html>"
    assert not run("clean", stdin=page.encode()).out.startswith(b"Fares to rise")
    assert run("clean", "--headline", "keep", stdin=page.encode()).out.startswith(b"Fares to rise")


def test_rules_can_be_selected_ignored_and_turned_off(run):
    text = b"Rain.\n\nAdvertisement\n\nREAD MORE: Sun\n\nSnow."
    assert run("clean", "--select", "advert", stdin=text).out == b"Rain.\n\nREAD MORE: Sun\n\nSnow."
    assert run("clean", "--ignore", "advert,related", stdin=text).out == text
    assert run("clean", "--ignore", "all", stdin=text).out == text


def test_own_rules_are_tested_and_used(run, tmp_path):
    (tmp_path / "mine.toml").write_text(CARD)
    ran = run("test-rules", "mine.toml")
    assert (ran.code, ran.out.decode().splitlines()[-1]) == (0, "1 passed, 0 failed")
    assert run(
        "clean",
        "--rules",
        "mine.toml",
        stdin=b"Rain fell on the harbour until noon.\n\nListen to our podcast: it\n",
    ).out == (b"Rain fell on the harbour until noon.\n")
    assert b"podcast" in run("explain", "podcast-line", "--rules", "mine.toml").out
    (tmp_path / "bad.toml").write_text(CARD.replace('"Listen to the sea."', '"Listen to our podcast, she said."'))
    ran = run("test-rules", "bad.toml")
    assert ran.code == 1
    assert "failed  bad/podcast-line" in ran.out.decode()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["clean", "--select", "relatd"], "did you mean related"),
        (
            ["clean", "--from", "pdf"],
            "--from is one of auto, text, html, jsonl, csv, tsv, parquet, warc, not 'pdf'",
        ),
        (["clean", "--to", "xml"], "--to is one of text, jsonl"),
        (["clean", "--headline", "maybe"], "headline is keep or drop"),
        (["clean", "--encoding", "klingon"], "is not a text encoding; try"),
        (["clean", "--language", "English please"], "--language is a code such as en"),
        (["clean", "--report", "r.pdf"], "a report's suffix tells its kind"),
        (["clean", "--check", "-o", "x"], "--check writes nothing"),
        (["clean", "-", "-"], "standard input can be read only once"),
        (["clean", "--select", ","], "--select names no rule or family"),
        (["clean", "-o", ""], "-o names no file"),
        (["clean", "a.txt", "--report", "./a.txt"], "--report would write over a.txt, which is read"),
        (["clean", "a.txt", "b.txt", "-o", "b.txt"], "-o would write over b.txt, which is read"),
        (["clean", "--rules", "mine.toml", "-o", "mine.toml"], "-o would write over mine.toml, which is read"),
        (["clean", "--from", "jsonl", "--encoding", "latin1"], "JSON Lines is UTF-8"),
        (["clean", "--rules", "nowhere.toml"], "nowhere.toml: No such file"),
        (["clean", "-o", "nowhere/out.txt"], "nowhere/out.txt: No such file"),
        (["clean", "-o", "a.json", "--report", "./a.json"], "name the same file"),
        (["clean", "--bogus"], "No such option"),
        (["clen"], "No such command"),
        (["explain", "read-mor-line"], "or related/read-more-line"),
        (["explain"], "Missing argument"),
        (["test-rules", "nowhere.toml"], "nowhere.toml: No such file"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_in_one_line_with_exit_code_2(run, arguments, says):
    ran = run(*arguments, stdin=DIRTY)
    assert ran.code == 2
    assert says in ran.err
    assert ran.err.startswith("cleaner: error: ")
    assert ran.err.count("\n") == 1
    assert ran.out == b""


def test_a_bad_pattern_is_refused_with_its_rule(run, tmp_path):
    (tmp_path / "mine.toml").write_text(CARD.replace("listen to our podcast", "(?<!x)listen"))
    ran = run("clean", "--rules", "mine.toml", stdin=DIRTY)
    assert ran.code == 2
    assert "rule mine/podcast-line: RE2 refuses it" in ran.err
    for key in ("unless", "given"):
        (tmp_path / "mine.toml").write_text(CARD.replace("why =", f"{key} = '(unclosed'\nwhy ="))
        for command in (["clean", "--rules"], ["test-rules"]):
            ran = run(*command, "mine.toml", stdin=DIRTY)
            assert (ran.code, "rule mine/podcast-line: RE2 refuses it: missing )" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("clean", "ledger", "says"),
    [
        (CLEAN, b"nonsense", "ledger.json: not a ledger"),
        (CLEAN + b"!", None, "clean.txt and ledger.json: this is not the clean text"),
        (b"\xff", None, "clean.txt and ledger.json: not UTF-8 at byte 0"),
    ],
)
def test_what_does_not_belong_together_is_not_restored(run, tmp_path, clean, ledger, says):
    run("clean", "-o", "clean.txt", "--report", "ledger.json", stdin=DIRTY)
    (tmp_path / "clean.txt").write_bytes(clean)
    if ledger is not None:
        (tmp_path / "ledger.json").write_bytes(ledger)
    ran = run("restore", "clean.txt", "ledger.json", "-o", "back.txt")
    assert ran.code == 3
    assert says in ran.err
    assert not (tmp_path / "back.txt").exists()


def test_every_rule_is_listed_for_people_and_as_json(run):
    rows = json.loads(run("rules", "--json").out)
    assert {"name", "why", "since", "status"} <= set(rows[0])
    listed = run("rules").out.decode()
    assert all(row["name"] in listed and row["why"] in listed for row in rows)


def test_a_rule_is_explained_with_its_examples_and_with_colour_where_it_is_wanted(run):
    plain = run("explain", "related/read-more-line").out.decode()
    assert "[-READ MORE: Five things we learned from the budget-]" in plain
    assert "Read more slowly, she told pupils: it pays." in plain
    assert "\x1b" not in plain
    assert "\x1b[31m[-READ MORE" in run("explain", "read-more-line", FORCE_COLOR="1").out.decode()
    assert "\x1b" not in run("explain", "read-more-line", FORCE_COLOR="1", NO_COLOR="1").out.decode()


def test_every_rule_can_be_explained():
    from cleaner.cli.rules_view import card as shown
    from cleaner.matching.catalog import builtin

    for card in builtin().cards:
        assert card.why in shown(card, colour=False)


@pytest.mark.parametrize("command", [[], ["clean"], ["restore"], ["rules"], ["explain"], ["test-rules"]])
def test_help_teaches_with_examples(run, command):
    ran = run(*command, "--help", COLUMNS="200")
    assert ran.code == 0
    assert "Example" in ran.out.decode()


def test_the_version_is_told(run):
    import cleaner

    assert run("--version").out.decode() == f"cleaner {cleaner.__version__}\n"
    assert run("clean", "--version").out.decode() == f"cleaner {cleaner.__version__}\n"


def start(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "cleaner", *arguments], **options)  # type: ignore[call-overload]


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
    process.stdin.write(b"Rain fell on the town.\n" * 100_000)
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


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
def test_on_a_terminal_no_input_is_help_diffs_have_colour_and_escapes_are_shown_not_sent(tmp_path):
    import pty

    def on_terminal(*arguments: str) -> tuple[int, bytes]:
        ours, theirs = pty.openpty()
        environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
        process = start(*arguments, stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path, env=environment)
        os.close(theirs)
        shown = b""
        while True:
            try:
                data = os.read(ours, 65536)
            except OSError:
                break
            if not data:
                break
            shown += data
        os.close(ours)
        return process.wait(20), shown

    (tmp_path / "a.txt").write_bytes(DIRTY)
    code, shown = on_terminal("clean")
    assert code == 2
    assert b"Usage" in shown
    code, shown = on_terminal("clean", "--diff", "a.txt")
    assert b"\x1b[31m-Advertisement" in shown
    (tmp_path / "b.txt").write_bytes("title \u202ecod\r\nnext\r\n".encode())
    code, shown = on_terminal("clean", "b.txt")
    assert b"title \\u202ecod" in shown
    assert b"\\r" not in shown


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


def test_the_library_starts_without_what_one_text_does_not_need(tmp_path):
    script = f"import sys, cleaner\ncleaner.clean('Rain fell.\\n\\nAdvertisement')\nprint([n for n in {SMALL!r} if n in sys.modules])"
    # what the environment itself imports at its start is not ours
    plain = [sys.executable, "-c", f"import sys; print([n for n in {SMALL!r} if n in sys.modules])"]
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


def test_restoring_a_fixture_through_every_report_leaves_the_input_untouched(run, tmp_path):
    text = read_fixture(FIXTURES / "related" / "reading-room.txt").text
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    for report in ("r.json", "r.jsonl"):
        run("clean", "a.txt", "-o", "c.txt", "--report", report)
        assert run("restore", "c.txt", report).out.decode() == text
    run("clean", "a.txt", "-o", "a.txt", "--report", "r.json")
    assert run("restore", "a.txt", "r.json").out.decode() == text
