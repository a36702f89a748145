"""What a run says on standard error: how it ended, what failed alike, what was hardly meant."""

from __future__ import annotations

import signal
import time

from support.bulk import make_records, ran, start, wait_for


def test_a_table_behind_a_file_of_records_that_is_gone_on_with_begins_at_its_beginning(tmp_path):
    make_records(tmp_path / "in.jsonl", 3000)
    (tmp_path / "in").mkdir()
    (tmp_path / "in.jsonl").rename(tmp_path / "in" / "a.jsonl")
    (tmp_path / "in" / "b.csv").write_text("id,text\n1,Rain fell.\n")
    process = start("clean", tmp_path / "in", "-o", tmp_path / "out", "-j", "2")
    assert wait_for(lambda: any(path.stat().st_size for path in (tmp_path / "out").glob(".cleaner-*.part")))
    time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    _, heard = process.communicate(timeout=30)
    assert heard == b"cleaner: stopped; go on with: the same command and --resume\n"
    done = ran("clean", tmp_path / "in", "-o", tmp_path / "out", "--resume")
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "out" / "b.csv").read_text() == "id,text\n1,Rain fell.\n"
    assert (tmp_path / "out" / "a.jsonl").read_bytes().count(b"\n") == 3000
