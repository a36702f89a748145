"""A hook of mkdocs: the files at the root of the repository as pages of the site, and links that fit the site.

The pages in docs/ link to files as they lie in the repository, so that they can be read there, too.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PAGES = {"README.md": "index.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
ASSETS = {
    "src/cleaner/report/ledger.schema.json": "ledger.schema.json",
    "src/cleaner/config/cleaner.schema.json": "cleaner.schema.json",
}
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")
COMMENT = re.compile(r"^<!--.*-->\n", re.MULTILINE)


def on_files(files: Any, config: Any, **_: Any) -> Any:
    """Add what lies outside of docs/."""
    from mkdocs.structure.files import File

    for source, target in (PAGES | ASSETS).items():
        files.append(File.generated(config, target, content=(ROOT / source).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Return the page with links that lead to pages of the site; links to other files become plain text."""
    # the directions for the tests of the documentation are no text
    return links(COMMENT.sub("", markdown), page.file.src_uri)


def links(markdown: str, page: str) -> str:
    """Return the Markdown with its links as they must be on the site. `page` is its path there."""
    sources = dict(zip(PAGES.values(), PAGES.keys()))
    here = posixpath.dirname(sources.get(page, f"docs/{page}"))

    def link(found: re.Match[str]) -> str:
        target, anchor = found[1], found[2] or ""
        if "://" in target:
            return found[0]
        path = posixpath.normpath(posixpath.join(here, target))
        on_site = (PAGES | ASSETS).get(path)
        if on_site is None and path.startswith("docs/") and (ROOT / path).is_file():
            on_site = path.removeprefix("docs/")
        return f"]({posixpath.relpath(on_site, posixpath.dirname(page) or '.')}{anchor})" if on_site else "]"

    return LINK.sub(link, markdown)
