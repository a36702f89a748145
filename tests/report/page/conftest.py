"""A browser that all tests of the page share, and a way to open pages in it."""

from __future__ import annotations

import json

import pytest

from support.reports import chromium, started


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    if chromium() is None:
        pytest.skip("no browser: install chromium and chromium-driver to drive the page")
    folder = tmp_path_factory.mktemp("downloads")
    driver = started(folder)
    driver.downloads = folder
    yield driver
    driver.quit()


@pytest.fixture
def look(browser, tmp_path):
    """Open a page; afterwards nothing was logged to the console and nothing was requested."""
    requested: list[str] = []

    def opened(page: str, fragment: str = ""):
        path = tmp_path / "page.html"
        path.write_text(page, encoding="utf-8")
        browser.get("about:blank")
        browser.get(path.as_uri() + fragment)
        browser.execute_script("localStorage.clear()")
        browser.refresh()
        browser.own = path.as_uri()
        return browser

    browser.get_log("browser")
    browser.get_log("performance")
    yield opened
    assert browser.get_log("browser") == []
    for line in browser.get_log("performance"):
        message = json.loads(line["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            requested.append(message["params"]["request"]["url"])
    own = ("about:", "data:", "blob:", getattr(browser, "own", "about:"))
    assert [url for url in requested if not url.startswith(own)] == []
