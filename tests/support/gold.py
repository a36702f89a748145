"""What `cleaner eval` counts, on gold small enough to count by hand; and the floors of `make gate`."""

from __future__ import annotations

import json
from pathlib import Path

from cleaner.evaluation.gold import LabelledPage

FERRY = "The ferry sailed at noon.\n\nREAD MORE: Pier to close\n\nIt carried forty goats and a piano.\n"
START = FERRY.index("READ")
STOP = FERRY.index("\n\nIt")

PAGE = (
    "<html><head><title>Goats on the ferry</title></head><body><article><h1>Goats on the ferry</h1>"
    + "".join(
        f"<p>The {name} goat walked over the gangway without being asked, looked at the captain for a while and lay down.</p>"
        for name in ("first", "second", "third", "fourth", "fifth")
    )
    + "</article></body></html>"
)


def article(text: str = FERRY, **fields: object) -> dict[str, object]:
    return {
        "id": "ferry",
        "lang": "en",
        "text": text,
        "remove": [[START, STOP, "related"]],
        "optional": [],
    } | fields


def write(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


# --- pages -----------------------------------------------------------------------------------------------
def page(gold: str, must=(), must_not=()) -> LabelledPage:
    return LabelledPage("harbour", None, None, "", gold, tuple(must), tuple(must_not))
