"""The options of a request are the keys of a configuration file, checked like them."""

from __future__ import annotations

import pickle

import pytest

from cleaner.config.keys import KEYS
from cleaner.config.resolve import ResolvedConfig, resolve
from cleaner.core.errors import ConfigurationError
from cleaner.service.options import KEYS_OF_REQUESTS, OF_THE_SERVICE, Configurations, Options


def test_every_key_is_set_by_a_request_or_by_the_service():
    assert sorted((*KEYS_OF_REQUESTS, *OF_THE_SERVICE)) == sorted(KEYS)
    assert {name for name in KEYS_OF_REQUESTS if KEYS[name].paths} == set()


@pytest.mark.parametrize(
    ("query", "given"),
    [
        ([("select", "share,related"), ("select", "advert")], (("select", ("share", "related", "advert")),)),
        ([("budget", "0.5"), ("preset", "careful")], (("preset", "careful"), ("budget", 0.5))),
        ([("with-removals", ""), ("repair", "no")], (("repair", False), ("with-removals", True))),
        ([("text-field", "a,b")], (("text-field", "a,b"),)),
    ],
)
def test_a_query_gives_keys_their_values(query, given):
    assert Options.of_query(query, {}).given == given


def test_the_query_overrides_what_the_content_type_states():
    stated = {"from": "text", "encoding": "latin-1"}
    assert Options.of_query([("from", "html")], stated).given == (("from", "html"), ("encoding", "latin-1"))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ([("budget", "7")], "budget is a number from 0 to 1, not 7.0"),
        ([("budget", "much")], 'budget is a number from 0 to 1, not "much"'),
        ([("repair", "maybe")], 'repair is true or false, not "maybe"'),
        ([("bugdet", "1")], 'unknown option "bugdet"; did you mean budget?'),
        ([("preset", "careful"), ("preset", "thorough")], "preset is given twice"),
        ([("rules", "/etc/passwd")], "rules is set where the service starts, not by a request"),
        ([("limits.seconds", "9999")], "limits.seconds is set where the service starts, not by a request"),
        ([("from", "parquet")], "from is one of auto, text, markdown, html, jsonl, not parquet: it needs files"),
        ([("encoding", "utf-9")], "encoding names no encoding"),
    ],
)
def test_a_wrong_option_is_named_with_what_is_right(query, says):
    with pytest.raises(ConfigurationError) as raised:
        Options.of_query(query, {})
    assert str(raised.value).startswith(says)


def test_a_request_overrides_the_file_and_the_command_line_of_the_service(tmp_path):
    (tmp_path / "cleaner.toml").write_text(
        'preset = "careful"\nselect = ["share"]\n[sites."a.example"]\nbudget = 1\n'
    )
    found = Configurations(resolve({"headline": "drop"}, str(tmp_path / "cleaner.toml")))
    settings = pickle.loads(pickle.dumps(found)).cleaner(Options.of({"select": ["related"]})).settings
    assert (settings.preset, settings.select, settings.headline) == ("careful", ("related",), "drop")
    assert found.cleaner(Options()).has_sites


def test_an_unknown_rule_and_a_title_of_records_are_wrong():
    found = Configurations(ResolvedConfig(None, {}))
    with pytest.raises(ConfigurationError, match="no rule or family"):
        found.cleaner(Options.of({"select": ["nonsense"]}))
    with pytest.raises(ConfigurationError, match="title is that of one article"):
        found.request(Options.of({"from": "jsonl", "title": "Rain"}))
