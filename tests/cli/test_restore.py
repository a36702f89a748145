"""The command as a program runs it: output, exit codes, messages."""

from __future__ import annotations

import os

import pytest

from support import FIXTURES, SEEDS, read_fixture

SEED = SEEDS / "brackmoor-tram-vote.txt"


DIRTY = b"Rain fell.\n\nAdvertisement\n\nIt stopped.\n"


CLEAN = b"Rain fell.\n\nIt stopped.\n"


def test_a_seed_comes_back_byte_for_byte_and_its_marked_report_is_its_fixture(run, tmp_path):
    ran = run("clean", SEED, "-o", "clean.txt", "--report", "ledger.json")
    assert (ran.code, ran.out, ran.err) == (0, b"", "")
    assert run("restore", "clean.txt", "ledger.json").out == SEED.read_bytes()
    run("clean", SEED, "--report", "marked.txt", "-o", os.devnull)
    marked = (tmp_path / "marked.txt").read_text(encoding="utf-8")
    assert marked == (FIXTURES / "seeds" / SEED.name).read_text(encoding="utf-8")


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


def test_restoring_a_fixture_through_every_report_leaves_the_input_untouched(run, tmp_path):
    text = read_fixture(FIXTURES / "related" / "reading-room.txt").text
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    for report in ("r.json", "r.jsonl"):
        run("clean", "a.txt", "-o", "c.txt", "--report", report)
        assert run("restore", "c.txt", report).out.decode() == text
    run("clean", "a.txt", "-o", "a.txt", "--report", "r.json")
    assert run("restore", "a.txt", "r.json").out.decode() == text
