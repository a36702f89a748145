"""The scripts behind `make` import, run on a tiny corpus, and say what is missing where a file is."""

from __future__ import annotations

import json
import runpy
import shutil
import subprocess
import sys

import pytest

from support import ROOT

SCRIPTS = sorted([*(ROOT / "benchmarks").glob("*.py"), *(ROOT / "tools").glob("*.py")])
NEED_SHARED = ("laws", "gold", "gate", "mine", "bench", "growth", "memory", "fuzz")


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "corpus.jsonl"
    stories = [
        f"Boat {n} left the pier at dawn.\n\nAdvertisement\n\nIt came back with an empty hold." for n in range(4)
    ]
    rows = [{"id": n, "lang": "en", "title": f"Boat {n}", "text": text} for n, text in enumerate(stories)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def ran(script: str, *arguments: object) -> str:
    command = [sys.executable, str(ROOT / script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_imports_and_is_used_by_make(script, monkeypatch):
    monkeypatch.syspath_prepend(str(script.parent))
    assert callable(runpy.run_path(str(script))["main"])
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"{script.parent.name}/{script.name}" in makefile.replace("$@.py", "growth.py benchmarks/memory.py")


@pytest.mark.parametrize(
    ("script", "arguments", "says"),
    [
        ("laws.py", ["{}"], "laws: all hold for 4 articles"),
        ("laws.py", ["{}", "--limit", "2"], "laws: all hold for 2 articles"),
        ("memory.py", ["--corpus", "{}", "--gigabytes", "0.000001", "-j", "1", "--every", "0.1"], "exit code 0"),
        ("fuzz_repair.py", ["--corpus", "{}", "--lines", "40"], "40 fuzzed lines"),
        ("startup.py", ["--rounds", "1", "--imports", "1"], "cleaner clean < article"),
        (
            "serve_load.py",
            ["--clients", "4", "--seconds", "1", "--every", "0.2", "--limit-seconds", "2"],
            "lost or wrong: 0",
        ),
        (
            "bench.py",
            [
                "--corpus",
                "{}",
                "--corpora",
                "english",
                "--only",
                "library,floor",
                "--rounds",
                "1",
                "--seconds",
                "0.01",
                "--no-start",
            ],
            "cleaner, library",
        ),
    ],
    ids=["laws", "laws-limit", "memory", "fuzz", "startup", "serve-load", "bench"],
)
def test_a_benchmark_runs_on_a_corpus_of_four_articles(script, arguments, says, corpus):
    assert says in ran(f"benchmarks/{script}", *(one.format(corpus) for one in arguments))


def test_growth_runs_on_a_corpus_of_four_articles(corpus, monkeypatch, capsys):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    growth = runpy.run_path(str(ROOT / "benchmarks" / "growth.py"))
    growth["main"].__globals__.update(_RULES=(50, 100), _LANGUAGES=(1, 2), _PIECE=1000)
    monkeypatch.setattr(growth["growing"], "_PIECES", 20_000)
    arguments = "--megabytes 0.01 --documents 1000 --file-megabytes 0.001 --workers 1"
    monkeypatch.setattr(sys, "argv", ["growth.py", "--corpus", str(corpus), *arguments.split()])
    assert growth["main"]() == 0
    assert "Size of a document" in capsys.readouterr().out


def test_page_coverage_counts_the_blocks_that_no_text_holds(tmp_path, monkeypatch, capsys):
    path = tmp_path / "pages.jsonl"
    said = [
        f"The keeper of lamp {n} wrote down every ship that had passed the rocks in the autumn." for n in range(9)
    ]
    html = "<article>" + "".join(f"<p>{text}</p>" for text in said) + "</article>"
    path.write_text(json.dumps({"html": html, "gold": " ".join(said)}) + "\n", encoding="utf-8")
    assert "1 pages, 9 blocks, 0 lost (0.00%)" in ran("benchmarks/page_coverage.py", path)
    coverage = runpy.run_path(str(ROOT / "benchmarks" / "page_coverage.py"))
    page = next(iter(coverage["read_gold"]([str(path)])))
    dropped = page._replace(
        html=html.replace("<p>The keeper of lamp 8", "<p><svg></svg></p><aside><p>The keeper of lamp 8")
    )
    monkeypatch.setitem(coverage["main"].__globals__, "read_gold", lambda _: [dropped])
    monkeypatch.setattr(sys, "argv", ["page_coverage.py", str(path), "--worst", "1"])
    assert coverage["main"]() == 1
    assert "+ <p> The keeper of lamp 8" in capsys.readouterr().out


def test_page_coverage_says_in_one_line_what_is_missing(tmp_path):
    said = ran("benchmarks/page_coverage.py", tmp_path / "absent.jsonl.gz")
    assert said.count("\n") == 1
    assert "NOT MEASURED" in said


def test_laws_reports_what_is_broken(corpus, monkeypatch, capsys):
    laws = runpy.run_path(str(ROOT / "benchmarks" / "laws.py"))
    laws["main"].__globals__["restore_text"] = lambda clean, entry: clean
    monkeypatch.setattr(sys, "argv", ["laws.py", str(corpus)])
    assert laws["main"]() == 1
    assert "restore does not return the input 4" in capsys.readouterr().out


@pytest.mark.parametrize("script", ["benchmarks/laws.py", "tools/mine.py"])
def test_without_a_corpus_the_projects_own_articles_are_read(script, monkeypatch):
    articles = list(runpy.run_path(str(ROOT / script))["articles"](None))
    fixtures = [*ROOT.glob("fixtures/*/*.txt"), *ROOT.glob("seeds/*.txt")]
    assert len(articles) == len(fixtures)
    assert not [article for article in articles if "[-" in article["text"]]


@pytest.mark.parametrize(
    "script", ["benchmarks/laws.py", "tools/mine.py", "benchmarks/bench.py", "benchmarks/growth.py"]
)
def test_a_corpus_that_is_named_and_missing_is_an_error(script, tmp_path):
    named = [str(tmp_path / "absent.jsonl")]
    arguments = named if script.endswith(("laws.py", "mine.py")) else ["--corpus", *named]
    command = [sys.executable, str(ROOT / script), *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert done.returncode == 2
    assert named[0] in done.stderr


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize("target", [target for target in NEED_SHARED if target != "gate"])
def test_make_says_in_one_line_what_is_missing_and_where_it_looked(target, tmp_path):
    shared = tmp_path / "nowhere"
    lines = dry_run(target, f"SHARED={shared}")
    told = [line for line in lines if line.startswith("echo") and str(shared) in line]
    assert len(told) == (2 if target == "bench" else 1)  # bench has a corpus of texts and one of pages
    assert not [line for line in lines if str(shared) in line and line not in told]


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_uses_the_shared_files_and_those_that_are_named(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "articles.jsonl.gz").touch()
    for target in ("laws", "mine", "growth", "memory", "fuzz"):
        (command,) = [line for line in dry_run(target, f"SHARED={tmp_path}") if "python " in line]
        assert f"{tmp_path}/corpus/articles.jsonl.gz" in command
    (command,) = [line for line in dry_run("laws", "CORPUS=own.jsonl", "ARGS=--limit 5") if "python " in line]
    assert command.endswith("benchmarks/laws.py own.jsonl --limit 5")


def dry_run(target: str, *settings: str) -> list[str]:
    """The commands of a target that has nothing to install."""
    old = [f"--assume-old={name}" for name in ("pyproject.toml", "src/cleaner/version.py")]
    installed = ["READY=Makefile", "PYTHON=false"]
    command = ["make", "--no-print-directory", "--dry-run", *old, *installed, target, *settings]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return [line for line in done.stdout.splitlines() if "-m pip" not in line and "touch" not in line]
