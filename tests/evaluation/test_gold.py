"""What `cleaner eval` counts, on gold small enough to count by hand; and the floors of `make gate`."""

from __future__ import annotations

import gzip
import json

import pytest

from cleaner.evaluation.gold import LabelledArticle, LabelledPage, RejectedRecord, read_gold
from cleaner.evaluation.scoring import Label
from support.gold import FERRY, PAGE, START, STOP, article, write


# --- gold ------------------------------------------------------------------------------------------------
def test_gold_is_told_by_its_content(tmp_path):
    write(tmp_path / "labels", article(title="Ferry", url="https://example.org"))
    (tmp_path / "packed").write_bytes(
        gzip.compress((json.dumps({"id": 7, "html": PAGE, "gold": "x"}) + "\n\n").encode())
    )
    (tmp_path / "marked").write_bytes(b"---\r\ntitle: Goats: a list\r\nlang: de\r\n---\r\nRain. [-Share-]\r\n")
    (tmp_path / "plain").write_bytes(b"Rain fell.\n")
    first, second, third, fourth = read_gold(
        [str(tmp_path / name) for name in ("labels", "packed", "marked", "plain")]
    )
    related = Label(START, STOP, "related")
    assert first == LabelledArticle("ferry", "en", "Ferry", "https://example.org", FERRY, (related,), ())
    assert second == LabelledPage("7", None, None, PAGE, "x", (), ())
    assert third[1:] == ("de", "Goats: a list", None, "Rain. Share\r\n", (Label(6, 11, "marked"),), (), None)
    assert fourth[1:] == (None, None, None, "Rain fell.\n", (), (), None)


def test_of_a_folder_every_gold_file_is_read_in_order_and_nothing_else(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "1.txt").write_text("B.")
    (tmp_path / "a.txt").write_text("A.")
    (tmp_path / "README.md").write_text("No gold.")
    assert [item.text for item in read_gold([str(tmp_path)])] == ["A.", "B."]
    (tmp_path / "empty").mkdir()
    assert "holds no .txt" in next(read_gold([str(tmp_path / "empty")])).why


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"text": "Rain."}', "no labels: a labelled article has text and remove"),
        (b'{"html": "<p>", "url": "x"}', "no labels"),
        (b'{"text": 5, "remove": []}', "'text' is not a string"),
        (
            b'{"text": "Rain.", "remove": [[3, 9]]}',
            "remove: [3, 9] is not a range [start, end] of the text's 5 characters",
        ),
        (b'{"text": "Rain.", "remove": [[3, 3]]}', "[3, 3] is no"),
        (b'{"text": "Rain.", "remove": [[-1, 3]]}', "[-1, 3] is no"),
        (b'{"text": "Rain.", "remove": [["0", 3]]}', "is not a range"),
        (b'{"text": "Rain.", "remove": [4]}', "remove: 4 is no"),
        (b'{"text": "Rain.", "remove": {"a": 1}}', "'remove' is not a list of [start, end]"),
        (b'{"text": "Rain.", "remove": [], "optional": [[0, 6]]}', "optional: [0, 6] is no"),
        (b'{"text": "Rain.", "remove": [], "lang": 5}', "'lang' is not a string"),
        (b'{"html": "", "gold": "", "must": "x"}', "'must' is not a list of non-empty strings"),
        (b'{"html": "", "gold": "", "must_not": [" "]}', "'must_not' is not a list of non-empty strings"),
        (b'{"text": "Rain."', "not valid JSON"),
        (b'{"id": ' + b"9" * 5000 + b"}", "not valid JSON"),
        (b'{"text": "\xff"}', "not UTF-8 at byte 10"),
        (b"Rain \xff", "not UTF-8 at byte 5"),
        (b"[\n{}]", "not JSON Lines"),
        (b"<html><p>Rain.", "a page without labels"),
        (b"\x1f\x8bnot gzip", "cannot be read"),
    ],
)
def test_gold_that_cannot_be_used_says_why(tmp_path, content, why):
    (tmp_path / "gold").write_bytes(content)
    (fault,) = read_gold([str(tmp_path / "gold")])
    assert isinstance(fault, RejectedRecord)
    assert why in fault.why
    assert fault.name.startswith(str(tmp_path / "gold"))
