"""A service in this process, on a free port of loopback. Its workers are real processes, and some documents hurt them."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from cleaner.config.resolve import ResolvedConfig
from cleaner.service.options import Configurations, Options
from support.hostile import HostileCleaner


class HostileConfigurations(Configurations):
    """Builds the Cleaner that documents can hurt."""

    def cleaner(self, options: Options) -> HostileCleaner:
        return HostileCleaner(**super().cleaner(options).settings.arguments())


class Served(NamedTuple):
    """A service that runs, and its log."""

    port: int
    log: list[str]


def configurations(**given: Any) -> HostileConfigurations:
    names = {name: name.replace("_", "-").replace("limits-", "limits.") for name in given}
    return HostileConfigurations(ResolvedConfig(None, {names[name]: value for name, value in given.items()}))


@contextmanager
def served(desk: Any, **limits: Any) -> Iterator[Served]:
    """Serve what the desk cleans, with these limits of a request."""
    import uvicorn

    from cleaner.service.app import application
    from cleaner.service.body import ServiceLimits

    log: list[str] = []
    app = application(desk, ServiceLimits(**limits), tell=log.append, verbose=True)
    options = {"http": "h11", "ws": "none", "lifespan": "off", "log_config": None, "log_level": "critical"}
    server = uvicorn.Server(uvicorn.Config(app, **options))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield Served(listener.getsockname()[1], log)
        server.should_exit = True
        thread.join(30)


def wait_until(holds: Any, seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
