"""Many documents: which are read, where they go, and that the way there makes no difference."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import stat
import subprocess
import sys

import pytest

import cleaner
from bulk import ARTICLE, CLEAN, DIRTY, article, command, leftovers, make_folder, make_records, ran, tree
from cleaner.formats.options import WriteOptions
from cleaner.intake.limits import Limits
from cleaner.runner import run as running
from cleaner.runner.inputs import discover as sources
from cleaner.runner.inputs import task_reader as reading
from cleaner.runner.inputs.discover import Selection
from cleaner.runner.outputs.paths import mirrored
from cleaner.runner.request import CleanRequest
from cleaner.runner.workers.task import Source
from cleaner.system.compression import compress, decompress, detect_compression
from conftest import SEEDS

PAGE = (
    "<html><head><title>Fares to rise</title></head><body><article><h1>Fares to rise</h1>"
    + "".join(
        f"<p>The council voted on Monday to raise the fare of crossing number {n}, she said.</p>" for n in range(9)
    )
    + "<p>Advertisement</p></article></body></html>"
)


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


@pytest.mark.parametrize("compression", ["gz", "bz2", "xz", "zst"])
def test_what_is_packed_is_read_back_whatever_its_pieces(compression, tmp_path):
    data = ARTICLE.encode()
    member = compress(data, compression)
    assert compress(data, compression) == member
    assert detect_compression(member) == compression
    path = tmp_path / "a"
    path.write_bytes(member * 3)
    with open(path, "rb") as file:
        assert decompress(file, compression).read() == data * 3


def test_packed_output_of_joined_inputs(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(DIRTY)
    assert ran("clean", tmp_path / "a.txt", tmp_path / "b.txt", "-o", tmp_path / "all.txt.gz").returncode == 0
    assert gzip.decompress((tmp_path / "all.txt.gz").read_bytes()).decode() == CLEAN * 2
    (tmp_path / "empty.txt").write_text("")
    assert ran("clean", tmp_path / "empty.txt", "-o", tmp_path / "none.gz").returncode == 0
    assert gzip.decompress((tmp_path / "none.gz").read_bytes()) == b""


def found(paths, selection=Selection(), **options):  # noqa: B008 it never changes
    told: list[str] = []
    names = [source.name for source in sources.find(map(str, paths), selection, skip=told.append, **options)]
    return names, told


def test_folders_are_walked_in_the_order_of_their_names_and_globs_choose(tmp_path):
    for name in ("b.txt", "a/z.html", "a/b.md.gz", "c/draft.txt", "c/x.dat", "c/.hidden.txt", "e.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(DIRTY)
    assert found([tmp_path])[0] == ["a/b.md.gz", "a/z.html", "b.txt", "c/.hidden.txt", "c/draft.txt"]
    assert found([tmp_path], Selection(include=["*.dat", "a/*"]))[0] == ["a/b.md.gz", "a/z.html", "c/x.dat"]
    assert found([tmp_path], Selection(include=["**/*.txt"]))[0] == ["b.txt", "c/.hidden.txt", "c/draft.txt"]
    assert found([tmp_path], Selection(exclude=["c", "*.html"]))[0] == ["a/b.md.gz", "b.txt"]
    assert found([tmp_path], Selection(exclude=["draft*"]))[0] == [
        "a/b.md.gz",
        "a/z.html",
        "b.txt",
        "c/.hidden.txt",
    ]
    assert found([tmp_path], avoid=[str(tmp_path / "a"), str(tmp_path / "b.txt")])[0] == [
        "c/.hidden.txt",
        "c/draft.txt",
    ]
    # what is named is read, whatever it is called
    assert found([tmp_path / "e.json", tmp_path / "c"])[0] == ["e.json", ".hidden.txt", "draft.txt"]


def test_a_tree_deeper_than_recursion_goes_is_walked(tmp_path):
    before = os.getcwd()
    os.chdir(tmp_path)
    try:
        for _ in range(1100):
            os.mkdir("d")
            os.chdir("d")
        with open("a.txt", "w") as file:
            file.write(DIRTY)
        assert len(found([tmp_path])[0]) == 1
        # what removes temporary folders goes by recursion
        os.unlink("a.txt")
        for _ in range(1100):
            os.chdir("..")
            os.rmdir("d")
    finally:
        os.chdir(before)


def test_lists_of_files_keep_their_folders_and_never_lead_out(tmp_path):
    (tmp_path / "in" / "x").mkdir(parents=True)
    (tmp_path / "in" / "y").mkdir()
    for name in ("x/a.txt", "y/a.txt", "y/new\nline.txt"):
        (tmp_path / "in" / name).write_text(DIRTY)
    listed = b"x/a.txt\r\ny/a.txt\n\n"
    done = ran("clean", "--files-from", "-", "-o", f"{tmp_path}/out/", cwd=tmp_path / "in", input=listed)
    assert (done.returncode, done.stderr) == (0, b"")
    assert sorted(tree(tmp_path / "out")) == ["x/a.txt", "y/a.txt"]
    (tmp_path / "list").write_bytes(b"y/new\nline.txt\0../in/x\0./x/../y/a.txt\0")
    done = ran("clean", "--files-from", "../list", "-o", f"{tmp_path}/2/", cwd=tmp_path / "in")
    assert (done.returncode, done.stderr) == (0, b"")
    assert sorted(tree(tmp_path / "2")) == ["x/a.txt", "y/a.txt", "y/new\nline.txt"]
    done = ran("clean", "--files-from", "nowhere", cwd=tmp_path)
    assert (done.returncode, done.stderr.decode()) == (
        2,
        "cleaner: error: --files-from: nowhere: No such file or directory\n",
    )
    done = ran("clean", "--files-from", "-", input=b"")
    assert (done.returncode, done.stdout) == (0, b"")


@pytest.mark.parametrize(
    ("name", "to", "place"),
    [
        ("a.txt", None, "out/a.txt"),
        ("b/a.html", None, "out/b/a.txt"),
        ("a.htm.gz", None, "out/a.txt.gz"),
        ("a.jsonl.zst", None, "out/a.jsonl.zst"),
        ("a.md", "jsonl", "out/a.jsonl"),
        ("a.ndjson", "jsonl", "out/a.ndjson"),
        ("a.jsonl", "text", "out/a.txt"),
        ("a.csv", None, "out/a.csv"),
        ("a.warc.gz", None, "out/a.jsonl.gz"),
        ("README", None, "out/README"),
        ("README", "jsonl", "out/README.jsonl"),
        ("a.b.dat", None, "out/a.b.dat"),
    ],
)
def test_the_name_alone_decides_where_an_output_lies(name, to, place):
    for format in ("auto", "text", "html"):
        assert mirrored(Source(name, name, format), "out", to) == place


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


def test_pages_are_not_written_over(tmp_path):
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "b.txt").write_text(DIRTY)
    done = ran("clean", tmp_path, "--in-place")
    assert done.returncode == 2
    assert b"--exclude '*.html'" in done.stderr
    assert (tmp_path / "b.txt").read_text() == DIRTY
    assert ran("clean", tmp_path, "--in-place", "--exclude", "*.html").returncode == 0
    assert (tmp_path / "b.txt").read_text() == CLEAN


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["in", "-o", "in"], "is the folder that is read"),
        (["in", "-o", "all.jsonl"], "would be a folder, as an input is one"),
        (["in", "--in-place", "-o", "x"], "--in-place writes over the inputs"),
        (["-", "--in-place"], "standard input has no place"),
        (["in", "-o", "out", "--backup", ".x"], "add --in-place"),
        (["in", "--in-place", "--backup", "/x"], "--backup is a suffix"),
        (["in", "--resume"], "--resume goes on with an output"),
        (
            ["in", "-o", "out", "--resume", "--report", "r.jsonl"],
            "--resume goes on with a report if it is a folder",
        ),
        (["in", "-o", "out", "--diff"], "--diff prints one diff"),
        (["-", "-o", "out/"], "standard input has no name"),
        (["in", "-j", "0"], "--jobs is a number of processes"),
        (["in", "--limit-seconds", "0"], "--limit-seconds is more than 0"),
        (["in/a.txt", "in/b.txt", "--stats", "in/b.txt"], "--stats would write over in/b.txt"),
        (["in/a.txt", "-o", "x", "--stats", "./x"], "name the same file"),
        (["in/a.txt", "in/a.txt", "-o", "out/"], "would both be written to"),
        (["-", "--files-from", "-"], "standard input can be read only once"),
        (["in", "--from", "jsonl", "--encoding", "latin1"], "JSON Lines is UTF-8"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(tmp_path, arguments, says):
    (tmp_path / "in").mkdir()
    for name in "ab":
        (tmp_path / "in" / f"{name}.txt").write_text(DIRTY)
    done = ran("clean", *arguments, cwd=tmp_path, input=b"")
    assert done.returncode == 2
    assert says in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_check_of_a_folder_writes_nothing_and_names_what_would_change(tmp_path):
    make_folder(tmp_path / "in", 3, text=lambda number: DIRTY if number == 1 else CLEAN)
    done = ran("clean", tmp_path / "in", "--check")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.count(b"would clean") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_an_empty_folder_is_told(tmp_path):
    (tmp_path / "in").mkdir()
    done = ran("clean", tmp_path / "in", "-o", tmp_path / "out")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"there is no file to clean" in done.stderr


def test_where_no_name_fits_the_globs_that_were_given_are_named_and_nothing_is_left_behind(tmp_path):
    make_folder(tmp_path / "in", 3)
    done = ran("clean", "in", "-o", "out", "--include", "*.zip", "--exclude", "sub", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, b"")
    said = b"cleaner: there is no file to clean: none has a name for --include '*.zip' --exclude 'sub'\n"
    assert done.stderr == said
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_pages_that_cannot_be_cleaned_in_place_are_counted_in_one_line_that_says_what_to_do(tmp_path):
    make_folder(tmp_path / "in", 3)
    before = tree(tmp_path / "in")
    for number in range(4):
        (tmp_path / "in" / f"{number}.html{'.gz' * (number == 3)}").write_text(PAGE)
    done = ran("clean", "in", "--in-place", cwd=tmp_path)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"4 of 7 inputs are pages or web archives, such as in/0.html" in done.stderr
    assert b"Use -o FOLDER, or leave them out: --exclude '*.html' --exclude '*.html.gz'" in done.stderr
    leave_out = ["--exclude", "*.html", "--exclude", "*.html.gz"]
    assert ran("clean", "in", "--in-place", *leave_out, cwd=tmp_path).returncode == 0
    assert tree(tmp_path / "in").items() & before.items() == set()
    (tmp_path / "page").write_text(PAGE)
    done = ran("clean", "page", "--in-place", cwd=tmp_path)
    assert (done.returncode, (tmp_path / "page").read_text()) == (2, PAGE)
    assert b"1 of 1 inputs are pages" in done.stderr


@pytest.mark.parametrize("place", ["nowhere/x", "nowhere/x/", "nowhere/x.jsonl"])
def test_a_place_that_cannot_be_written_is_named_as_it_was_given(tmp_path, place):
    (tmp_path / "nowhere").write_text("a file")
    make_folder(tmp_path / "in", 3)
    source = make_records(tmp_path / "a.jsonl", 2) if place.endswith("l") else "in"
    done = ran("clean", source, "-o", place, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"cleaner: error: {place}: ")
    assert b"journal" not in done.stderr


PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256))
ZEROS = b"\0" * 5000


@pytest.mark.parametrize("data", [PICTURE, ZEROS, b"MZ" + ZEROS, PICTURE * 30])
def test_what_is_no_text_stays_as_it_is_in_a_folder_and_does_not_spoil_a_joined_output(tmp_path, monkeypatch, data):
    folder = make_folder(tmp_path / "in", 2, text=lambda _: DIRTY)
    (folder / "odd.txt").write_bytes(data)
    limits = Limits(text_bytes=6000, html_bytes=6000)
    into = CleanRequest([str(folder)], output=str(tmp_path / "out"), limits=limits)
    run = running.Run(into, cleaner.Cleaner())
    assert (run.run(), run.tally.failures) == (3, {"binary": 1})
    assert (tmp_path / "out" / "odd.txt").read_bytes() == data
    joined = CleanRequest([str(folder)], output=str(tmp_path / "all.txt"), limits=limits)
    monkeypatch.setattr(CleanRequest, "into_folder", False)
    run = running.Run(joined, cleaner.Cleaner())
    assert (run.run(), run.tally.documents, run.tally.failures) == (3, 3, {"binary": 1})
    assert (tmp_path / "all.txt").read_text() == CLEAN * 2


def test_what_is_no_text_is_named_with_what_to_do(tmp_path):
    (tmp_path / "odd.png").write_bytes(PICTURE)
    (tmp_path / "a.txt").write_text(DIRTY)
    done = ran("clean", "odd.png", "a.txt", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, CLEAN.encode())
    assert done.stderr.count(b"\n") == 2
    assert b"error: odd.png: looks like binary data" in done.stderr
    assert b"left out of this output; with -o FOLDER/ it stays as it is" in done.stderr
    # alone, it comes out of a pipe, or into a file, as it was; as a record its error is there
    done = ran("clean", "odd.png", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, PICTURE)
    assert b"left out" not in done.stderr
    assert ran("clean", "odd.png", "-o", "b.png", cwd=tmp_path).returncode == 3
    assert (tmp_path / "b.png").read_bytes() == PICTURE
    records = ran("clean", "odd.png", "a.txt", "--to", "jsonl", cwd=tmp_path).stdout.splitlines()
    assert ["error" in json.loads(record) for record in records] == [True, False]


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
def test_what_is_no_text_is_not_shown_on_a_terminal(tmp_path):
    (tmp_path / "odd.png").write_bytes(PICTURE)
    ours, theirs = os.openpty()
    done = subprocess.run(
        command("clean", "odd.png"), stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, cwd=tmp_path, check=False
    )
    os.write(theirs, b"nothing else")
    shown = os.read(ours, 100)
    os.close(theirs)
    os.close(ours)
    assert (done.returncode, shown) == (3, b"nothing else")
    assert b"odd.png: looks like binary data" in done.stderr


def test_the_statistics_of_a_run_add_up(tmp_path):
    folder = make_folder(tmp_path / "in", 6, text=lambda _: DIRTY)
    (folder / "bad.txt").write_bytes(b"\x89PNG\0\xff")
    done = ran(
        "clean", folder, "-o", tmp_path / "out", "--report", f"{tmp_path}/r/", "--stats", tmp_path / "s.json", "-v"
    )
    assert done.returncode == 3
    stats = json.loads((tmp_path / "s.json").read_bytes())
    assert json.loads((tmp_path / "r" / "run.json").read_bytes())["counts"] == stats["counts"]
    counts = stats["counts"]
    assert (counts["documents"], counts["changed"], counts["failed"]) == (7, 6, 1)
    assert counts["removed"] == 6 * (len(DIRTY) - len(CLEAN))
    assert counts["input_bytes"] == 6 * len(DIRTY) + 6
    assert stats["failures"] == {"binary": 1}
    assert stats["rules"]["advert/advert-label"] == 6
    assert (stats["exit_code"], stats["complete"]) == (3, True)
    assert stats["config_digest"] == cleaner.Cleaner().digest
    assert b"7 documents, 6 changed" in done.stderr
    assert b"1 failed (binary 1)" in done.stderr
    # a pipe hears nothing but faults, and how many there are
    assert ran("clean", folder, "-o", tmp_path / "out").stderr.count(b"\n") == 2
    (folder / "bad.txt").unlink()
    assert ran("clean", folder, "-o", tmp_path / "out").stderr == b""


def test_what_is_past_a_limit_comes_out_unchanged_in_any_form(tmp_path, monkeypatch):
    limits = Limits(text_bytes=3000, html_bytes=3000)
    monkeypatch.setattr(reading, "_BYTES", 1000)
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


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
def test_on_a_terminal_a_run_shows_how_far_it_is_and_what_it_came_to(tmp_path):
    make_folder(tmp_path / "in", 300)
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        command("clean", "in", "-o", "out", pool=True), stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path
    )
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
    assert process.wait(20) == 0
    assert b"MB/s" in shown
    assert b"300 documents, 300 changed" in shown.splitlines()[-2]
    assert b"most often: " in shown.splitlines()[-1]
    assert b"\x1b" not in shown


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
