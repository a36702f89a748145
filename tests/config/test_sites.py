"""The configuration file: found, read, checked, overruled; sites with settings of their own; what is made from its keys."""

from __future__ import annotations

import json
import pickle
import time
import tomllib

import pytest

import cleaner
from cleaner.config.keys import KEYS
from cleaner.config.sites import section_of
from cleaner.core.errors import ConfigurationError
from support import CARD

DIRTY = "Rain fell.\n\nREAD MORE: Snow fell\n\nAdvertisement\n\nIt stopped.\n"


NO_ADVERT = "Rain fell.\n\nREAD MORE: Snow fell\n\nIt stopped.\n"


CLEAN = "Rain fell.\n\nIt stopped.\n"


PROSE = "The ferry left the pier at dawn and came back in the evening.\n\nThe council met twice and went home."


def test_limits_globs_and_sites_reach_the_workers(run, write, tmp_path):
    write(
        "cleaner.toml",
        'exclude = ["drafts"]\nlimits.text-bytes = 1000\n[sites."harbour.example"]\nignore = ["related"]\n',
    )
    for name, text in (("a", DIRTY), ("long", DIRTY + "Rain. " * 200), ("drafts/b", DIRTY)):
        write(f"in/{name}.txt", text)
    urls = [f"https://{name}.example/{number}" for number in range(300) for name in ("harbour", "pier")]
    write("in/c.jsonl", "".join(json.dumps({"url": url, "text": DIRTY}) + "\n" for url in urls))
    outputs = []
    for jobs in ("1", "2"):
        ran = run("clean", "in", "-o", f"out{jobs}/", "-j", jobs)
        assert ran.code == 3
        assert "limit: " in ran.err
        found = sorted(path for path in (tmp_path / f"out{jobs}").rglob("*.*") if path.is_file())
        outputs.append({path.name: path.read_bytes() for path in found if ".cleaner" not in path.parts})
    assert outputs[0] == outputs[1]
    assert set(outputs[0]) == {"a.txt", "long.txt", "c.jsonl"}
    assert outputs[0]["long.txt"] == (DIRTY + "Rain. " * 200).encode()
    texts = [json.loads(line)["text"] for line in outputs[0]["c.jsonl"].splitlines()]
    assert texts == [NO_ADVERT, CLEAN] * 300


# Sites
PAGE = f"<html><head><link rel='canonical' href='https://www.harbour.example/1'></head><body><article>{'<p>The ferry left the pier at dawn and came back late in the evening with the mail.</p>' * 1}<p>READ MORE: Snow fell</p><p>The council met twice in the old hall and went home without a vote on it.</p></article></body></html>"


def test_the_nearest_domain_has_the_say():
    sections = {"example", "harbour.example"}
    assert section_of("http://a.b.harbour.example/", sections) == "harbour.example"
    assert section_of("http://notharbour.example/", sections) == "example"
    assert section_of("http://harbour.example.org/", sections) is None


def test_a_site_is_cleaned_with_its_own_settings_and_the_others_as_ever():
    worker = cleaner.Cleaner(sites={"harbour.example": {"ignore": ["related"]}, "pier.example": {"select": []}})
    assert worker.clean(DIRTY).text == CLEAN
    assert worker.clean(DIRTY, url="https://other.example/1").text == CLEAN
    assert worker.clean(DIRTY, url="https://www.harbour.example/1").text == NO_ADVERT
    assert worker.clean(DIRTY, url="http://pier.example").text == DIRTY
    assert pickle.loads(pickle.dumps(worker)).clean(DIRTY, url="http://pier.example").text == DIRTY
    assert worker.clean_html(PAGE).removals == ()  # the page itself says where it stands
    assert cleaner.clean_html(PAGE).removals != ()


def test_a_site_adds_to_cards_and_what_is_ignored_and_replaces_everything_else(write):
    general, own = write("general.toml", CARD), write("own.toml", CARD.replace("podcast", "newscast"))
    worker = cleaner.Cleaner(
        rules=[str(general)],
        ignore=["related", "learned"],
        headline="drop",
        sites={"harbour.example": {"rules": [str(own)], "ignore": ["advert"], "headline": "keep"}},
    )
    stays = "READ MORE: Snow fell\n\nRain fell on the harbour."
    text = (
        f"The pier\n\n{PROSE}\n\nListen to our podcast: A\n\nListen to our newscast: B\n\nAdvertisement\n\n{stays}"
    )
    plain = worker.clean(text, title="The pier").text
    assert plain == f"{PROSE}\n\nListen to our newscast: B\n\n{stays}"
    site = worker.clean(text, title="The pier", url="harbour.example/1").text
    assert site == f"The pier\n\n{PROSE}\n\nAdvertisement\n\n{stays}"


def test_whatever_a_site_selects_what_is_ignored_in_general_stays_so():
    sites = {"harbour.example": {"select": ["related", "advert"]}, "pier.example": {"select": ["advert"]}}
    worker = cleaner.Cleaner(select=["share"], ignore=["related"], sites=sites)
    assert worker.clean(DIRTY).text == DIRTY
    assert worker.clean(DIRTY, url="harbour.example/1").text == NO_ADVERT
    assert worker.clean(DIRTY, url="pier.example/1").text == NO_ADVERT


