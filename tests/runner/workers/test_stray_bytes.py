"""Stray bytes in UTF-8, in every format: no other character changes, and the note says so once."""

from __future__ import annotations

import csv
import io
import json

import pytest

from cleaner.formats.options import FIELDS, ReadOptions, WriteOptions
from cleaner.formats.registry import format_of
from cleaner.intake.limits import Limits
from cleaner.restore.document import restored
from cleaner.runner.inputs import task_reader
from cleaner.runner.inputs.task_reader import Reader
from cleaner.runner.record_formats import TableCodecs
from cleaner.runner.workers.describe import OutputOptions
from cleaner.runner.workers.task import Source
from cleaner.runner.workers.worker import Worker, WorkerConfig
from support.scripts import ARTICLES
from support.stray import STRAY, halves

ADVERT = "\n\nAdvertisement"


def _run(worker, tmp_path, name: str, data: bytes, **reading):
    """Return what a file becomes, its notes and its ledger entries."""
    path = tmp_path / name
    path.write_bytes(data)
    read, limits = ReadOptions(fields=FIELDS, **reading), Limits()
    codecs = TableCodecs(read, WriteOptions(), limits, keep=True)
    do = Worker(WorkerConfig(worker, read, WriteOptions(), OutputOptions(".jsonl"), limits))
    source = Source(str(path), name, *format_of(name), len(data))
    notes, entries, out = [], [], b""
    for task in list(Reader(limits, records_of=codecs.blocks, **reading).tasks([source])):
        for unit, done in zip(task.units, do(task), strict=True):
            codecs.encode(unit.source, done, last=unit.last, as_is=unit.failed is not None)
            out += b"".join(done.outputs)
            notes += done.notes
            entries += [json.loads(entry) for _, entry in done.entries]
    return out, [note.text for note in notes], entries


@pytest.mark.parametrize("language", ARTICLES)
def test_a_text_keeps_all_but_the_stray_bytes_and_comes_back(worker, tmp_path, language):
    before, after = halves(ARTICLES[language])
    for name, stray in STRAY.items():
        data = before.encode() + stray + (after + ADVERT).encode()
        out, notes, entries = _run(worker, tmp_path, "a.txt", data)
        assert out.decode().startswith(before), name
        assert out.decode().rstrip().endswith(after), name
        assert b"".join(restored(io.BytesIO(out), entries, "text")) == data, name
        if entries[0]["origin"]["encoding_from"] == "utf-8 with marks":
            assert notes == ["bytes that are not utf-8 are marked with U+FFFD; the first is in line 1"], name


@pytest.mark.parametrize("language", ARTICLES)
@pytest.mark.parametrize("declared", ['<meta charset="utf-8">', ""])
def test_a_page_keeps_all_but_the_stray_bytes(worker, tmp_path, language, declared):
    paragraphs = ARTICLES[language].split("\n\n") * 3
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    for name, stray in STRAY.items():
        head = f"<html><head>{declared}<title>x</title></head><body><script>var a='".encode()
        data = head + stray + f"'</script><article>{body}</article></body></html>".encode()
        out, _, _ = _run(worker, tmp_path, "a.html", data)
        # extraction drops the joiners of Persian from any page
        written = out.decode().replace("\u200c", "")
        assert all(text.replace("\u200c", "") in written for text in paragraphs), name


@pytest.mark.parametrize("language", ARTICLES)
def test_a_table_keeps_all_but_the_stray_bytes(worker, tmp_path, language):
    article = ARTICLES[language]
    before, after = halves(article)
    for name, stray in STRAY.items():
        whole = article.replace('"', '""')
        first, last = (half.replace('"', '""').encode() for half in (before, after))
        data = f'id,text\n1,"{whole}"\n2,"'.encode() + first + stray + last + f'"\n3,"{whole}"\n'.encode()
        out, _, _ = _run(worker, tmp_path, "a.csv", data)
        table = list(csv.reader(io.StringIO(out.decode("utf-8", "surrogateescape"), newline="")))
        assert [table[1], table[3]] == [["1", article], ["3", article]], name
        assert table[2][1].startswith(before), name
        assert table[2][1].endswith(after.lstrip()), name


