"""Many documents: which are read, where they go, and that the way there makes no difference."""

from __future__ import annotations

import os

from cleaner.runner.inputs import discover as sources
from cleaner.runner.inputs.discover import Selection
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
