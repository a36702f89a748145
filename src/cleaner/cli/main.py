"""The entry point. Runs a command and converts every error to a message and an exit code."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import NoReturn

from cleaner.core.errors import ConfigurationError
from cleaner.system.atomic_file import close_all
from cleaner.system.errors import OutputError, ReaderLeftError, StreamError, WriteError, write_error
from cleaner.system.paths import STDIN
from cleaner.system.pool import PoolError
from cleaner.system.terminal import is_terminal, say


def main() -> NoReturn:
    """Run the `cleaner` command. It exits with a documented code, and bad input causes no traceback."""
    gc.freeze()  # objects of the start live to the end, so the garbage collector need not scan them
    _fill_standard_streams()
    if sys.stdout is not None:
        # the encoding of the terminal may lack some characters
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    for name in ("SIGTERM", "SIGHUP"):
        # an exception leaves every `with`, so that no partial file remains
        number = getattr(signal, name, None)
        # nohup makes the process ignore SIGHUP, which must stay so
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
        # the output of typer, such as --help, raises OSError; all other output raises WriteError
        say(f"error: {write_error('standard output', error)}")
        _write_no_more()
        code = 4
    except MemoryError:
        say("error: there is not enough memory")
        code = 4
    finally:
        close_all()
    _flush()
    sys.exit(code)


def _fill_standard_streams() -> None:
    """Open closed standard streams on the null device, so that no other file gets their descriptors."""
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _flush() -> None:
    """Flush the standard streams. A failed flush at exit would change the exit code to 120."""
    for stream, descriptor in ((sys.stdout, 1), (sys.stderr, 2)):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            _write_no_more(descriptor)


def _write_no_more(descriptor: int = 1) -> None:
    """Redirect a descriptor to the null device, so that the flush at exit cannot fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


def _run(arguments: list[str]) -> int:
    inputs = arguments[1:]
    # Without options typer has nothing to parse, and its import costs 52 of 121 ms of CPU, which adds up in a shell
    # loop over files.
    plain = arguments[:1] == ["clean"] and not any(name.startswith("-") and name != STDIN for name in inputs)
    if not plain or not (inputs or sys.stdin is None or not is_terminal(sys.stdin)):
        from cleaner.cli import app

        return app.run(arguments)
    from cleaner.config.find import find
    from cleaner.runner.configured import run_clean_command

    config = None
    if find() is not None:
        from cleaner.config.resolve import resolve

        config = resolve({})
    return run_clean_command(inputs or [STDIN], config)