def test_config_shows_what_is_in_force_for_one_site_and_from_where(run, write):
    write(
        "cleaner.toml",
        'ignore = ["share"]\nbudget = 0.5\n[sites."harbour.example"]\nignore = ["related", "share"]\nbudget = 0.25\n',
    )
    shown = json.loads(run("config", "--url", "https://www.harbour.example/1", "--json", "--headline", "drop").out)
    assert shown["site"] == "harbour.example"
    assert list(shown["settings"]) == list(KEYS)
    assert shown["settings"]["ignore"] == {
        "value": ["share", "related"],
        "source": "cleaner.toml:1 and cleaner.toml:4",
    }
    assert shown["settings"]["budget"] == {"value": 0.25, "source": "cleaner.toml:5"}
    assert shown["settings"]["headline"] == {"value": "drop", "source": "command line"}
    assert shown["settings"]["select"]["source"] == "default"
    other = json.loads(run("config", "--url", "pier.example", "--json").out)
    assert (other["site"], other["settings"]["ignore"]["value"]) == (None, ["share"])
    # what the command line says goes before a site, too
    given = json.loads(run("config", "--url", "harbour.example", "--json", "--ignore", "advert").out)
    assert given["settings"]["ignore"] == {"value": ["advert"], "source": "command line"}
    text = run("config", "--url", "harbour.example").out.decode()
    assert '[sites."harbour.example"] and the general ones' in text
    assert tomllib.loads(text)["ignore"] == ["share", "related"]


def test_a_site_that_cannot_be_used_is_refused_when_the_cleaner_is_made():
    for sites, message in (
        ({"harbour.example": {"ignore": ["relatd"]}}, "did you mean related"),
        ({"harbour.example": {"preset": "bold"}}, "preset is one of"),
        ({"harbour.example": {"headline": "x"}}, "headline is keep or drop"),
        ({"harbour.example": {"repair": False}}, "a site may set select, ignore"),
        ({"harbour.example/news": {}}, "did you mean harbour.example"),
        ({"a.example": {}, "A.example": {}}, "two sections"),
    ):
        with pytest.raises(ConfigurationError, match=message):
            cleaner.Cleaner(sites=sites)
    with pytest.raises(TypeError):
        cleaner.Cleaner(sites={"harbour.example": {"select": "related"}})


def test_the_digest_tells_sites_apart():
    make = lambda **settings: cleaner.Cleaner(sites={"a.example": settings}).digest  # noqa: E731
    digests = {cleaner.Cleaner().digest, make(), make(ignore=["share"]), make(budget=0.5), make(headline="drop")}
    assert len(digests) == 5
    both = {"a.example": {}, "b.example": {"budget": 0.5}}
    turned = dict(reversed(both.items()))
    assert cleaner.Cleaner(sites=both).digest == cleaner.Cleaner(sites=turned).digest
    assert cleaner.Cleaner(sites={}).digest == cleaner.Cleaner().digest


def test_sites_that_ask_for_the_same_share_a_cleaner_and_none_is_made_too_early():
    hosts = [f"site{number}.example" for number in range(2_000)]
    began = time.perf_counter()
    worker = cleaner.Cleaner(sites={host: {"ignore": ["share"]} for host in hosts})
    assert time.perf_counter() - began < 5
    assert worker.for_url(hosts[0]) is worker.for_url(hosts[1]) is not worker
    assert worker.for_url("other.example") is worker


def test_the_command_line_goes_before_a_site_too(run, write):
    write("cleaner.toml", '[sites."harbour.example"]\nignore = ["related"]\n')
    record = json.dumps({"url": "https://www.harbour.example/1", "text": DIRTY}).encode()
    text = lambda *arguments: json.loads(run("clean", *arguments, stdin=record).out)["text"]  # noqa: E731
    assert text() == NO_ADVERT
    assert text("--preset", "careful", "--ignore", "advert") == text(
        "--isolated", "--preset", "careful", "--ignore", "advert"
    )
    assert text("--isolated") == CLEAN


def test_the_ledger_of_a_site_has_the_digest_of_the_rules_that_ran(run, write):
    write("cleaner.toml", '[sites."harbour.example"]\nignore = ["related"]\n')
    write(
        "a.jsonl",
        "".join(json.dumps({"url": url, "text": DIRTY}) + "\n" for url in ("harbour.example", "x.example")),
    )
    run("clean", "a.jsonl", "-o", "b.jsonl", "--report", "c.jsonl")
    ledgers = [json.loads(line) for line in (write("x", "").parent / "c.jsonl").read_text().splitlines()]
    assert [ledger["rules_digest"] for ledger in ledgers] == [
        cleaner.Cleaner(ignore=["related"]).rules_digest("text"),
        cleaner.Cleaner().rules_digest("text"),
    ]
