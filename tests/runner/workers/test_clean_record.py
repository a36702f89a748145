"""JSON Lines: one field changes, every other byte stays."""

from __future__ import annotations

import io
import json

import pytest

from cleaner.core.document import Document
from cleaner.core.result import Result
from cleaner.formats.options import Fields, ReadOptions, WriteOptions
from cleaner.intake.limits import Limits
from cleaner.report.ledger import dumps, ledger
from cleaner.restore.document import restored
from cleaner.runner.workers.clean_record import clean_record, failed_record, piece_of_record, record_of

DIRTY = "Rain fell.\n\nAdvertisement\n\nIt stopped."


CLEAN = "Rain fell.\n\nIt stopped."


PAGE = (
    "<html><head><title>Fares to rise</title></head><body><article><h1>Fares to rise</h1>"
    + "".join(
        f"<p>Paragraph {n} of the report on the ferry says what everybody on the pier knew already.</p>"
        for n in range(6)
    )
    + "</article></body></html>"
)


def clean(worker, line: bytes | str | dict, **writing: object):
    if isinstance(line, dict):
        line = json.dumps(line)
    data = line.encode() if isinstance(line, str) else line
    return clean_record("a.jsonl:1", data, worker, ReadOptions(), WriteOptions(**writing))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        '{"id": 1267650600228229401496703205376, "text": %s, "x": [1.0,  2, 1e400], "y": {"a" :null}}\n',
        '{"text":%s,"id":"a\\u00e9b"}\r\n',
        '  {"text": %s , "b":"\\/" }  \n',
        '{"text": %s}',
        '{"a":NaNo, "text": %s}'.replace("NaNo", "1.10"),
    ],
)
def test_every_byte_but_the_text_stays(worker, line):
    outcome = clean(worker, line % json.dumps(DIRTY))
    assert outcome.output.decode() == line % json.dumps(CLEAN)
    assert outcome.failure is None


def test_a_record_with_nothing_to_remove_comes_out_byte_for_byte(worker):
    line = b'{"text" :"Caf\\u00e9  \\/ rain." , "id":  7}\n'
    assert clean(worker, line).output == line


def test_text_keeps_its_style_of_escapes(worker):
    escaped = json.dumps({"text": "Café.\n\nAdvertisement\n\nRain."})
    plain = json.dumps({"text": "Café.\n\nAdvertisement\n\nRain."}, ensure_ascii=False)
    assert clean(worker, escaped).output == json.dumps({"text": "Café.\n\nRain."}).encode()
    assert clean(worker, plain).output == json.dumps({"text": "Café.\n\nRain."}, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{bad", "not valid JSON"),
        ("[1, 2]", "not a JSON object"),
        ('"text"', "not a JSON object"),
        ('{"text": 7}', "is not a string"),
        ('{"html": ["x"]}', "is not a string"),
        ('{"id": 1}', "neither 'text' nor 'html'"),
        ("{}", "neither 'text' nor 'html'"),
        ('{"text": "a", "text": "b"}', "twice"),
        ('{"id": 1, "text": "b", "id": 1}', "twice"),
        ('{"html": "<html></html>"}', "no article"),
        ("[" * 200_000, "not "),
        (b'{"text": "\xff"}', "'text' is not UTF-8"),
    ],
)
def test_a_line_that_cannot_be_cleaned_comes_out_unchanged_with_the_reason(worker, line, says):
    data = (line if isinstance(line, bytes) else line.encode()) + b"\n"
    outcome = clean(worker, data)
    assert outcome.output == data
    assert says in outcome.failure


def test_a_blank_line_stays_and_is_no_failure(worker):
    outcome = clean(worker, b"\r\n")
    assert (outcome.output, outcome.failure) == (b"\r\n", None)


def test_html_becomes_text_and_title_and_goes_unless_kept(worker):
    record = {"id": 1, "html": PAGE, "n": 2}
    out = json.loads(clean(worker, record).output)
    assert list(out) == ["id", "n", "title", "text"]
    assert out["title"] == "Fares to rise"
    assert out["text"].startswith("Paragraph 0")
    kept = json.loads(clean(worker, record, keep_html=True).output)
    assert kept["html"] == PAGE
    assert json.loads(clean(worker, {"html": PAGE, "title": "Mine"}).output)["title"] == "Mine"


