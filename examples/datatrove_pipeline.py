"""Clean a corpus with datatrove: read WARC or JSON Lines, extract articles, clean them, write JSON Lines.

    python datatrove_pipeline.py crawl/ clean/ --format warc --tasks 100 --workers 8
    python datatrove_pipeline.py articles/ clean/ --format jsonl --executor slurm --partition cpu --tasks 10000

A run that was stopped goes on when it is started again with the same --logs: completed tasks are skipped.
"""

from __future__ import annotations

import argparse
from typing import Any

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader, WarcReader
from datatrove.pipeline.writers import JsonlWriter

from cleaner import Cleaner
from cleaner.engines.datatrove import CleanStep


def steps(source: str, output: str, format: str, preset: Any) -> list[Any]:
    """Return the steps of the pipeline."""
    pages = format == "warc"
    return [
        WarcReader(source) if pages else JsonlReader(source),
        CleanStep(Cleaner(preset=preset), pages=pages, exclusion_writer=JsonlWriter(f"{output}/failed")),
        JsonlWriter(f"{output}/articles"),
    ]


def executor(options: argparse.Namespace, pipeline: list[Any]) -> Any:
    """Return the executor. The steps are the same for each of them."""
    shared = {"pipeline": pipeline, "tasks": options.tasks, "logging_dir": options.logs}
    if options.executor == "slurm":
        from datatrove.executor import SlurmPipelineExecutor

        # a job array: as many jobs as --workers at a time, one core and 2 GB each
        return SlurmPipelineExecutor(
            **shared,
            job_name="cleaner",
            time="04:00:00",
            partition=options.partition,
            workers=options.workers,
            mem_per_cpu_gb=2,
        )
    if options.executor == "ray":
        from datatrove.executor import RayPipelineExecutor

        return RayPipelineExecutor(**shared, workers=options.workers, mem_per_cpu_gb=2)
    return LocalPipelineExecutor(**shared, workers=options.workers)


def main() -> None:
    """Parse the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", help="folder of shards")
    parser.add_argument("output", help="folder for articles/ and failed/")
    parser.add_argument("--format", choices=("warc", "jsonl"), default="jsonl")
    parser.add_argument("--preset", choices=("careful", "standard", "thorough"), default="standard")
    parser.add_argument("--executor", choices=("local", "slurm", "ray"), default="local")
    parser.add_argument("--partition", default="cpu", help="of Slurm")
    parser.add_argument("--tasks", type=int, default=1, help="shards that are done on their own; many small ones")
    parser.add_argument("--workers", type=int, default=-1, help="tasks at a time; -1 for all")
    parser.add_argument("--logs", default="logs", help="folder for logs, statistics and completed tasks")
    options = parser.parse_args()
    executor(options, steps(options.source, options.output, options.format, options.preset)).run()


if __name__ == "__main__":
    main()
