"""Ledger, diff, marked article: views of one result, from which the input comes back."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest

import cleaner
from cleaner.report.ledger import failure
from cleaner.restore.document import restore_bytes
from support import FIXTURES, read_fixture
from support.ledgers import account

SCHEMA = json.loads(files("cleaner.report").joinpath("ledger.schema.json").read_text())
VALIDATOR = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)


ARTICLES = sorted(FIXTURES.glob("*/*.txt"))


MESSY = "CafÃ© life\r\n\r\nAdvertisement\r\n\r\nTom &amp; Jerry met. READ MORE: Where they met\r\nAnd parted."


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_ledger_of_every_fixture_is_valid_and_gives_the_input_back(worker, path):
    data = read_fixture(path).text.encode()
    result, entry = account(worker, data)
    VALIDATOR.validate(entry)
    assert restore_bytes(result.text, entry) == data


def test_the_ledger_says_what_went_where_by_which_rule_and_why(worker):
    result, entry = account(worker, MESSY.encode())
    assert [repair["line"] for repair in entry["repairs"]] == [1, 5]
    advert = entry["removals"][0]
    assert (advert["rule"], advert["line"], advert["text"]) == ("advert/advert-label", 3, "Advertisement")
    assert advert["stage"] == "lines"
    assert advert["because"]
    assert result.document.text[advert["start"] : advert["end"]] == "Advertisement"
    assert entry["origin"]["newline"] == "\r\n"
    assert entry["program_version"] == cleaner.__version__


def test_a_failed_input_has_a_valid_entry_too():
    VALIDATOR.validate(failure("a.txt", "not text"))


def test_the_schema_is_a_valid_schema():
    VALIDATOR.check_schema(SCHEMA)