def test_a_record_title_tells_the_headline(worker):
    text = "Standfirst of it\n\nFares to rise on the sound in spring\n\nRain fell.\n\nFares to rise on the sound in spring"
    titled = json.loads(clean(worker, {"title": "Fares to rise on the sound in spring", "text": text}).output)
    assert titled["text"] == "Standfirst of it\n\nFares to rise on the sound in spring\n\nRain fell.\n"


def test_removals_can_be_added_and_replace_older_ones(worker):
    out = json.loads(clean(worker, {"text": DIRTY, "removals": "old", "z": 1}, with_removals=True).output)
    assert list(out) == ["text", "removals", "z"]
    assert out["removals"][0]["rule"] == "advert/advert-label"
    assert DIRTY[out["removals"][0]["start"] : out["removals"][0]["end"]] == "Advertisement"


def cleaned(worker, line: bytes, *, to=None, limits=Limits(), keep_html=False, **reading):  # noqa: B008 constant
    writing = WriteOptions(to=to, keep_html=keep_html)
    return clean_record("a.jsonl:1", line, worker, ReadOptions(**reading), writing, limits)


@pytest.mark.parametrize(
    ("text", "output"),
    [("Rain.\n\nAdvertisement", b"Rain.\n"), ("Rain.\n", b"Rain.\n"), ("Rain.", b"Rain.\n"), ("", b"")],
)
def test_the_text_of_a_record_ends_its_line(worker, text, output):
    outcome = cleaned(worker, json.dumps({"id": 5, "text": text}).encode(), to="text", fields=Fields(title="head"))
    assert (outcome.output, outcome.id, outcome.fields) == (output, 5, ())
    assert outcome.result is not None


@pytest.mark.parametrize("more", [0, 1])
def test_a_record_may_have_just_as_many_bytes_as_the_limit(worker, more):
    line = b'{"text": "Rain."}\r\n'
    outcome = cleaned(worker, line, limits=Limits(text_bytes=len(line) - 2 - more))
    if more:
        assert outcome.failure == "limit: 17 bytes, and at most 16 are cleaned in one record"
        assert (outcome.kind, outcome.output) == ("limit", line)
    else:
        assert outcome.failure is None


@pytest.mark.parametrize("more", [0, 1])
def test_a_page_in_a_record_has_the_limits_of_pages(worker, more):
    outcome = cleaned(worker, json.dumps({"html": PAGE}).encode(), limits=Limits(html_bytes=len(PAGE) - more))
    assert (outcome.failure or "").startswith("limit:") == bool(more)


WATCHED = Fields(title="head", url="link", id="key")


@pytest.mark.parametrize(
    ("record", "found"),
    [
        ({"text": "Rain."}, ()),
        ({"text": "Rain.", "link": "x", "url": "y"}, ("link",)),
        ({"text": "Rain.", "key": 1, "head": None}, ("head", "key")),
        ({"html": PAGE}, ("head",)),
        ({"title": "Rain"}, ()),
    ],
)
def test_fields_that_were_asked_for_are_found(worker, record, found):
    assert cleaned(worker, json.dumps(record).encode(), fields=WATCHED).fields == found


def test_what_is_no_record_has_no_fields(worker):
    assert cleaned(worker, b"{rain").fields is None


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ({"text": 7, "html": PAGE}, "'text' (or 'html') is not a string"),
        ({"text": None, "html": 7}, "'text' (or 'html') is not a string"),
        ({"text": None, "html": PAGE}, None),
        ({"html": None}, None),
        ({"title": "Rain"}, "the record has neither 'text' nor 'html': it has 'title'"),
    ],
)
def test_text_comes_before_html_and_null_is_no_text(worker, record, says):
    failure = cleaned(worker, json.dumps(record).encode()).failure
    assert (failure is None) if says is None else failure.startswith(says)


