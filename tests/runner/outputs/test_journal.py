"""The journal remembers what a run has finished, and only that."""

from __future__ import annotations

import json

import pytest

from cleaner.core.errors import ConfigurationError
from cleaner.runner.outputs import journal as module
from cleaner.runner.outputs.journal import Checkpoint, Finished, Journal
from cleaner.system.errors import OutputError

FERRY = Finished("in-digest", "out-digest", {"documents": 1}, report=40)
POINT = Checkpoint("in/seals.jsonl", "seals.jsonl", 90, "digest", 70, 4, {"documents": 3}, report=25)


def journal(path, settings: str = "a", *, resume: bool = False, keep: bool = True) -> Journal:
    return Journal(str(path), settings, of="out", resume=resume, keep=keep)


def lines(path) -> list[dict]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_a_new_journal_begins_with_the_settings_and_makes_its_folder(tmp_path):
    path = tmp_path / "out" / "state" / "journal"
    with journal(path, "blue") as made:
        assert (made.was_left, made.is_begun_again, made.is_useful) == (False, False, False)
    assert lines(path) == [{"settings": "blue"}]


def test_a_journal_without_a_folder_lies_in_the_current_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with journal("journal"):
        pass
    assert lines(tmp_path / "journal") == [{"settings": "a"}]


def test_a_resumed_journal_knows_every_finished_source_and_repeats_no_settings(tmp_path):
    path = tmp_path / "journal"
    with journal(path) as first:
        first.finish("in/ferry.txt", FERRY)
        first.finish("in/goat.txt", FERRY._replace(report=50), sync=True)
        assert first.is_useful
    with journal(path, resume=True) as second:
        assert second.finished("in/ferry.txt") == FERRY
        assert second.finished("in/goat.txt") == FERRY._replace(report=50)
        assert second.finished("in/council.txt") is None
        assert (second.was_left, second.is_begun_again, second.is_useful) == (True, False, True)
        assert (second.point, second.report) == (None, 50)
    assert [next(iter(line)) for line in lines(path)] == ["settings", "name", "name"]


def test_a_checkpoint_alone_makes_a_journal_useful(tmp_path):
    path = tmp_path / "journal"
    with journal(path) as first:
        first.checkpoint(POINT)
        assert first.is_useful
    with journal(path, resume=True) as second:
        assert (second.point, second.report, second.is_useful) == (POINT, 25, True)


def test_a_checkpoint_ends_with_the_source_it_belongs_to(tmp_path):
    path = tmp_path / "journal"
    with journal(path) as first:
        first.checkpoint(POINT)
        first.finish(POINT.name, FERRY)
    with journal(path, resume=True) as second:
        assert (second.point, second.report) == (None, 40)


def test_settings_alone_are_nothing_to_go_on_with(tmp_path):
    path = tmp_path / "journal"
    with journal(path):
        pass
    with journal(path, resume=True) as second:
        assert not second.is_useful
    assert lines(path) == [{"settings": "a"}]


def test_a_run_without_resume_begins_again_and_says_so(tmp_path):
    path = tmp_path / "journal"
    with journal(path) as first:
        first.finish("in/ferry.txt", FERRY)
    with journal(path, "b") as second:
        assert (second.was_left, second.is_begun_again, second.is_useful) == (True, True, False)
        assert second.finished("in/ferry.txt") is None
    assert lines(path) == [{"settings": "b"}]


def test_a_run_that_was_stopped_before_its_first_source_is_not_begun_again(tmp_path):
    path = tmp_path / "journal"
    with journal(path):
        pass
    with journal(path) as second:
        assert (second.was_left, second.is_begun_again) == (True, False)


@pytest.mark.parametrize("resume", [True, False])
def test_a_run_that_came_to_its_end_has_left_nothing(tmp_path, resume):
    path = tmp_path / "journal"
    with journal(path) as first:
        first.finish("in/ferry.txt", FERRY)
        first.done()
    assert lines(path)[-1] == {"done": True}
    with journal(path, resume=resume) as second:
        assert (second.was_left, second.is_begun_again) == (False, False)
        assert second.finished("in/ferry.txt") == (FERRY if resume else None)


@pytest.mark.parametrize("torn", [b'{"name": "in/goat.txt", "fin', b"\0\0\0\n", b'{"done": true}'])
def test_what_follows_a_torn_line_is_forgotten(tmp_path, torn):
    path = tmp_path / "journal"
    with journal(path) as first:
        first.finish("in/ferry.txt", FERRY)
    whole = path.read_bytes()
    path.write_bytes(whole + torn)
    with journal(path, resume=True) as second:
        assert second.was_left
        assert second.finished("in/ferry.txt") == FERRY
    assert path.read_bytes() == whole


def test_a_resumed_run_needs_the_same_settings(tmp_path):
    path = tmp_path / "journal"
    with journal(path, "blue") as first:
        first.finish("in/ferry.txt", FERRY)
    before = path.read_bytes()
    with pytest.raises(ConfigurationError, match="--resume: the run that was stopped had other settings"):
        journal(path, "red", resume=True).__enter__()
    assert path.read_bytes() == before
    with journal(path, "blue", resume=True) as again:
        assert again.finished("in/ferry.txt") == FERRY


def test_two_runs_do_not_share_a_journal(tmp_path):
    with journal(tmp_path / "journal"), pytest.raises(OutputError, match="^out: another run is writing here"):
        journal(tmp_path / "journal").__enter__()
    with journal(tmp_path / "journal"):
        pass


def test_a_safe_point_is_due_after_a_while_and_then_after_another(tmp_path, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    with journal(tmp_path / "journal") as made:
        assert not made.is_time()
        now[0] += module._CHECKPOINT_SECONDS
        assert made.is_time()
        made.checkpoint(POINT)
        assert not made.is_time()


@pytest.mark.parametrize(
    ("keep", "useful", "done", "left"),
    [
        (True, False, False, True),
        (True, True, True, True),
        (False, False, False, False),
        (False, True, False, True),
        (False, True, True, False),
    ],
)
def test_the_journal_of_a_single_file_stays_only_while_a_run_can_go_on(tmp_path, keep, useful, done, left):
    path = tmp_path / "journal"
    with journal(path, keep=keep) as made:
        if useful:
            made.finish("in/ferry.txt", FERRY)
        if done:
            made.done()
    assert path.exists() == left
    assert made._file is not None
    assert made._file.closed
