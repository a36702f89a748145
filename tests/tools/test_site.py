"""tools/site/pages.py: the links of a page lead to pages of the site."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from support import ROOT


@pytest.fixture(scope="module")
def links():
    spec = importlib.util.spec_from_file_location("site_pages", ROOT / "tools" / "site" / "pages.py")
    module = sys.modules["site_pages"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.links


@pytest.mark.parametrize(
    ("page", "link", "on_site"),
    [
        ("index.md", "docs/how-to/bulk.md#limits", "how-to/bulk.md#limits"),
        ("index.md", "CONTRIBUTING.md", "contributing.md"),
        ("contributing.md", "docs/reference/rules.md", "reference/rules.md"),
        ("how-to/bulk.md", "../reference/cli.md", "../reference/cli.md"),
        ("how-to/bulk.md", "report.md#size", "report.md#size"),
        ("tutorial/quickstart.md", "../../README.md#install", "../index.md#install"),
        ("reference/ledger.md", "../../src/cleaner/report/ledger.schema.json", "../ledger.schema.json"),
        ("explanation/performance.md", "../images/speed.svg", "../images/speed.svg"),
        ("how-to/bulk.md", "https://example.org/a.md#b", "https://example.org/a.md#b"),
    ],
)
def test_a_link_between_files_of_the_repository_becomes_one_between_pages(links, page, link, on_site):
    assert links(f"See [it]({link}).", page) == f"See [it]({on_site})."


@pytest.mark.parametrize("link", ["../../fixtures/page", "../../Makefile", "../nowhere.md"])
def test_a_link_to_what_the_site_does_not_have_becomes_text(links, link):
    assert links(f"See [it]({link}).", "how-to/bulk.md") == "See [it]."
