"""The tool that lists where the line model and the rules disagree."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from support import ROOT

STORY = (
    "The ferry to the outer islands will run every day from June, the harbour board decided on Tuesday evening.\n\n"
    "Fares stay as they are, and the last boat leaves at nine, as it has done since the pier was built.\n\n"
    "The board will look at the numbers again in the autumn, its chairwoman said.\n\n"
)
TALE = (
    "The council met twice about the crane, and the keeper of the lighthouse spoke for almost an hour.\n\n"
    "Nobody wanted to vote before the boats were back, so the meeting ended with soup at the pier.\n\n"
)


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "corpus.jsonl"
    tail = "Follow us on Facebook\n\nTell your friends\n\nYour e-mail address *\n\nLink copied to clipboard\n"
    rows = [{"lang": "en", "title": "", "text": text + tail} for text in (STORY, TALE)]
    rows.append({"lang": "en", "title": "", "text": f"{STORY}\n\nREAD MORE: The council met twice.\n\n{TALE}"})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def lines(corpus, *options):
    command = [sys.executable, ROOT / "tools/disagreements.py", corpus, *options]
    out = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    return [line.split(maxsplit=2) for line in out.splitlines() if line.lstrip()[:1].isdigit()]


def test_what_the_model_takes_is_listed_with_its_articles_and_what_a_rule_takes_is_not(corpus):
    found = lines(corpus, "--what", "taken")
    taken = [(number, rule.split("/")[0]) for number, rule, line in found if line == "your e-mail address *"]
    assert taken == [("2", "learned")]  # its kind is the model's affair
    assert not any("follow us" in line for _, _, line in found)
    assert lines(corpus, "--what", "taken", "--least", "3") == []


def test_a_sentence_that_a_rule_takes_is_listed_as_doubted_and_a_button_is_not(corpus):
    found = lines(corpus, "--what", "doubted", "--least", "1")
    assert [rule for _, rule, line in found if line.startswith("read more")] == ["related/read-more-line"]
    assert not any("follow us" in line for _, _, line in found)