@pytest.mark.parametrize(("stated", "language"), [("fr", "fr"), (None, "de"), ("", "de")])
def test_the_language_of_a_record_comes_before_the_options(worker, stated, language):
    outcome = cleaned(worker, json.dumps({"text": "Rain.", "lang": stated}).encode(), language="de")
    assert outcome.result.document.language == language


def test_a_title_is_added_only_where_a_page_brings_one(worker):
    titled = PAGE.replace("Fares to rise", "Seals at the pier")
    assert json.loads(cleaned(worker, json.dumps({"html": titled}).encode()).output)["title"] == "Seals at the pier"
    for record in ({"html": PAGE, "title": None}, {"text": "Seals.\n\nAdvertisement"}):
        assert json.loads(cleaned(worker, json.dumps(record).encode()).output).get("title") is None
    bare = PAGE.replace("<head><title>Fares to rise</title></head>", "").replace("<h1>Fares to rise</h1>", "")
    assert "title" not in json.loads(cleaned(worker, json.dumps({"html": bare}).encode()).output)


def test_html_beside_a_text_goes_too_unless_kept(worker):
    line = b'{"html": "<p>Rain.", "text": "Rain."}\n'
    assert cleaned(worker, line).output == b'{"text": "Rain."}\n'
    assert cleaned(worker, line, keep_html=True).output == line


DOCUMENT = Document("Rain fell.", title="Rain", url="https://post.example/rain")


@pytest.mark.parametrize(
    ("name", "document", "record"),
    [
        ("in/a.txt", Document("Rain."), {"id": "in/a.txt", "text": "Rain."}),
        ("-", Document("Rain."), {"text": "Rain."}),
        ("-", DOCUMENT, {"title": "Rain", "url": "https://post.example/rain", "text": "Rain fell."}),
    ],
)
def test_the_record_of_a_file_has_what_is_known(name, document, record):
    line = record_of(name, Result(document), WriteOptions())
    assert line.endswith(b"\n")
    assert json.loads(line) == record
    told = json.loads(record_of(name, Result(document), WriteOptions(with_removals=True)))
    assert told == record | {"removals": []}


@pytest.mark.parametrize(
    ("name", "format", "data", "record"),
    [
        ("in/a.txt", "text", b"Rain.", {"id": "in/a.txt", "text": "Rain.", "error": "why"}),
        ("-", "html", b"Rain.", {"html": "Rain.", "error": "why"}),
        ("-", "text", b"\xff", {"error": "why"}),
    ],
)
def test_the_record_of_a_file_that_failed_has_its_content_and_the_reason(name, format, data, record):
    assert json.loads(failed_record(name, data, format, "why")) == record


@pytest.mark.parametrize(
    ("name", "format", "begun"),
    [
        ("in/a.txt", "text", {"id": "in/a.txt", "error": "why", "text": 'Rain "fell"\n and more \udcff'}),
        ("-", "html", {"error": "why", "html": 'Rain "fell"\n and more \udcff'}),
    ],
)
def test_the_record_of_a_long_file_is_made_in_pieces(name, format, begun):
    pieces = [
        piece_of_record(name, format, b'Rain "fell"\n', "why", last=False),
        piece_of_record(name, format, b" and more ", "", last=False),
        piece_of_record(name, format, b"\xff", "", last=True),
    ]
    assert b"".join(pieces).endswith(b'"}\n')
    assert json.loads(b"".join(pieces)) == begun


