"""Declares `cleaner mcp`."""

from typing import TYPE_CHECKING

import typer

from cleaner.cli.options import takes_settings
from cleaner.config.keys import KEYS

if TYPE_CHECKING:
    from cleaner.config.resolve import ResolvedConfig


@takes_settings(
    *(key.name for key in KEYS.values() if key.in_sites), "repair", "extractor", "jobs", "limits.seconds"
)
def mcp(*, config: "ResolvedConfig") -> None:
    """Offer clean and why as tools of the Model Context Protocol.

    Example:
      cleaner mcp --preset careful

    A program that speaks the protocol starts this command, and talks to it over
    standard input and output. The tools take one article as text or HTML, and the
    options of clean; they return what the library returns.

    Needs the extra: pip install 'article-cleaner[mcp]'

    Exit codes: 0 standard input ended, 2 usage or configuration error, 4 no worker
    process can start, 130 and 143 interrupted.
    """
    from cleaner.core.errors import ConfigurationError
    from cleaner.service.desk import Desk
    from cleaner.service.options import Configurations

    try:
        from cleaner.service import mcp_server
    except ModuleNotFoundError as error:
        raise ConfigurationError(f"cleaner mcp needs {error.name}: pip install 'article-cleaner[mcp]'") from None
    with Desk(Configurations(config), config["jobs"]) as desk:
        mcp_server.run(desk)
    raise typer.Exit(0)
