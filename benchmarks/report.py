"""The results as text, the part of docs/benchmarks.md that a run writes, and the plans beside them."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from django import get_version

from benchmarks.measure import Result, markdown, table
from benchmarks.options import Options

START, END = "<!-- written by `python -m benchmarks --save` -->", "<!-- end of what is written -->"


def as_text(asked: Options, results: Sequence[Result], queries: dict[str, dict[str, str]]) -> str:
    """The goals, then the queries of each read on each engine."""
    how = (
        f"{asked.size_text}; {asked.rounds} interleaved rounds of {asked.seconds:g} s after one to warm up, medians; "
        f"Python {platform.python_version()}, Django {get_version()}, {os.cpu_count()} processors"
    )
    parts = [f"{how}{' (a quick trial)' if asked.quick else ''}", table(results)]
    if queries:
        parts.append(table_of_queries(queries))
    return "\n\n".join(parts)


def table_of_queries(queries: dict[str, dict[str, str]]) -> str:
    reads = dict.fromkeys(name for found in queries.values() for name in found)
    rows = [[name, *(found.get(name, "") for found in queries.values())] for name in reads]
    return markdown(["queries", *queries], rows)


def write_plans(directory: Path, plans: dict[str, str]) -> Path:
    """The plans of this run alone; they are long, and hold for one version of one engine."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = directory / "benchmark-plans.txt"
    path.write_text("".join(f"Plans on {engine}\n\n{plan}\n\n" for engine, plan in plans.items()))
    return path


def save(path: Path, text: str) -> None:
    """Replace what the last run wrote into `path`, between two marks; what people wrote around it stays."""
    before, _mark, rest = path.read_text().partition(START)
    _old, _mark, after = rest.partition(END)
    path.write_text(before + "\n\n".join([START, text, END]) + after)
