"""`python -m benchmarks`: one process for each engine, then the tables, and docs/benchmarks.md when asked."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks import options, report
from benchmarks.engines import environment_of
from benchmarks.measure import NOT_MET, Result
from benchmarks.options import Options

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = Path(os.environ.get("VAR_DIR", ROOT / "var"))  # as in the settings, which belong to the processes
OF_AN_ENGINE = {6, 7, 9, 11}


def main() -> int:
    asked = options.parse()
    results: list[Result] = []
    queries: dict[str, dict[str, str]] = {}
    plans: dict[str, str] = {}
    for engine in options.ENGINES if asked.engine == "both" else [asked.engine]:
        if not OF_AN_ENGINE & set(asked.goals) and not asked.plans:
            continue
        for part in (replace(asked, goals=[], plans=False), asked):
            found = _run(engine, part)
            results += [Result(**row) for row in found["results"]]
            if found["plans"]:
                queries[engine], plans[engine] = found["queries"], found["plans"]
    if 13 in asked.goals:
        from benchmarks import start_up

        results += start_up.measure(asked)
    results.sort(key=lambda result: (result.goal, result.engine))
    text = report.as_text(asked, results, queries)
    print(text, flush=True)
    if plans:
        print(f"\nPlans: {report.write_plans(WRITTEN, plans)}", flush=True)
    if asked.save:
        report.save(ROOT / "docs" / "benchmarks.md", text)
    return int(any(result.verdict == NOT_MET for result in results))


def _run(engine: str, asked: Options) -> dict:
    """What the process of one engine found; it has the settings of its own database."""
    with environment_of(engine) as environment, tempfile.NamedTemporaryFile("r") as file:
        if environment is None:
            print(f"{engine}: skipped, DATABASE_URL names no PostgreSQL", flush=True)
            return {"results": [], "queries": {}, "plans": ""}
        command = [sys.executable, "-m", "benchmarks.portal", engine, asked.as_json(), file.name]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        return json.loads(Path(file.name).read_text())


if __name__ == "__main__":
    sys.exit(main())
