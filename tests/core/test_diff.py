"""Ledger, diff, marked article: views of one result, from which the input comes back."""

from __future__ import annotations

import shutil
import subprocess
import time

import pytest

import cleaner
from cleaner.report.kinds import diff_text
from support import FIXTURES, read_fixture

ARTICLES = sorted(FIXTURES.glob("*/*.txt"))


MESSY = "CafÃ© life\r\n\r\nAdvertisement\r\n\r\nTom &amp; Jerry met. READ MORE: Where they met\r\nAnd parted."


def patched(tmp_path, before: bytes, diff: str) -> bytes:
    file = tmp_path / "article.txt"
    file.write_bytes(before)
    done = subprocess.run(
        ["git", "apply", "-p0", "--whitespace=nowarn", "-"],
        input=diff.encode(),
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return file.read_bytes()


@pytest.mark.parametrize("path", ARTICLES[::3], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_diff_applied_to_the_input_gives_the_clean_text(worker, tmp_path, path):
    fixture = read_fixture(path)
    result = worker.clean(fixture.text, title=fixture.title)
    diff = diff_text("article.txt", result)
    if not result.changed:
        assert diff == ""
    else:
        assert patched(tmp_path, fixture.text.encode(), diff) == result.text.encode()


@pytest.mark.parametrize(
    "text", [MESSY, MESSY + "\r\n", "a&#10;b\n\nAdvertisement\n\nc", "x\n" * 20 + "Advertisement"]
)
def test_the_diff_shows_repairs_and_missing_final_line_breaks(worker, tmp_path, text):
    result = worker.clean(text)
    diff = diff_text("article.txt", result)
    assert patched(tmp_path, text.encode(), diff) == result.text.encode()


@pytest.mark.parametrize("program", [["patch", "-p0"], ["git", "apply", "-p0", "--whitespace=nowarn", "-"]])
def test_the_diff_names_the_rules_where_patch_reads_nothing(worker, tmp_path, program):
    if shutil.which(program[0]) is None:
        pytest.skip(f"needs {program[0]}")
    text = (
        MESSY.replace("\r", "")
        + "\n"
        + "Rain fell on the pier.\n" * 9
        + "--- Share\n\n@@ -1 +1 @@\nAdvertisement\n"
    )
    result = worker.clean(text)
    diff = diff_text("a.txt", result) + diff_text("b.txt", result)
    assert '# a.txt:3:1 advert/advert-label "Advertisement" because ' in diff
    heads = [line.partition(" @@ ")[2] for line in diff.splitlines() if line.startswith("@@ -")]
    first = "repair/mojibake, advert/advert-label, repair/entity, related/read-more-tail"
    assert heads == [first, "share/share-button, advert/advert-label"] * 2
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(text)
    done = subprocess.run(program, input=diff.encode(), cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert {(tmp_path / name).read_text() for name in ("a.txt", "b.txt")} == {result.text}


def test_fault_25_the_diff_of_many_like_lines_is_linear():
    from cleaner.report import kinds as report

    text = "".join(
        "The tide turned.\n" if n % 3 else "Advertisement\n" if n % 2 else "Rain fell.\n" for n in range(30_000)
    )
    result = cleaner.Cleaner(select=["advert"], budget=1).clean(text)
    began = time.monotonic()
    assert report.diff_text("a", result).count("\n-Advertisement") > 1000
    assert time.monotonic() - began < 3
