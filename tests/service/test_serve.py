"""The command listens, refuses what it cannot do in one line, and stops cleanly."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

pytest.importorskip("uvicorn", reason="the extra serve is not installed")

import cleaner
from cleaner.formats.json_record import new_record
from speed.service import HOST, through_service
from speed.service import running as running_service
from support import FIXTURES, read_fixture

FILES = [path for path in sorted(FIXTURES.rglob("*.txt")) if "known-failures" not in path.parts][:24]


def test_articles_through_the_service_are_those_of_the_library():
    articles = []
    for path in FILES:
        fixture = read_fixture(path)
        article = {"id": path.stem, "title": fixture.title, "text": fixture.text}
        articles.append({name: value for name, value in article.items() if value is not None})
    wanted = []
    for article in articles:
        result = cleaner.clean(article["text"], title=article.get("title"))
        wanted.append((article["id"], result.text, result.to_dict()["removals"]))
    assert len(wanted) > 20
    assert list(through_service(articles)) == wanted


def test_a_signal_lets_what_was_sent_be_answered_and_refuses_what_comes_then():
    row = new_record({"text": "Rain fell all day.\n\nREAD MORE: Snow"}) + b"\n" * 100
    rows = row * 30  # in six blocks
    with running_service("-j", "2") as service:
        head = f"POST /clean HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {len(rows)}\r\n\r\n"
        with socket.create_connection((HOST, service.port)) as client:
            client.sendall(head.encode() + rows[:1000])
            time.sleep(1)  # until the connection is accepted
            service.process.send_signal(signal.SIGTERM)
            refused = threading.Event()
            for _ in range(300):
                try:
                    socket.create_connection((HOST, service.port), timeout=1).close()
                except OSError:
                    refused.set()
                    break
                time.sleep(0.1)
            client.sendall(rows[1000:])
            answer = client.makefile("rb").read()
        assert refused.is_set()
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert answer.endswith(b"\r\n0\r\n\r\n")
        assert answer.count(b"Rain fell all day.") == 30
        assert b"READ MORE" not in answer
        assert service.process.wait(60) == 0
        assert service.process.stderr.read() == "cleaner: stopped\n"


def test_a_port_that_is_taken_is_one_line_and_2(run):
    with socket.create_server((HOST, 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("serve", "--isolated", "--port", port)
    assert done.code == 2
    assert done.err.startswith(f"cleaner: error: cannot listen on {HOST}:{port}: ")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(("command", "package", "extra"), [("serve", "uvicorn", "serve"), ("mcp", "mcp", "mcp")])
def test_a_missing_extra_is_named(run, monkeypatch, command, package, extra):
    for name in [name for name in sys.modules if name.startswith("cleaner.service")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    done = run(command, "--isolated")
    assert (done.code, done.err) == (
        2,
        f"cleaner: error: cleaner {command} needs {package}: pip install 'article-cleaner[{extra}]'\n",
    )


def test_the_commands_are_declared_without_importing_a_server():
    script = "import json, sys; from cleaner.cli import app; app.build_app(); print(json.dumps([*sys.modules]))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, timeout=60)
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert not loaded & {"starlette", "uvicorn", "mcp", "anyio", "pydantic"}
