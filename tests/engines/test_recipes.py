"""The examples of docs/how-to/engines.md give what the library gives, and go on at rows that cannot be cleaned.

An example whose engine is not installed is skipped. `make engines` installs them all.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

import engines
from cleaner.engines.rows import RecordCleaner
from support.containers import FOUND

pa = pytest.importorskip("pyarrow")

LONG = 50_000_001  # characters; one over the limit of a text
ARTICLES = [
    {"id": str(n), "text": text, "title": "Rain on the pier", "url": "https://example.org/1", "lang": "en"}
    for n, text in enumerate(
        [FOUND, None, "", "CafÃ© life\n\nAdvertisement\n\nIt goes on.", "x" * LONG, FOUND + "\n"]
    )
]


def of_installed_engines() -> list[pytest.param]:
    return [
        pytest.param(
            name,
            marks=pytest.mark.skipif(engines.installed(package) is None, reason=f"{package} is not installed"),
        )
        for name, package in engines.PACKAGES.items()
    ]


def test_every_engine_of_the_page_has_an_example():
    assert set(engines.examples()) == set(engines.PACKAGES)


def test_no_example_is_longer_than_a_dozen_lines():
    lengths = {
        name: sum(bool(line.strip()) for line in code.splitlines()) for name, code in engines.examples().items()
    }
    assert max(lengths.values()) <= 12, lengths


@pytest.fixture(scope="module")
def articles(tmp_path_factory) -> Path:
    """A folder with the articles as Parquet and as JSON Lines. A file of Parquet holds no lone surrogate."""
    import pyarrow.parquet as pq

    folder = tmp_path_factory.mktemp("articles")
    pq.write_table(pa.Table.from_pylist(ARTICLES), folder / "articles.parquet")
    with open(folder / "articles.jsonl", "w", encoding="utf-8") as out:
        out.writelines(json.dumps(one) + "\n" for one in ARTICLES)
    return folder


@pytest.fixture(scope="module")
def expected() -> dict[str, str]:
    return {one["id"]: engines.account(RecordCleaner()(one)) for one in ARTICLES}


@pytest.mark.parametrize("name", of_installed_engines())
def test_an_example_gives_what_the_library_gives(name, articles, expected, tmp_path):
    command, output = engines.commands()[name]
    (tmp_path / "example.py").write_text(engines.examples()[name], encoding="utf-8")
    for file in articles.iterdir():
        (tmp_path / file.name).hardlink_to(file)
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=engines.environment(tmp_path),
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    found = {str(record["id"]): engines.account(record) for record in engines.records(tmp_path / output)}
    if name == "datatrove":
        # its readers leave out documents without a text, and say so in their log
        missing = {"1", "2"}
        assert missing.isdisjoint(found)
        expected = {id: line for id, line in expected.items() if id not in missing}
    assert found == expected
    assert "limit: 50,000,001 bytes" in found["4"]


def test_the_digest_does_not_depend_on_the_order_and_tells_a_change():
    one, other = (json.dumps([name, "text", [], []]) for name in "ab")
    assert engines.digest_of([one, other]) == engines.digest_of([other, one])
    assert engines.digest_of([one])[0] != engines.digest_of([other])[0]
