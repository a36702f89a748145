"""A new format is a module in formats/ and a row in the registry: shown on a copy of the package that has two more."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import cleaner

PACKAGE = Path(cleaner.__file__).parent
# a table: an article a line, with its number in front, and a pilcrow for a line break
SLIPS_ROW = 'Format("slips", "table", (".slips",), (b"%slips",), reader="cleaner.formats.slips:Slips"),'
SLIPS = r"""
from cleaner.formats.block_builder import BlockBuilder
from cleaner.formats.json_record import values_of


class Slips:
    def __init__(self, stream, reading, writing, limits, *, keep):
        self._head = stream.readline()
        self._stream = stream
        self._text = reading.fields.text
        self.names = ["id", self._text]
        self._numbers = []

    def blocks(self):
        block = BlockBuilder()
        for line in self._stream:
            number, _, text = line.decode().removesuffix("\n").partition("\t")
            self._numbers.append(number)
            block.add({"id": number, self._text: text.replace("¶", "\n")})
        yield block.block()

    def add(self, lines):
        texts = [values_of(line)[self._text].replace("\n", "¶") for line in lines.splitlines()]
        rows = [f"{self._numbers.pop(0)}\t{text}\n" for text in texts]
        return self._head + "".join(rows).encode()

    def end(self):
        return b""
"""
# an archive: articles with a rule of equal signs behind each
PILE_ROW = 'Format("pile", "archive", (".pile",), reader="cleaner.formats.pile:blocks", output="jsonl"),'
PILE = r"""
from cleaner.formats.block_builder import BlockBuilder


def blocks(stream, reading, limits):
    block = BlockBuilder()
    for text in stream.read().decode().split("=====\n")[:-1]:
        block.add({reading.fields.text: text})
    yield block.block()
"""
SLIPPED = b"""%slips v1
7\tRain fell on the pier all day.\xc2\xb6\xc2\xb6READ MORE: Snow fell on the harbour\xc2\xb6\xc2\xb6It stopped at noon.
9\tRead more slowly, she told pupils: it pays.
"""
CLEAN_SLIPS = SLIPPED.replace(b"READ MORE: Snow fell on the harbour\xc2\xb6\xc2\xb6", b"")
PILED = b"Rain fell on the pier.\n\nREAD MORE: Snow fell on the harbour\n=====\nIt stopped at noon.\n=====\n"
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the package, changed in two files for each new format."""
    folder = tmp_path_factory.mktemp("extended")
    shutil.copytree(PACKAGE, folder / "cleaner")
    formats = folder / "cleaner" / "formats"
    (formats / "slips.py").write_text(SLIPS, encoding="utf-8")
    (formats / "pile.py").write_text(PILE, encoding="utf-8")
    registry = formats / "registry.py"
    source = registry.read_text(encoding="utf-8")
    table = next(
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets) == "_ROWS"
    )
    lines = source.splitlines()
    lines[table.end_lineno - 1 : table.end_lineno - 1] = [f"    {SLIPS_ROW}", f"    {PILE_ROW}"]
    registry.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def run_extended(extended: Path, tmp_path: Path) -> Run:
    """Run a command of the package that has the new formats."""

    def _run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, *(arguments if arguments[0] == "-c" else ("-m", "cleaner", *arguments))],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(extended)},
            timeout=60,
            check=False,
        )

    return _run


def test_a_table_is_read_and_written_in_its_own_format(run_extended, tmp_path):
    (tmp_path / "a.slips").write_bytes(SLIPPED)
    done = run_extended("clean", "a.slips", "-o", "b.slips", "--report", "r.jsonl")
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "b.slips").read_bytes() == CLEAN_SLIPS
    assert (tmp_path / "r.jsonl").read_text(encoding="utf-8").count("\n") == 2
    done = run_extended("restore", "b.slips", "r.jsonl")
    assert done.returncode == 2
    assert b"a table cannot be restored" in done.stderr


def test_its_first_bytes_tell_the_format_and_an_option_names_it(run_extended):
    assert run_extended("clean", stdin=SLIPPED).stdout == CLEAN_SLIPS
    unmarked = SLIPPED.replace(b"%", b"#")
    assert run_extended("clean", "--from", "slips", stdin=unmarked).stdout == CLEAN_SLIPS.replace(b"%", b"#")


def test_a_folder_is_searched_for_it_and_mirrored(run_extended, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.slips").write_bytes(SLIPPED)
    (tmp_path / "in" / "b.pile").write_bytes(PILED)
    (tmp_path / "in" / "c.unknown").write_bytes(SLIPPED)
    for options, names in (
        ([], ["a.slips", "b.jsonl"]),
        (["--to", "jsonl"], ["a.jsonl", "b.jsonl"]),
    ):
        folder = tmp_path / f"out{len(options)}"
        done = run_extended("clean", "in", "-o", f"{folder}/", *options)
        assert done.returncode == 0, done.stderr
        assert sorted(path.name for path in folder.glob("[!.]*")) == names
        records = [json.loads(line) for line in (folder / "b.jsonl").read_bytes().splitlines()]
        assert records == [{"text": "Rain fell on the pier.\n"}, {"text": "It stopped at noon.\n"}]
    assert (tmp_path / "out0" / "a.slips").read_bytes() == CLEAN_SLIPS


def test_a_table_is_cleaned_in_place_and_an_archive_is_not(run_extended, tmp_path):
    (tmp_path / "a.slips").write_bytes(SLIPPED)
    assert run_extended("clean", "--in-place", "a.slips").returncode == 0
    assert (tmp_path / "a.slips").read_bytes() == CLEAN_SLIPS
    (tmp_path / "b.pile").write_bytes(PILED)
    done = run_extended("clean", "--in-place", "b.pile")
    assert done.returncode == 2
    assert b"--exclude '*.pile'" in done.stderr
    assert (tmp_path / "b.pile").read_bytes() == PILED


def test_help_messages_and_configuration_name_it(run_extended, tmp_path):
    assert b"slips" in run_extended("clean", "--help").stdout
    assert b"warc, slips, pile, not 'nonsense'" in run_extended("clean", "--from", "nonsense").stderr
    done = run_extended("-c", "from cleaner.config.keys import KEYS; print(*KEYS['from'].schema['enum'])")
    assert done.stdout.split()[-2:] == [b"slips", b"pile"]
    (tmp_path / "cleaner.toml").write_text('from = "slips"\n', encoding="utf-8")
    assert run_extended("clean", stdin=SLIPPED.replace(b"%", b"#")).stdout == CLEAN_SLIPS.replace(b"%", b"#")
