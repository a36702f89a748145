"""Counts over documents: the same from results and from ledgers, ranked by characters, blank lines apart."""

from __future__ import annotations

import json

import pytest

from cleaner.core.document import Document, Origin, Repair, Span
from cleaner.core.result import Removal, Result
from cleaner.report.ledger import dumps, failure, ledger
from cleaner.report.statistics import BLANK_LINE, Largest, Statistics, name_of, ranked, ranked_groups, site_of

TEXT = "Share\nRain fell on the pier.\nShare this story with a friend\n\n"


def removal(start: int, end: int, rule: str) -> Removal:
    return Removal(Span(start, end), rule, "its words", "lines")


BARS = (
    removal(0, 5, "share/bar"),
    removal(5, 6, "layout/blanks"),
    removal(29, 59, "share/line"),
    removal(60, 61, "layout/blanks"),
)


def result(*removals: Removal, name: str = "a.txt", **fields: object) -> Result:
    own = {key: fields.pop(key) for key in ("withheld", "excess") if key in fields}
    return Result(Document(TEXT, origin=Origin(name), **fields), removals, **own)  # type: ignore[arg-type]


RESULTS = [
    result(*BARS, url="https://www.Example.org/1", language="en"),
    result(BARS[2], name="b.txt", url="https://example.org/2", language="de", withheld=0.7),
    result(name="c.txt", repairs=(Repair(1, "a", "b", "repair/entity"), Repair(2, "a", "b", "repair/entity"))),
    result(removal(0, 50, "advert/box"), name="d.txt", excess=0.8),
]


def entry(result: Result, **more: object) -> dict:
    return json.loads(dumps(ledger(result, rules_digest="", **more)))  # type: ignore[arg-type]


def counted(*results: Result) -> Statistics:
    found = Statistics()
    for one in results:
        found.add_result(one)
    return found


def test_removals_documents_and_characters_are_counted_by_rule_and_by_family():
    found = counted(*RESULTS)
    assert found.rules["share/line"].as_dict() == {
        "removals": 2,
        "documents": 2,
        "characters": 60,
        "largest": 30 / len(TEXT),
    }
    assert found.families["share"].as_dict() == {
        "removals": 3,
        "documents": 2,
        "characters": 65,
        "largest": 35 / len(TEXT),
    }
    assert (found.documents, found.changed, found.withheld, found.excess) == (4, 4, 1, 1)
    assert (found.characters, found.removed) == (4 * len(TEXT), 37 + 30 + 50)


def test_rules_are_ranked_by_characters_and_not_by_number():
    assert [name for name, _ in ranked(counted(*RESULTS).rules)] == ["share/line", "advert/box", "share/bar"]
    assert list(counted(*RESULTS).as_dict()["families"]) == ["share", "advert"]


def test_blank_lines_are_counted_apart_and_are_no_rule_among_others():
    found = counted(*RESULTS)
    assert found.blanks.as_dict() == {"removals": 2, "documents": 1, "characters": 2, "largest": 2 / len(TEXT)}
    assert not any(name.startswith("layout") for name in (*found.rules, *found.families))
    assert sum(count.characters for count in found.rules.values()) + found.blanks.characters == found.removed


def test_repaired_lines_and_documents_are_counted():
    found = counted(*RESULTS)
    assert (found.repaired, found.repairs) == (1, {"repair/entity": 2})


def test_the_document_that_lost_the_largest_share_is_named():
    assert counted(*RESULTS).largest == Largest(50 / len(TEXT), "d.txt", 50, len(TEXT))
    assert counted(*RESULTS[:3]).largest.name == "a.txt"
    assert counted().largest == Largest()


def test_languages_and_sites_have_their_documents_and_what_they_lost():
    found = counted(*RESULTS)
    assert {name: count.as_dict() for name, count in found.sites.items()} == {
        "example.org": {"documents": 2, "changed": 2, "characters": 2 * len(TEXT), "removed": 67},
        "": {"documents": 2, "changed": 2, "characters": 2 * len(TEXT), "removed": 50},
    }
    assert [name for name, _ in ranked_groups(found.languages)] == ["", "en", "de"]
    assert found.sites["example.org"].share == 67 / (2 * len(TEXT))


def test_a_ledger_gives_the_counts_of_the_results_that_it_was_written_for():
    from_results, from_ledger = counted(*RESULTS), Statistics()
    from_results.fail("limit")
    for one in RESULTS:
        from_ledger.add_entry(entry(one))
    from_ledger.add_entry(failure("e.txt", "limit: too long", kind="limit"))
    assert from_ledger.as_dict() == from_results.as_dict()


def test_parts_merge_to_the_counts_of_the_whole():
    parts = counted(*RESULTS[:2])
    parts.fail("binary")
    before = parts.as_dict()
    whole = Statistics()
    whole.merge(parts)
    whole.merge(counted(*RESULTS[2:]))
    expected = counted(*RESULTS)
    expected.fail("binary")
    assert whole.as_dict() == expected.as_dict()
    assert parts.as_dict() == before


def test_statistics_come_back_from_json():
    found = counted(*RESULTS)
    found.fail("limit")
    again = Statistics.from_dict(json.loads(json.dumps(found.as_dict())))
    assert again.as_dict() == found.as_dict()
    assert (again.failed, again.share) == (1, found.share)


def test_a_blank_line_of_records_is_neither_a_document_nor_a_failure():
    found = Statistics()
    found.add_entry(failure("a.jsonl:2", BLANK_LINE))
    assert found.as_dict() == Statistics().as_dict()


def test_an_older_ledger_counts_removals_but_no_share():
    older = entry(RESULTS[0])
    del older["characters"], older["excess"]
    del older["removals"][0]
    found = Statistics()
    found.add_entry(older)
    found.add_entry(entry(RESULTS[0]) | {"repairs": [{"line": 1, "before": "a", "after": "b"}]})
    found.add_entry({key: value for key, value in failure("a", "why", kind="limit").items() if key != "kind"})
    assert (found.documents, found.unmeasured, found.characters) == (2, 1, len(TEXT))
    assert found.rules["share/line"].removals == 2
    assert found.repairs == {"repair/unknown": 1}
    assert found.failures == {"unknown": 1}


@pytest.mark.parametrize(
    "broken", [{}, {"removals": 3}, entry(RESULTS[0]) | {"removals": [{}]}, entry(RESULTS[0]) | {"origin": 1}]
)
def test_what_is_no_entry_is_refused(broken):
    with pytest.raises(ValueError, match="not a ledger entry"):
        Statistics().add_entry(broken)


def test_a_document_is_named_by_its_source_or_the_id_of_its_record():
    assert name_of(entry(RESULTS[0], id=7)) == "a.txt"
    nameless = result(name=None)  # type: ignore[arg-type]
    assert name_of(entry(nameless, id=7)) == "7"
    assert name_of(entry(nameless)) == ""
    assert name_of(failure("a.txt", "why")) == "a.txt"


def test_a_site_is_the_host_without_www():
    assert [site_of(url) for url in ("https://www.example.org/1", "http://sport.example.org:80", None)] == [
        "example.org",
        "sport.example.org",
        "",
    ]
