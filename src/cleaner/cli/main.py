"""The door of the program: exit codes and last words for every command.

A plain `cleaner clean [FILE]...` has no options to parse, so it runs without typer, whose import costs
as much as cleaning a hundred articles: a shell loop over files should not pay for it.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import NoReturn

from cleaner.core.errors import ConfigurationError
from cleaner.runner.workers.pool import PoolError
from cleaner.system.atomic_file import close_all
from cleaner.system.errors import OutputError, ReaderLeftError, StreamError, WriteError, write_error
from cleaner.system.paths import STDIN
from cleaner.system.terminal import is_terminal, say


def main() -> NoReturn:
    """The `cleaner` command. Leaves with the documented exit codes and never with a traceback for bad input."""
    gc.freeze()  # what a start makes is kept to the end: no use looking through it for garbage
    _fill_standard_streams()
    for name in ("SIGTERM", "SIGHUP"):
        # leave through every `with`, so that no half-written file stays behind
        number = getattr(signal, name, None)
        # what nohup told us to ignore stays ignored
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda received, _: sys.exit(128 + received))
    try:
        code = _run(sys.argv[1:])
        if sys.stdout is not None:
            sys.stdout.flush()
    except (BrokenPipeError, ReaderLeftError):
        _write_no_more()
        code = 141
    except KeyboardInterrupt:
        code = 130
    except (ConfigurationError, OutputError) as error:
        say(f"error: {error}")
        code = 2
    except (WriteError, PoolError) as error:
        say(f"error: {error}")
        code = 4
    except StreamError as error:
        say(f"error: {error}")
        code = 3
    except OSError as error:
        # what our own doors do not know is what typer prints itself
        say(f"error: {write_error('standard output', error)}")
        _write_no_more()
        code = 4
    finally:
        close_all()
    sys.exit(code)


def _fill_standard_streams() -> None:
    """What was closed when we began must not become the number of a file that we open."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _write_no_more() -> None:
    """Nothing may be written any more when the interpreter flushes at exit: it would fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _run(arguments: list[str]) -> int:
    inputs = arguments[1:]
    plain = arguments[:1] == ["clean"] and not any(name.startswith("-") and name != STDIN for name in inputs)
    if not plain or not (inputs or sys.stdin is None or not is_terminal(sys.stdin)):
        from cleaner.cli import app

        return app.run(arguments)
    from cleaner.api import Cleaner
    from cleaner.config.find import find
    from cleaner.runner.request import CleanRequest
    from cleaner.runner.run import run_clean

    if find() is None:
        request = CleanRequest(inputs or [STDIN])
        request.validate()
        return run_clean(request, Cleaner())
    from cleaner.cli.configured import build_cleaner, build_request
    from cleaner.config.resolve import resolve

    resolved = resolve({})
    return run_clean(build_request(resolved, inputs or [STDIN]), build_cleaner(resolved))
