"""Many documents: which are read, where they go, and that the way there makes no difference."""

from __future__ import annotations

import gzip
import stat

from support.bulk import CLEAN, DIRTY, leftovers, make_folder, ran


def test_in_place_keeps_permissions_links_and_what_needs_no_cleaning(tmp_path):
    folder = make_folder(tmp_path / "in", 4, text=lambda number: DIRTY if number else CLEAN)
    (folder / "0003.txt").chmod(0o640)
    (folder / "link.txt").symlink_to("0003.txt")
    (folder / "rows.jsonl.gz").write_bytes(gzip.compress(b'{"text": "Rain.\\n\\nAdvertisement"}\n'))

    def seen():
        status = (folder / "0000.txt").stat()
        return status.st_ino, status.st_mtime_ns, status.st_mode

    before = seen()
    done = ran("clean", folder, "--in-place", "--backup", ".orig", "-q")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (folder / "0003.txt").read_text() == CLEAN
    assert (folder / "0003.txt.orig").read_text() == DIRTY
    assert stat.S_IMODE((folder / "0003.txt").stat().st_mode) == 0o640
    assert (folder / "link.txt").is_symlink()
    assert gzip.decompress((folder / "rows.jsonl.gz").read_bytes()) == b'{"text": "Rain.\\n"}\n'
    assert seen() == before
    assert not (folder / "0000.txt.orig").exists()
    assert leftovers(tmp_path) == []
    done = ran("clean", folder, "--in-place", "--backup", ".orig")
    assert done.returncode == 2
    assert b"is there already" in done.stderr
    assert ran("clean", folder / "link.txt", "--in-place").returncode == 0
    assert (folder / "link.txt").is_symlink()