@pytest.mark.parametrize(
    "member",
    [
        '"score":NaN',
        '"score" : -Infinity',
        '"score":[Infinity,{"a":NaN}]',
        '"note":"cut \\ud83d"',
        '"no\\ud83dte":"x"',
        '"no\\u0000te":"\\u0000"',
        '"note":"caf\udce9"',
        '"caf\udce9":1',
        '"big":' + "9" * 5_000,
    ],
)
@pytest.mark.parametrize("form", ['{%s,"text":%s}', '{"text":%s,%s}', ' { "text" : %s , %s } '])
def test_what_only_python_reads_stays_in_other_fields(worker, member, form):
    def line(text: str) -> bytes:
        values = (member, json.dumps(text)) if form.index("%s") < form.index("text") else (json.dumps(text), member)
        return (form % values).encode("utf-8", "surrogateescape")

    outcome = clean(worker, line(DIRTY) + b"\n")
    assert (outcome.output, outcome.failure) == (line(CLEAN) + b"\n", None)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"a":NaN,"text":"x"', "not valid JSON"),
        ('{"a":nan,"text":"x"}', "not valid JSON"),
        ('{"a":NaN "text":"x"}', "not valid JSON"),
        ('{"a":NaN,"text":"x"} y', "not valid JSON"),
        ('{"a":NaN,}', "not valid JSON"),
        ("{NaN:1}", "not valid JSON"),
        ("[NaN]", "not a JSON object"),
        ('{"a":NaN,"text":"x","text":"y"}', "twice"),
        ('{"text":NaN,"html":[]}', "not a string"),
        ('{"a":NaN}', "neither 'text' nor 'html'"),
    ],
)
def test_a_line_that_python_refuses_too_is_refused(worker, line, says):
    outcome = clean(worker, line.encode())
    assert outcome.output == line.encode()
    assert says in outcome.failure


@pytest.mark.parametrize(
    "line",
    ['{"text":null,"id":1}', '{"html":null}', '{"text": null , "html":null}', '{"id":2,"text":null,"s":NaN}'],
)
@pytest.mark.parametrize("options", [{}, {"keep_html": True}, {"with_removals": True}])
def test_a_record_whose_text_is_null_stays_and_is_no_failure(worker, line, options):
    outcome = clean(worker, line.encode() + b"\r\n", **options)
    assert (outcome.output, outcome.failure) == (line.encode() + b"\r\n", None)


def test_a_page_beside_a_null_text_is_read(worker):
    assert json.loads(clean(worker, {"text": None, "html": PAGE}).output)["text"].startswith("Paragraph 0")


@pytest.mark.parametrize(
    "raw",
    [
        '"Snow – far.\\n\\nAdvertisement\\n\\nRain."',
        '"Rain.\\n\\nAdvertisement \\u2013\\n\\nSnow."',
        '"Rain\\/snow.\\n\\nAdvertisement\\n\\nEnd \\u00e9é."',
        '"\\u0052ain.\\n\\nAdvertisement\\n\\nEnd."',
        '"Rain \\ud83d.\\n\\nAdvertisement\\n\\nEnd."',
        '"Rain.\\n\\nREAD MORE: Snow – on the hills\\n\\nThe bridge was shut."',
        '"Ra\udce2\udc80in “fell”.\\n\\nAdvertisement\\n\\nEnd."',
        "null",
    ],
)
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_restore_writes_a_record_as_it_was(worker, raw, mark):
    line = f'{mark}{{"id":1,"x":"\\u2013–","text":{raw} ,"s":NaN}}\n'.encode("utf-8", "surrogateescape")
    outcome = clean(worker, line)
    assert outcome.failure is None
    entry = json.loads(dumps(ledger(outcome.result, rules_digest="sha256:" + "0" * 64)))
    assert not outcome.output.startswith(b"\xef\xbb\xbf")
    assert b"".join(restored(io.BytesIO(outcome.output * 2), [entry, entry], "text")) == line * 2


def test_a_page_in_a_record_comes_out_as_markdown_and_a_text_as_it_is(worker):
    page = PAGE.replace("<p>", "<p>The <b>pier</b>. ", 1)
    assert b"The **pier**." in cleaned(worker, json.dumps({"html": page}).encode(), to="markdown").output
    assert cleaned(worker, b'{"text": "# The *pier*"}', to="markdown").output == b"# The *pier*\n"


def test_a_record_gets_what_its_page_states_if_asked(worker):
    page = PAGE.replace("<head>", "<head><meta name='author' content='Ada Lind'>", 1)
    record = clean(worker, {"html": page, "id": 1}, metadata=True)
    assert json.loads(record.output)["page_metadata"]["author"] == "Ada Lind"
