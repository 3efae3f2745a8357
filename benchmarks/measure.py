"""Rounds, ratios, the machine's noise, and the table they are shown in."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

MET, MUST_MET, NOT_MET, TOLD = "met", "must met", "NOT MET", ""


@dataclass(frozen=True)
class Result:
    """One line of the table: what was measured, beside its yardstick, against its goal.

    `figure` is what the goal is about: a ratio, a time, or a number that has to be 0. `spread` is the lowest and the
    highest round; `noise` what the yardstick gave when it was measured against itself in the same rounds.
    """

    goal: int
    engine: str
    what: str
    ours: str
    yardstick: str
    figure: str
    spread: str = ""
    noise: str = ""
    asked: str = ""
    verdict: str = TOLD


def against_goal(figure: float, goal: float, must: float, better: Literal["high", "low"]) -> str:
    """ "met", "must met" or "NOT MET"."""
    if better == "low":
        figure, goal, must = -figure, -goal, -must
    return MET if figure >= goal else MUST_MET if figure >= must else NOT_MET


def ratio_result(
    goal: int,
    engine: str,
    what: str,
    *,
    ours: Sequence[float],
    yardstick: Sequence[float],
    again: Sequence[float] = (),
    unit: str,
    asked: tuple[float, float] | None,
    better: Literal["high", "low"] = "high",
) -> Result:
    """Ours : yardstick, round by round. `again` is the yardstick's second measurement in each round."""
    ratios = [mine / its for mine, its in zip(ours, yardstick, strict=True)]
    noise = [second / first for first, second in zip(yardstick, again, strict=False)]
    figure = median(ratios)
    return Result(
        goal=goal,
        engine=engine,
        what=what,
        ours=f"{number(median(ours))} {unit}",
        yardstick=f"{number(median(yardstick))} {unit}",
        figure=f"{figure:.2f}x",
        spread=_range(ratios),
        noise=_range(noise),
        asked=_asked(*asked, better, "x") if asked else "",
        verdict=against_goal(round(figure, 2), *asked, better) if asked else TOLD,
    )


def time_result(
    goal: int,
    engine: str,
    what: str,
    seconds: Sequence[float],
    *,
    asked: tuple[float, float],
    unit: str = "s",
) -> Result:
    """A time that has to be short; the median of the rounds counts."""
    figure = median(seconds)
    return Result(
        goal=goal,
        engine=engine,
        what=what,
        ours=f"{number(figure)} {unit}",
        yardstick="",
        figure=f"{number(figure)} {unit}",
        spread=_range(seconds),
        asked=_asked(*asked, "low", f" {unit}"),
        verdict=against_goal(figure, *asked, "low"),
    )


def zero_result(goal: int, engine: str, what: str, found: int, of: str) -> Result:
    """A number that has to be 0; `of` says among how many it was looked for."""
    return Result(
        goal, engine, what, ours=str(found), yardstick=of, figure=str(found), asked="0",
        verdict=MET if found == 0 else NOT_MET,
    )  # fmt: skip


def told(goal: int, engine: str, what: str, ours: str, yardstick: str = "") -> Result:
    """A figure that no goal asks for."""
    return Result(goal, engine, what, ours=ours, yardstick=yardstick, figure="")


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _range(values: Sequence[float]) -> str:
    return f"{min(values):.2f} ... {max(values):.2f}" if values else ""


def _asked(goal: float, must: float, better: str, unit: str) -> str:
    sign = ">=" if better == "high" else "<="
    return f"{sign} {goal:g}{unit} (must {must:g}{unit})"


HEADINGS = ["goal", "engine", "what", "ours", "beside", "figure", "lowest ... highest", "noise", "asked", ""]


def table(results: Sequence[Result]) -> str:
    """The results as a Markdown table that also reads well on a terminal."""
    rows = [
        [
            str(some.goal), some.engine, some.what, some.ours, some.yardstick, some.figure, some.spread, some.noise,
            some.asked, some.verdict,
        ]
        for some in results
    ]  # fmt: skip
    return markdown(HEADINGS, rows)


def markdown(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[column]) for row in [headings, *rows]) for column in range(len(headings))]
    lines = [headings, ["-" * width for width in widths], *rows]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    )
