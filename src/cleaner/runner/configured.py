"""Builds a `Cleaner` and the request of `cleaner clean` from resolved settings, and runs the request.

Imports neither the keys nor the reader of configuration files, because a plain run needs neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cleaner.api import Cleaner
from cleaner.config.settings import SITE_SETTINGS
from cleaner.core.errors import ConfigurationError
from cleaner.formats.options import Fields, ReadOptions, WriteOptions
from cleaner.formats.registry import kind_of
from cleaner.matching.catalog import UnknownRuleError
from cleaner.runner.inputs.discover import Selection
from cleaner.runner.request import CleanRequest
from cleaner.runner.run import run_clean

if TYPE_CHECKING:
    from cleaner.config.resolve import ResolvedConfig


def run_clean_command(inputs: Sequence[str], config: ResolvedConfig | None, **asked: Any) -> int:
    """Run `cleaner clean` and return the exit code. Without `config`, the defaults apply.

    `asked` are the fields of CleanRequest that no file can set. Raises ConfigurationError for conflicting options.
    """
    if config is None:
        request = CleanRequest(inputs, **asked)
        request.validate()
        return run_clean(request, Cleaner())
    return run_clean(build_request(config, inputs, **asked), build_cleaner(config))


def build_cleaner(config: ResolvedConfig, **more: Any) -> Cleaner:
    """Return the `Cleaner` of these settings. Raises ConfigurationError with the location in the file."""
    general = {name: config[name] for name in (*SITE_SETTINGS, "repair", "extractor")} | more
    sites: Any = {
        host: {name: setting.value for name, setting in section.items()} for host, section in config.sites.items()
    }
    try:
        return Cleaner(**general, sites=sites)
    except UnknownRuleError as error:
        raise ConfigurationError(f"{config.location_of(error.name)}{error}") from None


def build_reading(config: ResolvedConfig, title: str | None = None, url: str | None = None) -> ReadOptions:
    """Return the options for reading of these settings."""
    format, encoding = config["from"], config["encoding"]
    if kind_of(format) == "records" and not config.is_given("encoding"):
        encoding = None  # the encoding of a configuration file applies to texts and pages only
    fields = Fields(*(config[f"{name}-field"] for name in Fields._fields))
    return ReadOptions(format, encoding, config["language"], fields, title, url)


def build_request(
    config: ResolvedConfig, inputs: Sequence[str], *, title: str | None = None, url: str | None = None, **asked: Any
) -> CleanRequest:
    """Return a validated request with these settings. `asked` are the options that no file can set.

    Raises ConfigurationError, with the location in the file if the file sets the option.
    """
    request = CleanRequest(
        inputs,
        build_reading(config, title, url),
        WriteOptions(config["to"], config["keep-html"], config["with-removals"], config["metadata"]),
        rules=config.card_files(),
        configuration=config.other_files(),
        selection=Selection(tuple(config["include"]), tuple(config["exclude"])),
        jobs=config["jobs"],
        limits=config.limits(),
        **asked,
    )
    try:
        request.validate()
    except ConfigurationError as error:
        raise ConfigurationError(config.with_sources(str(error))) from None
    return request
