"""Renders the page. The only module that imports jinja2, and only when a page is written."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from importlib.resources import files

from cleaner.report.collection import Collection
from cleaner.report.page.data import as_json, page_data

_SCRIPTS = ("dom.js", "state.js", "text.js", "lists.js", "review.js", "copy.js", "main.js")
_STYLES = ("page.css",)


def html(collection: Collection, title: str) -> str:
    """Return the page of a collection as one document that requests nothing.

    Article text is data in a script element that does not run. The policy of the page allows its own script and
    style, by their digests, and nothing else.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    style = "\n".join(map(_asset, _STYLES))
    script = '"use strict";\n(() => {\n' + "\n".join(map(_asset, _SCRIPTS)) + "\n})();\n"
    data = page_data(collection, title)
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    page = environment.from_string(_asset("page.html.jinja")).render(
        data=data,
        json=Markup(as_json(data)),
        style=Markup(style),
        script=Markup(script),
        style_digest=_digest(style),
        script_digest=_digest(script),
    )
    return page if page.endswith("\n") else page + "\n"


def _asset(name: str) -> str:
    return files("cleaner.report.page").joinpath(name).read_text(encoding="utf-8")


def _digest(source: str) -> str:
    """Return the source expression of a Content Security Policy for an inline script or style."""
    return "sha256-" + b64encode(hashlib.sha256(source.encode()).digest()).decode()
