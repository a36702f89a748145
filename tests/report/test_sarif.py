"""SARIF 2.1.0: what the standard requires, and where each removal is."""

from __future__ import annotations

import json

import jsonschema
import pytest

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


def members(required: str = "", **properties: object) -> dict[str, object]:
    """An object with these members and no others, as the standard's schema has it throughout."""
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


TEXT = members("text", text={"type": "string", "minLength": 1})
BAG = {"type": "object"}  # properties: any members
REGION = members(
    startLine={"type": "integer", "minimum": 1},
    endLine={"type": "integer", "minimum": 1},
    charOffset={"type": "integer", "minimum": 0},
    charLength={"type": "integer", "minimum": 0},
    snippet=members("text", text={"type": "string"}),
)
PLACE = members(
    "artifactLocation",
    artifactLocation=members(
        "uri", uri={"type": "string", "pattern": r"^(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+$"}
    ),
    region=REGION,
)
RESULT = members(
    "ruleId level message locations",
    ruleId={"type": "string"},
    level={"enum": ["none", "note", "warning", "error"]},
    message=TEXT,
    locations={"type": "array", "items": members("physicalLocation", physicalLocation=PLACE)},
)
DRIVER = members(
    "name rules",
    name={"const": "cleaner"},
    version={"type": "string"},
    semanticVersion={"type": "string", "pattern": r"^\d+\.\d+\.\d+(?:[-+].+)?$"},
    rules={
        "type": "array",
        "uniqueItems": True,
        "items": members("id", id={"type": "string"}, shortDescription=TEXT, properties=BAG),
    },
)
LOG = members(
    "version runs",
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"const": "2.1.0"},
    runs={
        "type": "array",
        "items": members(
            "tool results",
            tool=members("driver", driver=DRIVER),
            results={"type": "array", "items": RESULT},
            columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        ),
    },
)
"""The part of the schema of SARIF 2.1.0 that a log of ours uses: its members, types, limits and required members.

The standard allows no other members in these objects, except in bags of properties.
"""


def of_record() -> dict:
    entry, _ = entry_of(HARBOUR, "in.jsonl:7")
    entry["origin"] |= {"encoding": None, "encoding_from": "caller"}
    return entry


def of_page() -> dict:
    entry, _ = entry_of(HARBOUR, "a page.html")
    entry["origin"] |= {"format": "html"}
    return entry


@pytest.mark.parametrize(
    "entries",
    [
        (),
        (entry_of(HARBOUR)[0], failure("b.bin", "it is no text", kind="binary")),
        (entry_of(HOSTILE, "a\u202e<b>\udcff.txt")[0],),
        (of_record(), of_page(), entry_of(HARBOUR, "")[0]),
    ],
    ids=["empty", "failure", "hostile", "kinds"],
)
def test_a_log_is_valid_by_the_schema_of_the_standard(entries):
    log = log_of(*entries)
    jsonschema.Draft7Validator(LOG).validate(log)
    used = {result["ruleId"] for run in log["runs"] for result in run["results"]}
    assert {rule["id"] for run in log["runs"] for rule in run["tool"]["driver"]["rules"]} == used


def test_the_schema_refuses_what_the_standard_refuses():
    log = log_of(entry_of(HARBOUR)[0])
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    log["runs"][0]["results"][1]["colour"] = "red"
    del log["runs"][0]["tool"]["driver"]["name"]
    assert len(list(jsonschema.Draft7Validator(LOG).iter_errors(log))) == 3


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
