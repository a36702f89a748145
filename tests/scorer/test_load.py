"""A file that is no model stops a run at once, with one line; nothing is cleaned with half a model."""

from __future__ import annotations

import os

import pytest

import cleaner
from cleaner.core.errors import ConfigurationError
from cleaner.scorer.load import SHIPPED, load
from cleaner.scorer.model import ModelError
from support.models import bad_models, judged, made

DIRTY = "Rain fell.\n\nAdvertisement\n\nIt stopped.\n"
BAD = bad_models()


def test_the_shipped_model_loads_once():
    assert load(None) is load(None)
    assert os.path.getsize(SHIPPED) < 2_000_000


def test_a_model_is_read_from_its_file(write):
    path = str(write("own.model", made()))
    assert judged(load(path))
    assert load(path) is load(path)
    assert load(path).digest != load().digest


@pytest.mark.parametrize("wrong", BAD.values(), ids=BAD)
def test_the_message_names_the_file_in_one_line_and_says_what_to_do(write, wrong):
    path = str(write("bad.model", wrong))
    with pytest.raises(ModelError) as refused:
        load(path)
    message = str(refused.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    assert "train" in message


def test_a_model_on_trial_has_no_thresholds_and_cleans_nothing(write):
    with pytest.raises(ModelError, match=r"bad\.model: it has no thresholds: train"):
        load(str(write("bad.model", made(thresholds={}))))


def test_a_folder_is_no_model(tmp_path):
    with pytest.raises(ModelError, match=rf"{tmp_path}: Is a directory"):
        load(str(tmp_path))


def test_a_missing_file_is_no_model(tmp_path):
    with pytest.raises(ModelError, match="none.model: No such file"):
        load(str(tmp_path / "none.model"))


def test_a_file_that_is_far_too_long_is_not_read(tmp_path):
    path = tmp_path / "long.model"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(ModelError, match=r"long\.model: 60,000,000 bytes"):
        load(str(path))


@pytest.mark.parametrize("path", ["a\0b", "\ud800"])
def test_a_name_that_no_file_can_have_is_no_model(path):
    with pytest.raises(ModelError):
        load(path)


def test_a_file_that_is_repaired_loads(write):
    path = write("own.model", b"")
    with pytest.raises(ModelError):
        load(str(path))
    path.write_bytes(made())
    assert load(str(path)).digest


@pytest.mark.parametrize("name", ["empty", "cut in the tables", "a newer format", "other features", "text"])
def test_a_cleaner_with_a_bad_model_is_not_made(write, name):
    path = write("bad.model", BAD[name])
    for arguments in ({"model": str(path)}, {"model": path}, {"sites": {"harbour.example": {"model": str(path)}}}):
        with pytest.raises(ConfigurationError, match=r"bad\.model: "):
            cleaner.Cleaner(**arguments)
    with pytest.raises(ModelError):
        cleaner.Cleaner(model=str(path), preset="careful")


@pytest.mark.parametrize("model", [1, b"own.model", ["own.model"], True])
def test_a_model_is_a_path(model):
    with pytest.raises(TypeError, match="model is a path or None"):
        cleaner.Cleaner(model=model)


def one_line(ran, name: str) -> None:
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err.count("\n") == 1
    assert name in ran.err


@pytest.mark.parametrize("wrong", BAD.values(), ids=BAD)
def test_the_command_stops_with_one_line_and_writes_nothing(run, write, tmp_path, wrong):
    write("bad.model", wrong)
    write("in/a.txt", DIRTY)
    one_line(run("clean", "in", "-o", "out/", "--report", "r.jsonl", "--model", "bad.model"), "bad.model: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.model", "in"]
    assert (tmp_path / "in/a.txt").read_text() == DIRTY


@pytest.mark.parametrize("model", [".", "none.model"])
def test_the_command_stops_for_a_folder_and_for_a_missing_file(run, write, tmp_path, model):
    write("a.txt", DIRTY)
    one_line(run("clean", "a.txt", "-o", "b.txt", "--model", model), os.path.abspath(tmp_path / model))
    assert not (tmp_path / "b.txt").exists()


@pytest.mark.parametrize("setting", ['model = "bad.model"', '[sites."harbour.example"]\nmodel = "bad.model"'])
@pytest.mark.parametrize("name", ["empty", "cut in the header", "a byte of the tables", "a newer format", "text"])
def test_the_command_stops_for_a_bad_model_of_its_configuration(run, write, tmp_path, setting, name):
    write("bad.model", BAD[name])
    write("cleaner.toml", setting)
    write("a.txt", DIRTY)
    one_line(run("clean", "a.txt", "-o", "b.txt"), "bad.model: ")
    assert not (tmp_path / "b.txt").exists()


def test_the_command_takes_a_model(run, write):
    write("own.model", made())
    write("a.txt", DIRTY)
    assert run("clean", "a.txt", "--model", "own.model").code == 0


def test_the_configuration_names_a_model_beside_itself(run, write):
    write("own.model", made())
    write("cleaner.toml", 'model = "own.model"')
    write("sub/a.txt", DIRTY)
    assert run("clean", "sub/a.txt").code == 0


def test_no_output_overwrites_the_model(run, write):
    path = write("own.model", made())
    write("cleaner.toml", 'model = "own.model"')
    write("a.txt", DIRTY)
    assert "would write over" in run("clean", "a.txt", "-o", "own.model").err
    assert path.read_bytes() == made()
