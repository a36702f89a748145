"""Files in the making: where they may lie, whom they belong to, and which of them are cleared away."""

from __future__ import annotations

import os
import stat

import pytest

from cleaner.system.atomic_file import OutputFolder, PartialFile, mode_of, open_locked, remove_stale, sidecar_path
from cleaner.system.errors import OutputError, PlaceError, WriteError


def written(path, data: bytes = b"new", **options: object) -> PartialFile:
    part = PartialFile(str(path), **options)  # type: ignore[arg-type]
    try:
        part.write(data)
        part.commit()
    except OSError:
        part.close(keep=False)
        raise
    return part


@pytest.fixture
def out(tmp_path):
    (tmp_path / "out" / "inner").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    return tmp_path / "out"


@pytest.mark.parametrize(("link", "target", "allowed"), [
    ("sub", "../elsewhere", False),
    ("sub", "..", False),
    ("sub", "../out-of-it", False),
    ("sub", "inner", True),
    ("sub", ".", True),
])  # fmt: skip
def test_no_link_leads_out_of_an_output_folder(out, link, target, allowed):
    (out.parent / "out-of-it").mkdir()
    (out / link).symlink_to(target)
    for name in ("a.txt", "deep/a.txt"):
        if allowed:
            written(out / link / name, inside=OutputFolder(str(out)))
            assert (out / link / name).read_bytes() == b"new"
        else:
            with pytest.raises(PlaceError, match="a link leads out of"):
                written(out / link / name, inside=OutputFolder(str(out)))
    if not allowed:
        assert sorted(path.name for path in out.parent.iterdir()) == ["elsewhere", "out", "out-of-it"]
        assert not any((out.parent / "elsewhere").iterdir())


def test_a_folder_that_is_itself_a_link_is_followed_but_not_swapped(out):
    link = out.parent / "link"
    link.symlink_to("out")
    inside = OutputFolder(str(link))
    written(link / "a.txt", inside=inside)
    assert (out / "a.txt").exists()
    half = PartialFile(str(link / "b.txt"), inside=inside)
    half.write(b"half")
    link.unlink()
    link.symlink_to("elsewhere")
    with pytest.raises(WriteError, match="took its place during the run"):
        half.commit()
    half.close(keep=False)
    with pytest.raises(WriteError, match="took its place during the run"):
        written(link / "c.txt", inside=inside)
    assert not any((out.parent / "elsewhere").iterdir())


def test_a_folder_below_that_is_swapped_while_a_file_is_written_gets_nothing(out):
    half = PartialFile(str(out / "inner" / "a.txt"), inside=OutputFolder(str(out)))
    (out / "inner").rename(out / "moved")
    (out / "inner").symlink_to("../elsewhere")
    with pytest.raises(PlaceError, match="a link leads out of"):
        half.commit()
    half.close(keep=False)
    assert not any((out.parent / "elsewhere").iterdir())


def test_a_link_at_the_place_of_a_file_is_replaced_and_gives_its_permissions_to_nobody(out):
    secret = out.parent / "secret"
    secret.write_text("secret")
    secret.chmod(0o666)
    (out / "a.txt").symlink_to("../secret")
    written(out / "a.txt", inside=OutputFolder(str(out)))
    assert (secret.read_text(), (out / "a.txt").is_symlink()) == ("secret", False)
    assert mode_of(str(out / "link")) == mode_of(str(out / "a.txt"))


@pytest.mark.parametrize("kind", ["long", "folder", "below a file", "locked", "loop"])
def test_a_path_that_is_at_fault_itself_is_known_before_anything_is_written(out, kind):
    (out / "file").write_text("")
    (out / "loop").symlink_to("loop")
    path = {
        "long": "x" * 256,
        "folder": "inner",
        "below a file": "file/a.txt",
        "locked": "a.txt",
        "loop": "loop/a.txt",
    }[kind]
    first = PartialFile(str(out / "a.txt"))
    with pytest.raises(PlaceError):
        PartialFile(str(out / path))
    first.close(keep=False)
    assert sorted(path.name for path in out.iterdir()) == ["file", "inner", "loop"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_a_file_that_is_replaced_passes_on_its_owner_and_its_permissions(out):
    path = out / "a.txt"
    path.write_text("old")
    os.chown(path, 1234, 4321)
    path.chmod(0o640)
    assert written(path).unkept == ()
    status = path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (1234, 4321, 0o640)


@pytest.mark.parametrize(("refused", "mode"), [("owner", 0o664), ("owner and group", 0o604)])
def test_an_owner_that_cannot_be_passed_on_is_told_and_no_other_group_may_read(out, monkeypatch, refused, mode):
    path = out / "a.txt"
    path.write_text("old")
    path.chmod(0o664)
    before = os.lstat

    def other_owner(asked, **options):
        status = list(before(asked, **options))
        status[4], status[5] = 1234, 4321
        return os.stat_result(status)

    def chown(_: int, owner: int, group: int) -> None:
        if owner != -1 or refused == "owner and group":
            raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "lstat", other_owner)
    monkeypatch.setattr(os, "fchown", chown)
    assert written(path).unkept == ("owner",)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.fixture
def with_attribute(out):
    path = out / "a.txt"
    path.write_text("old")
    try:
        os.setxattr(path, "user.note", b"mine")
    except (OSError, AttributeError):
        pytest.skip("no extended attributes here")
    return path


def test_a_file_that_is_replaced_passes_on_its_extended_attributes(with_attribute):
    assert written(with_attribute).unkept == ()
    assert os.getxattr(with_attribute, "user.note") == b"mine"


def test_attributes_that_cannot_be_passed_on_are_told(with_attribute, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "setxattr", refuse)
    assert written(with_attribute).unkept == ("extended attributes",)


def test_only_what_no_live_run_holds_is_cleared_away(out):
    live = PartialFile(str(out / "sub" / "live.txt"))
    stale, kept = (sidecar_path(str(out / name), "part") for name in ("stale.txt", "kept.txt"))
    for path in (stale, kept):
        os.close(open_locked(path))
    remove_stale(str(out), keep=kept)
    assert [os.path.exists(path) for path in (live.part, stale, kept)] == [True, False, True]
    live.commit()
    assert (out / "sub" / "live.txt").exists()


@pytest.mark.parametrize("journal", [".cleaner/journal", ".cleaner-in-place.journal"])
def test_what_another_run_may_go_on_with_is_not_cleared_away(out, journal):
    (out / "sub" / ".cleaner").mkdir(parents=True)
    (out / "sub" / journal).write_text("")
    theirs = sidecar_path(str(out / "sub" / "a.txt"), "part")
    os.close(open_locked(theirs))
    remove_stale(str(out))
    assert os.path.exists(theirs)
    # the folder itself is that of this run
    remove_stale(str(out / "sub"))
    assert not os.path.exists(theirs)


def test_a_link_by_the_name_of_a_part_is_neither_written_nor_cleared_away(out):
    (out.parent / "secret").write_text("secret")
    os.symlink("../secret", sidecar_path(str(out / "a.txt"), "part"))
    with pytest.raises(OutputError):
        PartialFile(str(out / "a.txt"))
    remove_stale(str(out))
    assert (out.parent / "secret").read_text() == "secret"
