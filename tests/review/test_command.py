"""`cleaner report`: from ledgers to a page, a summary, and results for code-scanning viewers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import agreement
from support.reports import HARBOUR, HEBREW, HOSTILE, MILL, PLAIN, data_of

TEXTS = {"harbour.txt": HARBOUR, "hebrew.txt": HEBREW, "hostile.txt": HOSTILE, "mill.txt": MILL, "plain.txt": PLAIN}


@pytest.fixture
def corpus(write, run):
    """A folder, cleaned: ledger.jsonl, clean/, run.json."""
    for name, text in TEXTS.items():
        write(f"in/{name}", text)
    write("in/binary.txt", b"\x00\x01\x02" * 500)
    write("in/mended.txt", "CafÃ© by the pier is open again, and the whole town went there on Monday.\n")
    done = run("clean", "in", "-o", "clean/", "--report", "ledger.jsonl", "--stats", "run.json")
    assert done.code == 3


def read(path):
    return path.read_text(encoding="utf-8")


def entries(path):
    return [json.loads(line) for line in read(path).split("\n") if line]


def test_page_statistics_and_ledger_agree_to_the_last_count(corpus, run, tmp_path):
    assert run("report", "ledger.jsonl", "-o", "page.html").code == 0
    page = data_of(read(tmp_path / "page.html"))
    statistics = json.loads(run("stats", "ledger.jsonl", "--json").out)
    counts = agreement.of_ledger(entries(tmp_path / "ledger.jsonl"))
    assert counts["documents"] == 6
    assert agreement.of_page(page) == counts
    assert agreement.of_statistics(statistics) == counts
    assert agreement.of_run(json.loads(read(tmp_path / "run.json"))) == counts
    assert page["counts"]["failed"] == 1
    for name in ("families", "languages", "sites"):
        assert {row[0]: row[1:4] for row in page[name]} == {
            key: list(count.values())[:3] for key, count in statistics[name].items()
        }
    assert page["blanks"] == statistics["blanks"]
    assert dict(page["repairs"]) == statistics["repairs"]
    assert sum(row[page["document"].index("removed")] for row in page["documents"]) == counts["removed"]


def test_the_summary_has_the_counts_of_the_page(corpus, run, tmp_path):
    text = run("report", "ledger.jsonl").out.decode()
    counts = agreement.of_ledger(entries(tmp_path / "ledger.jsonl"))
    rule = "advert/advert-label"
    cells = [f"{counts[f'{rule} {name}']:,}" for name in ("characters", "documents", "removals")]
    assert f"| `{rule}` | {' | '.join(cells)} |" in text
    assert f"**{counts['removed']:,}** characters removed" in text


def test_blank_lines_and_broken_records_are_no_documents(write, run, tmp_path):
    write("in.jsonl", json.dumps({"text": HARBOUR}) + "\n\n" + '{"no": "text"}\n')
    assert run("clean", "in.jsonl", "-o", "out.jsonl", "--report", "page.html").code == 3
    page = data_of(read(tmp_path / "page.html"))
    assert (page["counts"]["documents"], page["counts"]["failed"]) == (1, 1)
    assert [name for name, _ in page["failures"]] == ["in.jsonl:3"]


def test_the_page_of_a_run_is_the_page_of_its_ledger_and_clean_files(corpus, run, tmp_path):
    assert run("clean", "in", "-o", "again/", "--report", "one.html").code == 3
    assert run("report", "ledger.jsonl", "--texts", "clean", "--title", "in", "-o", "other.html").code == 0
    assert read(tmp_path / "one.html") == read(tmp_path / "other.html")


def test_without_texts_the_page_holds_removals_only_and_says_so(corpus, run, tmp_path):
    assert run("report", "ledger.jsonl", "-o", "page.html").code == 0
    page = read(tmp_path / "page.html")
    assert data_of(page)["whole"] == 0
    assert "holds no article texts" in page
    assert "Fares stay" not in page


def test_the_texts_of_records_are_found_whatever_their_compression(write, run, tmp_path):
    write("in.jsonl", "".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate((HARBOUR, MILL))))
    assert run("clean", "in.jsonl", "-o", "out.jsonl.gz", "--report", "ledger.jsonl").code == 0
    assert run("report", "ledger.jsonl", "--texts", "out.jsonl.gz", "-o", "page.html").code == 0
    page = data_of(read(tmp_path / "page.html"))
    assert page["whole"] == 2
    assert [row[page["document"].index("id")] for row in page["documents"]] in (["0", "1"], ["1", "0"])


def test_texts_that_belong_to_no_entry_are_reported(corpus, run, write):
    write("other/a.txt", "Another text.\n")
    done = run("report", "ledger.jsonl", "--texts", "other", "-o", "page.html")
    assert (done.code, "no text below --texts belongs to an entry" in done.err) == (0, True)


def test_the_summary_goes_to_standard_output_and_article_text_is_no_markup_in_it(corpus, run):
    done = run("report", "ledger.jsonl")
    assert done.code == 0
    text = done.out.decode()
    assert "**6** documents, **5** changed, **1** failed" in text
    assert "| `advert/advert-label` |" in text
    assert "<script" not in text
    assert "\u202e" not in text
    assert "binary.txt" in text


def test_a_comparison_counts_what_changed(run, write, tmp_path):
    write("in/harbour.txt", HARBOUR)
    write("in/mill.txt", MILL)
    run("clean", "in", "-o", "all/", "--report", "all.jsonl")
    run("clean", "in", "-o", "less/", "--report", "less.jsonl", "--ignore", "related")
    assert run("report", "all.jsonl", "--against", "less.jsonl", "-o", "page.html").code == 0
    found = data_of(read(tmp_path / "page.html"))["comparison"]
    assert found == {
        "documents": 1,
        "unmatched": 0,
        "missing": 0,
        "goes": [["related/read-more-line", 74]],
        "stays": [],
    }
    assert run("report", "less.jsonl", "--against", "all.jsonl", "-o", "page.html").code == 0
    found = data_of(read(tmp_path / "page.html"))["comparison"]
    assert (found["goes"], found["stays"]) == ([], [["related/read-more-line", 74]])


@pytest.mark.parametrize("kind", ["html", "md", "sarif"])
def test_a_report_of_a_run_has_the_kind_of_its_suffix_and_the_same_bytes_each_time(corpus, run, tmp_path, kind):
    for name in ("one", "two"):
        assert run("clean", "in", "-o", f"{name}/", "--report", f"{name}.{kind}").code == 3
    one = (tmp_path / f"one.{kind}").read_bytes()
    assert one == (tmp_path / f"two.{kind}").read_bytes()
    assert one.startswith({"html": b"<!DOCTYPE html>", "md": b"# in\n", "sarif": b'{"$schema"'}[kind])


def test_a_configuration_file_with_rules_and_sites_is_no_hindrance_to_a_report_of_a_run(write, run, tmp_path):
    """The report knows the cards of the configuration, also those of sites, and takes no other file for one."""
    for name in ("tide", "gull"):
        examples = [f"[-{name} table-]", f"[-{name.upper()} TABLE-]", f"the {name} table", f"{name} table, he said"]
        write(
            f"{name}.toml",
            f'[[rule]]\nname = "{name}-table"\nshape = "line"\npattern = "{name} table"\nwhy = "It stands below all."\n'
            f'since = "1"\nconfidence = "certain"\nexamples = {json.dumps(examples)}\n',
        )
    write("cleaner.toml", 'rules = ["tide.toml"]\n[sites."example.org"]\nrules = ["gull.toml"]\n')
    write("a.txt", f"{MILL}\nTide table\n\nGull table\n")
    done = run("clean", "a.txt", "-o", "b.txt", "--url", "https://example.org/a", "--report", "page.html")
    assert (done.code, done.err) == (0, "")
    page = data_of(read(tmp_path / "page.html"))
    assert {"tide/tide-table", "gull/gull-table"} <= {row[0] for row in page["rules"]}
    assert "It stands below all." in read(tmp_path / "page.html")
    stats = run("clean", "a.txt", "-o", "c.txt", "--stats", "run.json")
    assert stats.code == 0
    files = json.loads(read(tmp_path / "run.json"))["settings"]["rules"]
    assert [Path(file).name for file in files] == ["tide.toml", "gull.toml"]


def test_a_folder_of_reports_is_one_ledger(corpus, run, tmp_path):
    run("clean", "in", "-o", "again/", "--report", "reports/")
    assert run("report", "reports", "--title", "x", "-o", "one.md").code == 0
    assert run("report", "ledger.jsonl", "--title", "x", "-o", "two.md").code == 0
    assert read(tmp_path / "one.md") == read(tmp_path / "two.md")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("ledger.jsonl", "-o", "page.pdf"), 2, "unknown suffix"),
        (("ledger.jsonl", "-o", "page.json"), 2, "report writes .html, .md, .sarif, .jsonl"),
        (("ledger.jsonl", "-o", "spans.jsonl", "--to", "sarif"), 2, "--to is dolma, not 'sarif'"),
        (
            ("ledger.jsonl", "-o", "ledger.jsonl/../ledger.jsonl.html", "--size", "0"),
            2,
            "--size is a number of megabytes",
        ),
        (("-", "--against", "-"), 2, "standard input can be read only once"),
        (("ledger.jsonl", "-o", "a.sarif", "--texts", "clean"), 2, "are for .html and .md"),
        (("nowhere.jsonl",), 3, "nowhere.jsonl"),
        (("in/harbour.txt",), 3, "not a ledger"),
        (("empty",), 2, "the folder holds no ledger"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(corpus, run, tmp_path, arguments, code, message):
    (tmp_path / "empty").mkdir()
    before = sorted(tmp_path.rglob("*"))
    done = run("report", *arguments)
    assert (done.code, done.out) == (code, b"")
    assert message in done.err
    assert sorted(tmp_path.rglob("*")) == before


def test_an_undo_ledger_is_no_ledger_of_removals(write, run):
    write("a.txt", HARBOUR)
    run("clean", "a.txt", "--in-place")
    done = run("report", "a.txt.cleaner.jsonl")
    assert (done.code, "an undo ledger" in done.err) == (3, True)


def test_the_page_is_imported_only_when_one_is_written(run_process, write):
    write("a.txt", HARBOUR)
    assert run_process("clean", "a.txt", "--report", "a.md").code == 0
    done = run_process("clean", "a.txt", "--report", "a.jsonl", PYTHONVERBOSE="1")
    assert "jinja2" not in done.err