@pytest.mark.parametrize("language", ARTICLES)
def test_records_keep_all_but_the_stray_bytes_and_come_back(worker, tmp_path, language):
    before, after = halves(ARTICLES[language])
    whole = json.dumps({"text": ARTICLES[language]}, ensure_ascii=False).encode() + b"\n"
    for name, stray in STRAY.items():
        escaped = stray.replace(b"\0", b"\\u0000")
        mark = "STRAY"
        record = json.dumps({"text": f"{before}{mark}{after}{ADVERT}", "n": 1}, ensure_ascii=False).encode()
        line = record.replace(mark.encode(), escaped) + b"\n"
        out, _, entries = _run(worker, tmp_path, "a.jsonl", whole + line + whole)
        assert out.startswith(whole), name
        assert out.endswith(whole), name
        text = json.loads(out.split(b"\n")[1].decode("utf-8", "surrogateescape"))["text"]
        assert text.startswith(before), name
        assert after in text, name
        assert b"".join(restored(io.BytesIO(out), entries, "text")) == whole + line + whole, name


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param("utf-16", None, id="UTF-16 with its mark"),
        pytest.param("utf-16-le", None, id="UTF-16 without a mark"),
        pytest.param("utf-16-be", None, id="UTF-16 BE without a mark"),
        pytest.param("utf-32", None, id="UTF-32 with its mark"),
        pytest.param("utf-16", "utf-16", id="UTF-16 with its mark, and the option"),
        pytest.param("utf-16-le", "utf-16", id="UTF-16 and the option"),
        pytest.param("utf-16-be", "utf-16be", id="UTF-16 BE and the option"),
        pytest.param("cp1252", "latin1", id="Latin-1"),
        pytest.param("cp1252", "windows-1252", id="Windows-1252"),
        pytest.param("utf-8-sig", None, id="UTF-8 with a mark"),
        pytest.param("utf-8-sig", "utf-8", id="UTF-8 with a mark, and the option"),
        pytest.param("utf-8", None, id="UTF-8"),
    ],
)
def test_records_in_any_encoding_come_out_as_utf8_without_a_mark(worker, tmp_path, monkeypatch, data, encoding):
    monkeypatch.setattr(task_reader, "_LINES", 50)  # the records are two tasks
    line = '{"text":"Café.%s\\n\\nRain fell.","n":NaN}\n'
    dirty = (line % "\\n\\nAdvertisement") * 70
    reading = {"encoding": encoding} if encoding else {}
    out, notes, _ = _run(worker, tmp_path, "a.jsonl", dirty.encode(data), **reading)
    assert out == (line % "").encode() * 70
    assert notes == []


@pytest.mark.parametrize("encoding", ["utf-16", "koi8-r", "latin1"])
def test_records_in_utf8_are_read_as_that_beside_texts_in_another_encoding(worker, tmp_path, encoding):
    data = '{"text":"Café – “rain”."}\n'.encode()
    assert _run(worker, tmp_path, "a.jsonl", data, encoding=encoding)[0] == data


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_marks_in_many_records_are_told_once_and_counted(run, write, name):
    row = b'{"text":"Rain \xe2\x80\x9cfell\xe2\x80\x9d \xf0\x9f\x98 here."}\n'
    if name == "a.csv":
        row = b"Rain \xe2\x80\x9cfell\xe2\x80\x9d \xf0\x9f\x98 here.\n"
    write(name, (b"text\n" if name == "a.csv" else b"") + row * 9)
    ran = run("clean", name)
    assert ran.code == 0
    assert ran.err.count("marked with U+FFFD") == 2
    assert "in 8 more records" in ran.err
    assert run("clean", "-q", name).err == ""
