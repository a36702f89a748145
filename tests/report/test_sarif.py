"""SARIF 2.1.0: what the standard requires, and where each removal is."""

from __future__ import annotations

import json

from cleaner.matching.catalog import builtin
from cleaner.report.ledger import failure
from cleaner.report.sarif import Sarif
from support.reports import HARBOUR, HOSTILE, entry_of


def log_of(*entries: dict) -> dict:
    sarif = Sarif(builtin().cards)
    return json.loads("".join(sarif.add(entry) for entry in entries) + sarif.end())


def test_the_log_has_what_the_standard_requires():
    log = log_of(entry_of(HARBOUR)[0], failure("b.bin", "it is no text", kind="binary"))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "cleaner"
    rules = {rule["id"]: rule for rule in driver["rules"]}
    assert len(rules) == len(driver["rules"])
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    for result in run["results"]:
        assert result["message"]["text"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert rules[result["ruleId"]]["shortDescription"]["text"]
        for location in result["locations"]:
            place = location["physicalLocation"]
            assert place["artifactLocation"]["uri"]
            region = place.get("region")
            if region:
                assert 1 <= region["startLine"] <= region.get("endLine", region["startLine"])


def test_an_empty_run_is_a_valid_log():
    assert log_of()["runs"][0]["results"] == []


def test_the_region_of_a_removal_is_its_text():
    results = log_of(entry_of(HARBOUR)[0])["runs"][0]["results"]
    regions = [result["locations"][0]["physicalLocation"]["region"] for result in results]
    assert len(regions) == 4
    lines = HARBOUR.split("\n")
    for region in regions:
        text = HARBOUR[region["charOffset"] : region["charOffset"] + region["charLength"]]
        assert region["snippet"]["text"] == text
        assert lines[region["startLine"] - 1 : region["endLine"]] == text.split("\n")


def test_a_record_is_at_its_line_of_the_file():
    entry, _ = entry_of(HARBOUR, "in.jsonl:7")
    entry["origin"] |= {"encoding": None, "encoding_from": "caller"}
    place = log_of(entry)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("in.jsonl", 7)


def test_a_page_has_no_region_because_its_ledger_knows_no_place():
    entry, _ = entry_of(HARBOUR, "a page.html")
    entry["origin"] |= {"format": "html"}
    place = log_of(entry)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "a%20page.html"}}


def test_names_and_texts_of_any_kind_stay_json():
    entry, _ = entry_of(HOSTILE, "a\u202e<b>\udcff.txt")
    uri = log_of(entry)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
