"""Declares `cleaner serve`."""

from typing import TYPE_CHECKING, Annotated

import typer
from typer import Option

from cleaner.cli.options import takes_settings
from cleaner.config.keys import KEYS

if TYPE_CHECKING:
    from cleaner.config.resolve import ResolvedConfig

_WITHOUT = ("include", "exclude")  # there are no folders


@takes_settings(*(key.name for key in KEYS.values() if key.metavar is not None and key.name not in _WITHOUT))
def serve(
    host: Annotated[
        str, Option("--host", metavar="ADDRESS", help="Address to listen on", rich_help_panel="Service")
    ] = "127.0.0.1",
    port: Annotated[
        int,
        Option(
            "--port",
            metavar="N",
            min=0,
            max=65_535,
            help="Port to listen on; 0 takes a free one",
            rich_help_panel="Service",
        ),
    ] = 8000,
    limit_body_bytes: Annotated[
        int,
        Option(
            "--limit-body-bytes",
            metavar="N",
            min=1,
            help="Maximum size of a request, in bytes",
            rich_help_panel="Service",
        ),
    ] = 100_000_000,
    limit_requests: Annotated[
        int,
        Option(
            "--limit-requests",
            metavar="N",
            min=1,
            help="Maximum number of requests at a time",
            rich_help_panel="Service",
        ),
    ] = 256,
    limit_idle_seconds: Annotated[
        float,
        Option(
            "--limit-idle-seconds",
            metavar="N",
            min=0.1,
            help="Time without a byte before a client is given up",
            rich_help_panel="Service",
        ),
    ] = 30.0,
    quiet: Annotated[bool, Option("-q", "--quiet", help="Print only errors")] = False,
    verbose: Annotated[bool, Option("-v", "--verbose", help="Print a line for each request")] = False,
    *,
    config: "ResolvedConfig",
) -> None:
    """Clean what other programs send over HTTP.

    Examples:
      cleaner serve
      cleaner serve --port 9000 --preset careful -j 4
      curl --data-binary @page.html -H 'Content-Type: text/html' \\
           localhost:8000/clean
      curl --data-binary @in.jsonl -H 'Content-Type: application/jsonl' \\
           'localhost:8000/clean?with-removals=true'

    POST a text, a page or JSON Lines to /clean for the clean text, to /ledger for
    the removals, to /why for the reason of a line. The answer has the bytes that
    the command line gives. Options are the keys of a configuration file, as a
    query. GET /openapi.json describes the rest, GET /health tells the state.

    Needs the extra: pip install 'article-cleaner[serve]'

    SIGTERM and Control-C stop it once every request is answered. Logs hold no text.

    Exit codes: 0 stopped by a signal, 2 usage or configuration error, such as a
    port that is taken, 4 no worker process can start.
    """
    from cleaner.service import serve as service

    request = service.ServeRequest(
        host,
        port,
        limit_body_bytes,
        limit_requests,
        limit_idle_seconds,
        config["jobs"],
        -1 if quiet else int(verbose),
    )
    raise typer.Exit(service.run(request, config))
