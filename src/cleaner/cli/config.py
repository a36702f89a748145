"""Declares `cleaner config`."""

from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from cleaner.cli.options import takes_settings
from cleaner.config.keys import KEYS

if TYPE_CHECKING:
    from cleaner.config.resolve import ResolvedConfig


@takes_settings(*(key.name for key in KEYS.values() if key.metavar is not None))
def show_config(
    words: Annotated[list[str] | None, Argument(hidden=True)] = None,
    as_json: Annotated[bool, Option("--json", help="Print JSON", rich_help_panel="Output")] = False,
    url: Annotated[
        str | None,
        Option(
            "--url", metavar="URL", help="Show the settings for articles from this URL", rich_help_panel="Output"
        ),
    ] = None,
    *,
    config: "ResolvedConfig",
) -> None:
    """Show every setting and where it comes from.

    The source of a setting is its default, a line of a configuration file or the
    command line. The output is a valid cleaner.toml.

    Examples:
      cleaner config --preset careful > cleaner.toml
      cleaner config --url https://www.example.org/story
    """
    from cleaner.cli import config_view
    from cleaner.runner.configured import build_cleaner

    config_view.refuse_words(words or [])
    build_cleaner(config)
    config_view.show(config, as_json=as_json, url=url)
