"""What cannot be asked for is refused before anything is read or written, and nothing else is."""

from __future__ import annotations

import os
import sys

import pytest

from cleaner.core.errors import ConfigurationError
from cleaner.formats.options import Fields, ReadOptions, WriteOptions
from cleaner.intake.limits import Limits
from cleaner.runner import request as module
from cleaner.runner.request import CleanRequest


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder with files and folders to name."""
    monkeypatch.chdir(tmp_path)
    for name in ("in", "out", "reports"):
        (tmp_path / name).mkdir()
    for name in ("a.txt", "b.txt", "rows.jsonl", "rules.toml", "in/c.txt"):
        (tmp_path / name).write_text("Rain.")
    (tmp_path / "link.txt").symlink_to("a.txt")
    (tmp_path / "old.txt").mkdir()
    os.mkfifo("pipe")
    return tmp_path


def request(inputs: list[str], **fields: object) -> CleanRequest:
    reading = {name: fields.pop(name) for name in ("format", "encoding", "language", "fields") if name in fields}
    writing = {name: fields.pop(name) for name in ("to",) if name in fields}
    return CleanRequest(inputs, ReadOptions(**reading), WriteOptions(**writing), **fields)  # type: ignore[arg-type]


A, FOLDER, BOTH = ["a.txt"], ["in"], ["a.txt", "b.txt"]
ALLOWED = [
    (A, {}),
    (A, {"format": "html", "to": "jsonl", "language": "pt-BR", "encoding": "latin-1"}),
    (["rows.jsonl"], {"format": "jsonl", "to": "text"}),
    (A, {"check": True}),
    (A, {"output": "x.txt"}),
    (A, {"diff": True, "to": "text", "output": "x.diff"}),
    (A, {"to": "jsonl"}),
    (A, {"jobs": 1}),
    (A, {"limits": Limits(seconds=0.1)}),
    (A, {"fields": Fields(text="html", html="text")}),
    (["-"], {}),
    (["-"], {"output": "x.txt"}),
    (["-", "a.txt"], {"report": "r.jsonl"}),
    (A, {"output": "out/", "report": "reports/"}),
    (FOLDER, {"output": "out"}),
    (FOLDER, {"in_place": True}),
    (A, {"in_place": True, "backup": ".orig", "report": "r.json"}),
    (FOLDER, {"in_place": True, "resume": True, "report": "reports"}),
    (A, {"output": "x.jsonl", "resume": True, "report": "r.jsonl"}),
    (A, {"output": "out", "resume": True, "report": "reports"}),
    (A, {"output": "x.txt", "resume": True}),
    (FOLDER, {"output": "all.txt/"}),
    (FOLDER, {"output": "x.y"}),
    (FOLDER, {"output": "old.txt"}),
    (A, {"report": "r.DIFF"}),
    # an input that is alone may be cleaned onto itself, or named twice for what is not read
    (A, {"output": "a.txt"}),
    (["link.txt"], {"output": "a.txt"}),
    (A, {"output": "pipe", "stats": "pipe"}),
    (A, {"output": "out", "report": "out"}),
    (["-"], {"output": "-", "stats": "-"}),
    (["in/c.txt"], {"output": "in"}),
]
REFUSED = [
    (A, {"format": "doc"}, "--from is one of auto, text, markdown, html, jsonl, csv, tsv, parquet, warc, not 'doc'"),
    (A, {"to": "html"}, "--to is one of text, markdown, jsonl, not 'html'"),
    (A, {"language": "english-speaking"}, "--language is a code such as en or pt-BR, not 'english-speaking'"),
    (A, {"language": ""}, "--language is a code such as en or pt-BR, not ''"),
    (A, {"encoding": "latin-99"}, "--encoding: "),
    (A, {"check": True, "output": "x.txt"}, "--check writes nothing; leave out -o, or --check"),
    (A, {"diff": True, "to": "markdown"}, "--diff prints a diff instead of the text; leave out --to markdown, or"),
    (A, {"diff": True, "to": "jsonl"}, "--diff prints a diff instead of the text; leave out --to jsonl, or --diff"),
    (A, {"jobs": 0}, "--jobs is a number of processes, not 0"),
    (A, {"limits": Limits(seconds=0)}, "--limit-seconds is more than 0, not 0"),
    (A, {"limits": Limits(seconds=float("nan"))}, "--limit-seconds is more than 0, not nan"),
    (A, {"fields": Fields(url="")}, "a field must have a name"),
    (A, {"fields": Fields(url="text")}, "each field needs a name of its own: text, html, title, text, lang, id"),
    (["-", "a.txt", "-"], {}, "standard input can be read only once; name - once"),
    (["-"], {"output": "out/"}, "standard input has no name to be called by in a folder; name a file"),
    (["-"], {"report": "reports/"}, "standard input has no name to be called by in a folder; name a file"),
    (["a.txt", ""], {}, "an input has an empty name"),
    (A, {"in_place": True, "output": "x.txt"}, "--in-place writes over the inputs; leave out -o, --to, --check"),
    (A, {"in_place": True, "check": True}, "--in-place writes over the inputs"),
    (A, {"in_place": True, "diff": True}, "--in-place writes over the inputs"),
    (A, {"in_place": True, "to": "text"}, "--in-place writes over the inputs"),
    (["-"], {"in_place": True}, "--in-place needs files; standard input has no place"),
    (A, {"backup": ".orig"}, "--backup keeps what --in-place writes over; add --in-place"),
    (A, {"in_place": True, "backup": "old/"}, "--backup is a suffix such as .orig, not 'old/'"),
    (A, {"diff": True, "output": "out/"}, "--diff prints one diff; name a file with -o, or use --report FOLDER"),
    (A, {"resume": True}, "--resume goes on with an output; name it with -o"),
    (A, {"output": "x.jsonl", "resume": True, "report": "r.json"}, "--resume goes on with a report if it is a folder"),
    (A, {"output": "out/", "resume": True, "report": "r.jsonl"}, "--resume goes on with a report if it is a folder"),
    (A, {"in_place": True, "resume": True, "report": "r.jsonl"}, "--resume goes on with a report if it is a folder"),
    (FOLDER, {"output": "all.txt"}, "-o all.txt would be a folder, as an input is one; end it with / if you mean that"),
    (FOLDER, {"output": "all.x.GZ"}, "-o all.x.GZ would be a folder"),
    ([], {"listed": ["in"], "output": "all.jsonl"}, "-o all.jsonl would be a folder"),
    (A, {"output": ""}, "-o names no file"),
    (A, {"output": "x", "stats": "./x"}, "-o and --stats name the same file, ./x"),
    (A, {"report": "x.json", "stats": "x.json"}, "--report and --stats name the same file, x.json"),
    (A, {"output": "x.json", "report": "x.json"}, "-o and --report name the same file, x.json"),
    (A, {"stats": "out", "rules": ["out"]}, "--stats would write over out, which is read; name another place"),
    (A, {"stats": "a.txt"}, "--stats would write over a.txt, which is read"),
    (["link.txt"], {"stats": "a.txt"}, "--stats would write over link.txt, which is read"),
    (BOTH, {"output": "a.txt"}, "-o would write over a.txt, which is read"),
    (A, {"output": "a.txt", "rules": ["a.txt"]}, "-o would write over a.txt, which is read"),
    (A, {"output": "rules.toml", "rules": ["rules.toml"]}, "-o would write over rules.toml, which is read"),
    (["gone.txt"], {"output": "gone.txt"}, "-o would write over gone.txt, which is read"),
    (FOLDER, {"output": "in"}, "-o in is the folder that is read; name another, or use --in-place"),
    (FOLDER, {"output": "out/../in/"}, "-o out/../in/ is the folder that is read"),
    (A, {"report": "r.csv"}, "r.csv: unknown suffix of a report"),
    (A, {"report": "reports2"}, "reports2: unknown suffix of a report"),
]  # fmt: skip


@pytest.mark.parametrize(("inputs", "fields"), ALLOWED, ids=str)
def test_a_request_that_can_be_met_is_allowed(inputs, fields):
    request(inputs, **fields).validate()


@pytest.mark.parametrize(("inputs", "fields", "says"), REFUSED, ids=str)
def test_a_request_that_cannot_be_met_is_refused_with_the_reason(folder, inputs, fields, says):
    before = sorted(folder.rglob("*"))
    with pytest.raises(ConfigurationError) as refused:
        request(inputs, **fields).validate()
    assert str(refused.value).startswith(says)
    assert sorted(folder.rglob("*")) == before


def test_standard_input_that_is_closed_is_refused_where_it_is_read(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    request(A).validate()
    with pytest.raises(ConfigurationError, match="standard input is closed; name a file"):
        request(["-"]).validate()


@pytest.mark.parametrize(
    ("inputs", "fields", "takes", "into"),
    [
        (A, {}, False, False),
        (A, {"output": "x.txt"}, False, False),
        (A, {"output": "new/"}, False, True),
        (A, {"output": "out"}, False, True),
        (FOLDER, {}, True, False),
        (FOLDER, {"output": "new"}, True, True),
        (A, {"listed": ["in"], "output": "new"}, True, True),
        (A, {"listed": ["b.txt"], "output": "new"}, False, False),
    ],
)
def test_an_output_is_a_folder_where_it_is_one_or_an_input_is(inputs, fields, takes, into):
    made = request(inputs, **fields)
    assert (made.takes_folder, made.into_folder) == (takes, into)


def test_standard_input_is_no_folder_even_if_there_is_one_of_its_name(folder):
    (folder / "-").mkdir()
    assert not request(["-"]).takes_folder


@pytest.mark.parametrize(
    ("inputs", "report", "into"),
    [
        (A, None, False),
        (FOLDER, None, False),
        (A, "r.json", False),
        (A, "reports", True),
        (A, "new/", True),
        (A, "new", False),
        (FOLDER, "new", True),
        (FOLDER, "r.json", False),
    ],
)
def test_a_report_without_a_suffix_is_a_folder_where_folders_are_cleaned(inputs, report, into):
    assert request(inputs, report=report).report_into_folder == into


@pytest.mark.parametrize(
    ("inputs", "fields", "terminal", "omits"),
    [
        (A, {}, False, False),
        (A, {}, True, True),
        (A, {"output": "x.txt"}, True, False),
        (BOTH, {"output": "x.txt"}, False, True),
        (A, {"listed": ["b.txt"]}, False, True),
        (FOLDER, {}, False, True),
        (FOLDER, {"output": "out"}, True, False),
        (FOLDER, {"in_place": True}, True, False),
        (BOTH, {"diff": True}, True, False),
        (BOTH, {"to": "jsonl"}, True, False),
        (BOTH, {"to": "text"}, False, True),
    ],
)
def test_what_is_no_text_is_left_out_of_an_output_that_it_would_spoil(monkeypatch, inputs, fields, terminal, omits):
    monkeypatch.setattr(module, "is_terminal", lambda stream: terminal and stream is sys.stdout)
    assert request(inputs, **fields).omit_binary == omits


@pytest.mark.parametrize(
    ("fields", "can"),
    [
        ({}, False),
        ({"output": "x.txt"}, True),
        ({"in_place": True}, True),
        ({"output": "x", "report": "r.txt"}, False),
    ],
)
def test_a_request_can_be_resumed_where_resume_is_allowed(fields, can):
    assert request(A, **fields).can_resume == can


@pytest.mark.parametrize(("field", "value"), [("check", True), ("diff", True), ("to", "text"), ("to", "jsonl")])
def test_a_table_stays_one_unless_something_else_is_asked_for(field, value):
    assert request(A).keeps_tables
    assert not request(A, **{field: value}).keeps_tables
