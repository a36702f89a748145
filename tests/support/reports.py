"""Pages of articles, and what a browser needs to look at them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import cleaner
from cleaner.intake import documents
from cleaner.matching.catalog import builtin
from cleaner.report.collection import Collection
from cleaner.report.comparison import Comparison
from cleaner.report.ledger import dumps, ledger
from cleaner.report.page.render import html

HARBOUR = """Ferry to run all year

The ferry to the outer islands will run every day from June, the harbour board decided on Tuesday evening.

READ MORE: Who paid for the new pier?

Fares stay as they are, and the last boat leaves at nine in the evening, said the chairwoman.

The Harbour Gazette costs two crowns on Sundays.

Advertisement

The board will look at the numbers again in the autumn, when the summer guests have left the islands.

READ MORE: Who paid for the new pier?
Share this article
"""
MILL = """Old mill becomes a library

The council bought the mill by the weir for one crown, and will move nine thousand books into it before the winter.

Advertisement

The miller keeps the right to grind the flour of the parish every Friday until noon, as he has since his youth.
"""
PLAIN = "Quiet week\n\nNothing happened in the harbour this week, and everybody on the pier was glad of it.\n"
HEBREW = (
    "ספינה חדשה\n\nהספינה יצאה מן הנמל ביום שני בבוקר, אמר מנהל הנמל, ושבה בערב עם דגים רבים.\n\nAdvertisement\n"
)
HOSTILE = (
    "<script>parent.hacked = 1</script> & <img src=x onerror=alert(1)>\n\n"
    "The clerk wrote </script><script>document.title = 'hacked'</script> and </textarea><svg onload=alert(2)> on the wall.\n\n"
    "Advertisement\n\n"
    'A link [here](javascript:alert(3)) and "><iframe src="https://example.org/x"> stood below it, \u202eesrever\u202c, said the \u2028clerk.\n\n'
    "READ MORE: <b onclick=alert(4)>Who</b> {{ 7 * 7 }} <!-- --> ]]> \u2029 &lt;script&gt;\n\n"
    "The end of the story was written in quiet letters by a person who had seen enough of walls and of clerks.\n"
)
HOSTILE_TITLE = '"><script>alert(5)</script>{{ 7 * 7 }}\u202e'


def entry_of(text: str, name: str = "a.txt", **known: Any) -> tuple[dict[str, Any], str]:
    """The ledger entry of a text, and the text before cleaning."""
    worker = cleaner.Cleaner(**known.pop("settings", {}))
    document = documents.from_bytes(text.encode(), source=name, repair=False, **known)
    result = worker.run(document)
    return json.loads(dumps(ledger(result, rules_digest=worker.rules_digest("text")))), document.text


def collection_of(
    entries: Iterable[tuple[dict[str, Any], str | None]],
    *,
    against: Iterable[dict[str, Any]] | None = None,
    **limits: Any,
) -> Collection:
    comparison = None if against is None else Comparison(against)
    collection = Collection(builtin().cards, comparison=comparison, **limits)
    for entry, text in entries:
        collection.add(entry, text)
    return collection


def page_of(*texts: str, title: str = "A page", **limits: Any) -> str:
    """The page of articles that are named a0.txt, a1.txt and so on."""
    return html(collection_of((entry_of(text, f"a{n}.txt") for n, text in enumerate(texts)), **limits), title)


def data_of(page: str) -> dict[str, Any]:
    """What the script of a page reads."""
    start = page.index('<script type="application/json" id="data">')
    return json.loads(page[page.index(">", start) + 1 : page.index("</script>", start)])


def chromium() -> tuple[str, str] | None:
    """The paths of Chromium and its driver; None if one is missing."""
    browser = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


def started(folder: Path) -> Any:
    """A browser without a window, which downloads to `folder`."""
    from selenium import webdriver

    found = chromium()
    assert found
    options = webdriver.ChromeOptions()
    options.binary_location = found[0]
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=1280,900",
    ):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"download.default_directory": os.fspath(folder)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(found[1]))
