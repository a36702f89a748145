"""Which files a run reads, and what it says of those it passes over."""

from __future__ import annotations

import io
import os
import sys

import pytest

from cleaner.core.errors import ConfigurationError
from cleaner.runner.inputs import discover as sources
from cleaner.runner.inputs.discover import Selection, SkippedFile
from support.bulk import DIRTY, ran, tree


def found(paths, selection=Selection(), **options):  # noqa: B008 it never changes
    told: list[str] = []
    names = [source.name for source in sources.find(map(str, paths), selection, skip=told.append, **options)]
    return names, told


def test_folders_are_walked_in_the_order_of_their_names_and_globs_choose(tmp_path):
    for name in ("b.txt", "a/z.html", "a/b.md.gz", "c/draft.txt", "c/x.dat", "c/.hidden.txt", "e.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(DIRTY)
    assert found([tmp_path])[0] == ["a/b.md.gz", "a/z.html", "b.txt", "c/.hidden.txt", "c/draft.txt"]
    assert found([tmp_path], Selection(include=["*.dat", "a/*"]))[0] == ["a/b.md.gz", "a/z.html", "c/x.dat"]
    assert found([tmp_path], Selection(include=["**/*.txt"]))[0] == ["b.txt", "c/.hidden.txt", "c/draft.txt"]
    assert found([tmp_path], Selection(exclude=["c", "*.html"]))[0] == ["a/b.md.gz", "b.txt"]
    assert found([tmp_path], Selection(exclude=["draft*"]))[0] == [
        "a/b.md.gz",
        "a/z.html",
        "b.txt",
        "c/.hidden.txt",
    ]
    assert found([tmp_path], avoid=[str(tmp_path / "a"), str(tmp_path / "b.txt")])[0] == [
        "c/.hidden.txt",
        "c/draft.txt",
    ]
    # what is named is read, whatever it is called
    assert found([tmp_path / "e.json", tmp_path / "c"])[0] == ["e.json", ".hidden.txt", "draft.txt"]


def test_a_tree_deeper_than_recursion_goes_is_walked(tmp_path):
    before = os.getcwd()
    os.chdir(tmp_path)
    try:
        for _ in range(1100):
            os.mkdir("d")
            os.chdir("d")
        with open("a.txt", "w") as file:
            file.write(DIRTY)
        assert len(found([tmp_path])[0]) == 1
        # what removes temporary folders goes by recursion
        os.unlink("a.txt")
        for _ in range(1100):
            os.chdir("..")
            os.rmdir("d")
    finally:
        os.chdir(before)


def test_lists_of_files_keep_their_folders_and_never_lead_out(tmp_path):
    (tmp_path / "in" / "x").mkdir(parents=True)
    (tmp_path / "in" / "y").mkdir()
    for name in ("x/a.txt", "y/a.txt", "y/new\nline.txt"):
        (tmp_path / "in" / name).write_text(DIRTY)
    listed = b"x/a.txt\r\ny/a.txt\n\n"
    done = ran("clean", "--files-from", "-", "-o", f"{tmp_path}/out/", cwd=tmp_path / "in", input=listed)
    assert (done.returncode, done.stderr) == (0, b"")
    assert sorted(tree(tmp_path / "out")) == ["x/a.txt", "y/a.txt"]
    (tmp_path / "list").write_bytes(b"y/new\nline.txt\0../in/x\0./x/../y/a.txt\0")
    done = ran("clean", "--files-from", "../list", "-o", f"{tmp_path}/2/", cwd=tmp_path / "in")
    assert (done.returncode, done.stderr) == (0, b"")
    assert sorted(tree(tmp_path / "2")) == ["x/a.txt", "y/a.txt", "y/new\nline.txt"]
    done = ran("clean", "--files-from", "nowhere", cwd=tmp_path)
    assert (done.returncode, done.stderr.decode()) == (
        2,
        "cleaner: error: --files-from: nowhere: No such file or directory\n",
    )
    done = ran("clean", "--files-from", "-", input=b"")
    assert (done.returncode, done.stdout) == (0, b"")


@pytest.fixture
def folder(tmp_path):
    for name in ("a.txt", "b.dat", "sub/c.md", "sub/d.html.gz"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(DIRTY)
    return tmp_path / "in"


def told(folder, selection=Selection(), **options):  # noqa: B008 it never changes
    """The sources of a folder, and what was passed over."""
    passed: list[SkippedFile] = []
    found = list(sources.find([str(folder)], selection, skip=passed.append, **options))
    return [each.name for each in found], [(os.path.relpath(each.path, folder), each.kind) for each in passed]


def test_a_source_has_its_format_compression_and_size(folder):
    (found,) = sources.find([str(folder / "sub" / "d.html.gz")], Selection(), skip=pytest.fail)
    assert found == (str(folder / "sub" / "d.html.gz"), "d.html.gz", "html", "gz", len(DIRTY))
    (found,) = sources.find(["-"], Selection(), skip=pytest.fail)
    assert found == ("-", "-", "auto", "", -1)
    (found,) = sources.find([str(folder / "gone.txt")], Selection(), skip=pytest.fail)
    assert found[1:] == ("gone.txt", "text", "", 0)
    os.mkfifo(folder / "pipe.txt")
    (found,) = sources.find([str(folder / "pipe.txt")], Selection(), skip=pytest.fail)
    assert found[1:] == ("pipe.txt", "text", "", -1)


def test_a_folder_named_like_standard_input_needs_its_path(tmp_path, monkeypatch):
    (tmp_path / "-").mkdir()
    (tmp_path / "-" / "a.txt").write_text(DIRTY)
    monkeypatch.chdir(tmp_path)
    assert found(["-"])[0] == ["-"]
    assert found([tmp_path / "-"])[0] == ["a.txt"]


@pytest.mark.parametrize(
    ("include", "exclude", "names", "passed"),
    [
        ([], [], ["a.txt", "sub/c.md", "sub/d.html.gz"], ["b.dat"]),
        (["*"], [], ["a.txt", "b.dat", "sub/c.md", "sub/d.html.gz"], []),
        (["*.dat"], [], ["b.dat"], []),
        ([], ["*.dat"], ["a.txt", "sub/c.md", "sub/d.html.gz"], []),
        ([], ["sub"], ["a.txt"], ["b.dat"]),
        ([], ["./sub/"], ["a.txt"], ["b.dat"]),
        ([], ["sub/*.md"], ["a.txt", "sub/d.html.gz"], ["b.dat"]),
        ([], ["**/*.txt"], ["sub/c.md", "sub/d.html.gz"], ["b.dat"]),
        (["sub/*"], ["*.gz"], ["sub/c.md"], []),
    ],
)
def test_globs_choose_by_name_or_path(folder, include, exclude, names, passed):
    assert told(folder, Selection(include, exclude)) == (names, [(name, "suffix") for name in passed])


def test_a_glob_begins_at_any_depth(folder):
    for name in ("deep", "sub/deep"):
        (folder / name).mkdir()
        (folder / name / "e.txt").write_text(DIRTY)
    assert told(folder, Selection(["**/deep/*.txt"]))[0] == ["deep/e.txt", "sub/deep/e.txt"]
    assert told(folder, Selection(["deep/*.txt"]))[0] == ["deep/e.txt"]


def test_our_own_files_are_never_read(folder):
    (folder / ".cleaner").mkdir()
    for name in (".cleaner/journal.txt", ".cleaner-12.txt", "sub/.cleaner-34.part"):
        (folder / name).write_text(DIRTY)
    assert told(folder, Selection(["*"]))[0] == ["a.txt", "b.dat", "sub/c.md", "sub/d.html.gz"]
    # the folder that is named is read, whatever it is called
    assert found([folder / ".cleaner"])[0] == ["journal.txt"]


def test_a_folder_that_is_named_is_read_though_a_glob_leaves_out_its_name(tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    assert told(tmp_path, Selection(exclude=[""]))[0] == ["a.txt"]


def test_an_unknown_suffix_is_told_in_small_letters(folder):
    (folder / "b.dat").rename(folder / "Lists.PDF")
    passed: list[SkippedFile] = []
    list(sources.find([str(folder)], Selection(), skip=passed.append))
    assert passed == [(str(folder / "Lists.PDF"), "suffix", "its suffix is not known", ".pdf")]


def test_outputs_are_not_read(folder):
    assert told(folder, avoid=[str(folder / "sub"), "", str(folder / "nowhere")])[0] == ["a.txt"]
    assert told(folder, avoid=[str(folder / "a.txt"), str(folder / "b.dat")]) == (["sub/c.md", "sub/d.html.gz"], [])


def test_what_is_neither_file_nor_folder_is_told_unless_left_out(folder):
    os.mkfifo(folder / "pipe")
    assert told(folder)[1] == [("b.dat", "suffix"), ("pipe", "special")]
    assert told(folder, Selection(exclude=["pipe"]))[1] == [("b.dat", "suffix")]


def test_a_broken_link_is_told_unless_left_out(folder):
    (folder / "lost.txt").symlink_to("nowhere")
    assert told(folder)[1] == [("b.dat", "suffix"), ("lost.txt", "broken")]
    assert told(folder, Selection(exclude=["lost*", "b*"]))[1] == []
    passed: list[SkippedFile] = []
    list(sources.find([str(folder)], Selection(["lost*"]), skip=passed.append))
    assert passed == [(str(folder / "lost.txt"), "broken", "No such file or directory", "")]


def test_a_link_to_a_file_is_read_but_not_written_over(folder):
    (folder / "link.txt").symlink_to("a.txt")
    assert told(folder)[0] == ["a.txt", "link.txt", "sub/c.md", "sub/d.html.gz"]
    names, passed = told(folder, in_place=True)
    assert names == ["a.txt", "sub/c.md", "sub/d.html.gz"]
    assert passed == [("b.dat", "suffix"), ("link.txt", "link")]
    # a link of an unknown suffix has that reason
    (folder / "link.txt").rename(folder / "link.dat")
    assert ("link.dat", "suffix") in told(folder, in_place=True)[1]


def test_a_folder_is_read_once_and_a_link_to_it_is_told(folder):
    (folder / "zurück").symlink_to("sub")
    assert told(folder) == (["a.txt", "sub/c.md", "sub/d.html.gz"], [("b.dat", "suffix"), ("zurück", "again")])
    names, passed = found([folder, folder])
    assert (len(names), [each.kind for each in passed]) == (3, ["suffix", "again"])


@pytest.mark.parametrize(("selection", "names"), [(Selection(), ["a.txt"]), (Selection(exclude=["a*"]), [])])
def test_a_file_that_is_gone_since_its_folder_was_listed_is_named(folder, monkeypatch, selection, names):
    listdir = os.listdir
    for name in ("a.txt", "b.dat"):
        (folder / name).unlink()
    monkeypatch.setattr(os, "listdir", lambda path: [*listdir(path), *["a.txt", "b.dat"] * (path == str(folder))])
    found = list(sources.find([str(folder)], selection, skip=pytest.fail))
    assert [(each.name, each.size) for each in found if not each.size] == [(name, 0) for name in names]


def test_a_folder_that_cannot_be_listed_is_named(folder, monkeypatch):
    listdir = os.listdir

    def refuse(path: str) -> list[str]:
        if path.endswith("sub"):
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    monkeypatch.setattr(os, "listdir", refuse)
    assert told(folder)[0] == ["a.txt", "sub"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.txt", "a.txt"),
        ("./x/../y/a.txt", "y/a.txt"),
        ("/x/y/a.txt", "x/y/a.txt"),
        ("../x/a.txt", "a.txt"),
        ("..a/b.txt", "..a/b.txt"),
    ],
)
def test_a_listed_path_is_a_name_below_the_output(path, name):
    assert [each.name for each in sources.find([], Selection(), skip=pytest.fail, listed=[path])] == [name]


def test_a_listed_folder_keeps_its_name(folder, monkeypatch):
    monkeypatch.chdir(folder.parent)
    found = sources.find([], Selection(), skip=lambda _: None, listed=["in/sub", "in/a.txt"])
    assert [each.name for each in found] == ["in/sub/c.md", "in/sub/d.html.gz", "in/a.txt"]


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        (b"", []),
        (b"a\r\nb\n\nc", ["a", "b", "c"]),
        (b"a\nb\0\0c\r\n\0", ["a\nb", "c\r\n"]),
        (b"a\rb", ["a\rb"]),
    ],
)
def test_names_are_separated_by_nul_or_lines(listed, names):
    assert sources.names_in(listed) == names


class Stdin:
    """Standard input, with bytes in it."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def test_the_list_of_files_is_read_from_a_file_or_standard_input(tmp_path, monkeypatch):
    assert sources.listed(None, ["-"]) == []
    (tmp_path / "list").write_bytes(b"a\nb\n")
    assert sources.listed(str(tmp_path / "list"), ["-"]) == ["a", "b"]
    stdin = Stdin(b"c\n")
    monkeypatch.setattr(sys, "stdin", stdin)
    assert sources.listed("-", ["a.txt"]) == ["c"]
    assert not stdin.buffer.closed
    with pytest.raises(ConfigurationError, match="standard input can be read only once"):
        sources.listed("-", ["-"])
    with pytest.raises(ConfigurationError, match="^--files-from: .*nowhere: No such file"):
        sources.listed(str(tmp_path / "nowhere"), [])
