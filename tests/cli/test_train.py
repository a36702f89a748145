"""The options of `cleaner train`: what is refused before anything is read or written."""

from __future__ import annotations

import pytest

from support.gold import write
from support.labelled import gold

REFUSED = {
    "nothing_to_do": ([], "-o FILE is missing"),
    "over_its_input": (["-o", "gold.jsonl"], "-o would overwrite the input gold.jsonl"),
    "over_its_input_by_another_path": (["-o", "folder/../gold.jsonl"], "-o would overwrite the input gold.jsonl"),
    "over_a_file_of_a_folder": (
        ["folder", "-o", "folder/more.jsonl"],
        "-o would overwrite the input folder/more.jsonl",
    ),
    "a_card_over_its_input": (["--card", "gold.jsonl"], "--card would overwrite the input gold.jsonl"),
    "one_file_for_both": (["-o", "one", "--card", "./one"], "-o and --card name one file"),
    "standard_input_twice": (["-", "-", "--cross-validate"], "standard input can be read only once"),
    "no_name": (["-o", ""], "-o names no file"),
    "standard_output": (["--card", "-"], "--card names no file"),
}


@pytest.mark.parametrize(("arguments", "message"), REFUSED.values(), ids=REFUSED)
def test_wrong_arguments_are_refused_in_one_line(run, tmp_path, arguments, message):
    source = write(tmp_path / "gold.jsonl", *gold(1))
    (tmp_path / "folder").mkdir()
    write(tmp_path / "folder" / "more.jsonl", *gold(1))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.jsonl")}
    ran = run("train", source.name, *arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, b"", 1)
    assert message in ran.err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_folder_that_is_missing_is_noticed_before_the_training(run, tmp_path, monkeypatch):
    from cleaner.training import command, fit

    monkeypatch.setattr(fit, "check_installed", lambda: None)
    monkeypatch.setattr(command, "train", lambda _: pytest.fail("trained"))
    write(tmp_path / "gold.jsonl", *gold(1))
    ran = run("train", "gold.jsonl", "-o", "nowhere/my.model")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "nowhere" in ran.err
