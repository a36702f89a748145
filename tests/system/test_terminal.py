"""The command as a program runs it: output, exit codes, messages."""

from __future__ import annotations

import os

import pytest

from cleaner.system.terminal import colour_diff, read_key
from support.processes import start

DIRTY = b"Rain fell.\n\nAdvertisement\n\nIt stopped.\n"


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
def test_on_a_terminal_no_input_is_help_diffs_have_colour_and_escapes_are_shown_not_sent(tmp_path):
    import pty

    def on_terminal(*arguments: str) -> tuple[int, bytes]:
        ours, theirs = pty.openpty()
        environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
        process = start(*arguments, stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path, env=environment)
        os.close(theirs)
        shown = b""
        while True:
            try:
                data = os.read(ours, 65536)
            except OSError:
                break
            if not data:
                break
            shown += data
        os.close(ours)
        return process.wait(20), shown

    (tmp_path / "a.txt").write_bytes(DIRTY)
    code, shown = on_terminal("clean")
    assert code == 2
    assert b"Usage" in shown
    code, shown = on_terminal("clean", "--diff", "a.txt")
    assert b"\x1b[31m[-Advertisement-]" in shown
    (tmp_path / "b.txt").write_bytes("title \u202ecod\r\nnext\r\n".encode())
    code, shown = on_terminal("clean", "b.txt")
    assert b"title \\u202ecod" in shown
    assert b"\\r" not in shown


@pytest.mark.parametrize("break_", ["\n", "\r\n"])
def test_a_diff_shows_a_bare_return_and_keeps_line_breaks(break_):
    shown = colour_diff(f"-safe\rhidden{break_}+a\x0bb{break_} c\r")
    assert "\r" not in shown.replace("\r\n", "")
    assert shown.count(break_) == 2
    assert r"safe\rhidden" in shown
    assert shown.endswith(r" c\r")


def test_a_key_of_another_input_than_a_terminal_is_the_first_of_the_next_line():
    import io

    stream = io.StringIO("a\n\n  r rest\n")
    assert [read_key(stream) for _ in range(3)] == ["a", "r", ""]
    assert read_key(None) == ""


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
def test_a_key_of_a_terminal_needs_no_enter():
    import pty

    leader, follower = pty.openpty()
    with open(follower, encoding="utf-8") as stream:
        os.write(leader, b"rj\x04")
        assert [read_key(stream) for _ in range(3)] == ["r", "j", ""]
    os.close(leader)
