"""Which paths are written directly."""

from __future__ import annotations

import os

import pytest

from cleaner.system.errors import OutputError
from cleaner.system.paths import descriptor_of, is_special
from cleaner.system.streams import WholeFile

pytestmark = pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="needs the descriptors of Linux")


@pytest.mark.parametrize(
    ("path", "descriptor"),
    [
        ("/dev/stdin", 0),
        ("/dev/stdout", 1),
        ("/dev/stderr", 2),
        ("/dev/fd/3", 3),
        ("/dev/../dev/fd/17", 17),
        ("/proc/self/fd/4", 4),
        ("/proc/thread-self/fd/5", 5),
        ("/proc/OWN/fd/6", 6),
        ("/proc/1/fd/1", None),
        ("/dev/null", None),
        ("/dev/fd", None),
        ("/dev/fd/x", None),
        ("out.txt", None),
        ("fd/3", None),
    ],
)
def test_an_open_descriptor_is_known_by_its_path(path, descriptor):
    if path == "/proc/1/fd/1" and os.getpid() == 1:
        pytest.skip("this is the first process")
    assert descriptor_of(path.replace("OWN", str(os.getpid()))) == descriptor


def test_links_to_a_descriptor_are_followed_and_loops_end(tmp_path):
    (tmp_path / "out").symlink_to("/dev/stdout")
    (tmp_path / "devices").symlink_to("/dev")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to("file")
    assert descriptor_of(str(tmp_path / "out")) == descriptor_of(str(tmp_path / "devices" / "stdout")) == 1
    assert [descriptor_of(str(tmp_path / name)) for name in ("loop", "file", "link", "gone")] == [None] * 4


@pytest.mark.parametrize("path", ["/dev/fd/{}", "/proc/self/fd/{}"])
def test_what_is_written_to_a_descriptor_comes_where_it_stands(tmp_path, path):
    (tmp_path / "log").write_text("before\n")
    number = (tmp_path / "log").stat().st_ino
    with open(tmp_path / "log", "ab") as log:
        name = path.format(log.fileno())
        assert is_special(name)
        with WholeFile(name) as file:
            file.write(b"clean\n")
            file.commit()
        # the descriptor is the shell's, and stays open
        log.write(b"after\n")
    assert (tmp_path / "log").read_text() == "before\nclean\nafter\n"
    assert (tmp_path / "log").stat().st_ino == number
    assert os.listdir(tmp_path) == ["log"]


def test_a_descriptor_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text("rain")
    with open(tmp_path / "a.txt", "rb") as file, pytest.raises(OutputError, match="not open for writing"):
        WholeFile(f"/dev/fd/{file.fileno()}")
    with pytest.raises(OutputError, match="Bad file descriptor"):
        WholeFile("/dev/fd/987")
    assert (tmp_path / "a.txt").read_text() == "rain"


def test_nothing_else_is_special_but_devices_and_pipes(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_text("")
    special = [name for name in ("pipe", "file", "gone") if is_special(str(tmp_path / name))]
    assert (special, is_special("/dev/null"), is_special(str(tmp_path))) == (["pipe"], True, False)
