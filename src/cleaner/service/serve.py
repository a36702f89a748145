"""`cleaner serve`: listens, and stops on a signal once every request is answered."""

from __future__ import annotations

import socket
from typing import NamedTuple

from cleaner.config.resolve import ResolvedConfig
from cleaner.core.errors import ConfigurationError
from cleaner.service.options import Configurations
from cleaner.system.terminal import say

_LOOPBACK = ("127.", "::1", "localhost")
_BACKLOG = 2048  # connections that wait to be accepted


class ServeRequest(NamedTuple):
    """The options of the command that are no keys."""

    host: str
    port: int
    body_bytes: int
    requests: int
    idle_seconds: float
    jobs: int | None
    verbosity: int


def run(request: ServeRequest, config: ResolvedConfig) -> int:
    """Serve until a signal arrives, and return the exit code. Raises ConfigurationError or PoolError."""
    try:
        import uvicorn

        from cleaner.service.app import application
        from cleaner.service.body import ServiceLimits
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"cleaner serve needs {error.name}: pip install 'article-cleaner[serve]'"
        ) from None
    from cleaner.service.desk import Desk

    configurations = Configurations(config)
    limits = ServiceLimits(request.body_bytes, request.requests, request.idle_seconds)
    with _listening(request.host, request.port) as listener, Desk(configurations, request.jobs) as desk:
        server = uvicorn.Server(
            uvicorn.Config(
                application(desk, limits, tell=say, verbose=request.verbosity > 0),
                http="h11",
                ws="none",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                backlog=_BACKLOG,
            )
        )
        if request.verbosity >= 0:
            host, port = listener.getsockname()[:2]
            say(f"listening on http://{f'[{host}]' if ':' in host else host}:{port}; POST to /clean")
            if not host.startswith(_LOOPBACK):
                say("whoever reaches this address can use it; there are no passwords")
        try:
            server.run(sockets=[listener])
        except (SystemExit, KeyboardInterrupt):
            # the server passes the signal on once it has stopped
            if not server.should_exit:
                raise
        if request.verbosity >= 0:
            say("stopped")
    return 0


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises ConfigurationError."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=_BACKLOG)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise ConfigurationError(
            f"cannot listen on {host}:{port}: {why}; choose others with --host and --port"
        ) from None
