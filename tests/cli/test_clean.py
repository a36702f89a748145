"""The configuration file: found, read, checked, overruled; sites with settings of their own; what is made from its keys."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from support import CARD, SEEDS

DIRTY = "Rain fell.\n\nREAD MORE: Snow fell\n\nAdvertisement\n\nIt stopped.\n"


def test_neither_the_file_nor_its_cards_are_written_over(run, write):
    write("mine.toml", CARD)
    write("a.txt", DIRTY)
    content = 'rules = ["mine.toml"]\n[sites."a.example"]\nrules = ["mine2.toml"]\n'
    path = write("cleaner.toml", content)
    write("mine2.toml", CARD)
    for name in ("cleaner.toml", "mine.toml", "mine2.toml"):
        assert "would write over" in run("clean", "a.txt", "-o", name).err
        assert "would write over" in run("clean", "a.txt", "--report", f"./{name}").err
    assert path.read_text() == content


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


def test_check_prints_each_finding_and_tells_by_its_exit_code(run, tmp_path):
    (tmp_path / "dirty.txt").write_bytes(DIRTY)
    (tmp_path / "clean.txt").write_bytes(CLEAN)
    ran = run("clean", "--check", "dirty.txt", "clean.txt")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.decode() == (
        'dirty.txt:3:1 advert/advert-label "Advertisement" because the line reads “Advertisement”\n'
    )
    assert run("clean", "--check", "clean.txt").code == 0
    quiet = run("clean", "--check", "-q", "dirty.txt")
    assert (quiet.code, quiet.out, quiet.err) == (1, b"", "")


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
    clean = source.removeprefix(b"\xef\xbb\xbf").replace(b"\\nAdvertisement", b"")
    assert (tmp_path / "out.jsonl").read_bytes() == clean
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
        assert run("clean", "--diff", name).out.startswith(b"# ")


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


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["clean", "--select", "relatd"], "did you mean related"),
        (
            ["clean", "--from", "pdf"],
            "--from is one of auto, text, markdown, html, jsonl, csv, tsv, parquet, warc, not 'pdf'",
        ),
        (["clean", "--to", "xml"], "--to is one of text, markdown, jsonl"),
        (["clean", "--headline", "maybe"], "headline is keep or drop"),
        (["clean", "--encoding", "klingon"], "is not a text encoding that browsers know; try"),
        (["clean", "--language", "English please"], "--language is a code such as en"),
        (["clean", "--report", "r.pdf"], "unknown suffix of a report"),
        (["clean", "--check", "-o", "x"], "--check writes nothing"),
        (["clean", "-", "-"], "standard input can be read only once"),
        (["clean", "--select", ","], "--select names no rule or family"),
        (["clean", "-o", ""], "-o names no file"),
        (["clean", "a.txt", "--report", "./a.txt"], "--report would write over a.txt, which is read"),
        (["clean", "a.txt", "b.txt", "-o", "b.txt"], "-o would write over b.txt, which is read"),
        (["clean", "--rules", "mine.toml", "-o", "mine.toml"], "-o would write over mine.toml, which is read"),
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


REPAIRED = "Tom &amp; Jerry met at the pier.\nThe tide was out all day.\n"


def test_a_repair_counts_as_a_change_everywhere(run, tmp_path):
    (tmp_path / "a.txt").write_text(REPAIRED)
    checked = run("clean", "a.txt", "--check")
    assert (checked.code, checked.err) == (1, "")
    assert checked.out.decode().startswith('a.txt:1:1 repair/entity "Tom &amp; Jerry met at the pier." because ')
    said = run("clean", "a.txt", "-o", "b.txt", "-v", "--stats", "run.json", "--report", "ledger.json").err
    assert said.startswith("cleaner: a.txt: repair/entity\ncleaner: 1 document, 1 changed, 0 characters")
    statistics = json.loads((tmp_path / "run.json").read_text())
    assert statistics["counts"]["changed"] == statistics["counts"]["repaired"] == 1
    assert (statistics["rules"], statistics["repairs"]) == ({}, {"repair/entity": 1})
    (repair,) = json.loads((tmp_path / "ledger.json").read_text())["repairs"]
    assert repair["rule"] == "repair/entity"
    assert "+Tom & Jerry met at the pier.\n" in run("clean", "a.txt", "--diff").out.decode()
    assert run("restore", "b.txt", "ledger.json").out.decode() == REPAIRED


def test_no_repair_leaves_every_line_as_it_is(run, tmp_path):
    (tmp_path / "a.txt").write_text(REPAIRED)
    assert run("clean", "a.txt", "--no-repair").out.decode() == REPAIRED
    assert run("clean", "a.txt", "--no-repair", "--check").code == 0
    (tmp_path / "cleaner.toml").write_text("repair = false\n")
    assert run("clean", "a.txt").out.decode() == REPAIRED
    assert run("clean", "a.txt", "--repair", "--check").code == 1


def test_a_missing_input_is_named_before_the_first_one_comes_out(run_process, tmp_path):
    (tmp_path / "a.txt").write_bytes(DIRTY)
    ran = run_process("clean", "a.txt", "nowhere.txt")
    assert (ran.code, ran.out) == (3, CLEAN)
    assert ran.err.count("nowhere.txt") == 1
    script = (
        "import sys\nfrom cleaner.cli import main\nfrom cleaner.runner.outputs import joined\n"
        "joined.JoinedOutput.add = lambda *_: sys.exit(9)\nmain.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "clean", "a.txt", "nowhere.txt"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, b"nowhere.txt" in done.stderr) == (9, True)


def test_a_title_and_an_address_of_one_text_choose_its_rules(run, tmp_path):
    (tmp_path / "cleaner.toml").write_text('[sites."harbour.example"]\nignore = ["advert"]\n')
    (tmp_path / "a.txt").write_bytes(DIRTY)
    address = "https://harbour.example/1"
    assert run("clean", "a.txt", "--url", address).out == DIRTY
    assert run("clean", "--url", address, stdin=DIRTY).out == DIRTY
    assert run("clean", "a.txt", "--url", "https://post.example/1").out == CLEAN
    text = b"Ferry to Sand Island returns\n\nRain fell.\n\nFerry to Sand Island returns\n"
    assert run("clean", "--title", "Ferry to Sand Island returns", stdin=text).out.count(b"Ferry") == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["a.txt", "b.txt", "--title", "Pier"], "--title is that of one article; name one input"),
        (["in", "--url", "https://post.example/1"], "--url is that of one article; name one input"),
        (["a.jsonl", "--title", "Pier"], "records have a field for it (--title-field)"),
        (["a.csv", "--url", "https://post.example/1"], "records have a field for it (--url-field)"),
        (["a.txt", "--title", " "], "--title is empty"),
        (
            ["a.txt", "--url", "no address"],
            "--url is an address such as https://example.org/story, not 'no address'",
        ),
    ],
)
def test_a_title_or_an_address_that_fits_no_single_article_is_refused(run, tmp_path, arguments, says):
    (tmp_path / "in").mkdir()
    ran = run("clean", *arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert says in ran.err
