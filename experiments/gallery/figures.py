"""The frontier, and a Lorenz curve for every policy."""

import math
from typing import Any

import pandas as pd

from experiments.gallery.entries import REFERENCE
from experiments.gallery.scores import TUNED, front
from sim.analysis.sharing import HELD, POOREST
from sim.report.drawing import FAINT, Panel, figure, panel, panels
from sim.report.markup import Html, tag, text
from sim.report.numerals import listed

DEFAULT, IMPROVED, LINE = "#0072b2", "#d55e00", "#b0b0b0"
ACROSS = {"match_kept": "match quality, % of interest's", "welfare_kept": "users' welfare, % of interest's"}
UP = {"protection": "protection (difference of ln exposure)", "niche_share": "niche accounts' share of exposure"}


def frontier(table: pd.DataFrame) -> Html:
    """Protection and niche share against match and welfare, with intervals and the Pareto front."""
    drawn, best = [], {}
    for up, up_words in UP.items():
        for across, across_words in ACROSS.items():
            made, names = _frontier(table, across, across_words, up, up_words)
            drawn.append(made)
            best[up, across] = names
    caption = text(
        tag("strong", "What to see. "),
        "Up and right is better. Circles: policies at their default; triangles: tuned; the black diamond is the "
        "reference. Bars: Monte Carlo 95 % in both directions, cut at the frame. "
        "The stepped line is the Pareto front: no policy on it "
        "is beaten on both counts, by point estimate. On the front of protection against match: "
        f"{listed(best['protection', 'match_kept'])}; against welfare: {listed(best['protection', 'welfare_kept'])}.",
    )
    return figure("1", "The frontier", panels(drawn), caption)


def _frontier(table: pd.DataFrame, across: str, across_words: str, up: str, up_words: str) -> tuple[Panel, list[str]]:
    points = {str(arm): (100.0 * float(row[across]), float(row[up])) for arm, row in table.iterrows()}
    best = front(points)
    label = f"{up_words} against {across_words}. On the Pareto front: {', '.join(best)}."
    with panel(f"frontier-{up}-{across}".replace("_", "-"), label, height=310.0) as made:
        axes = made.axes
        for arm, row in table.iterrows():
            _point(axes, str(arm), points[str(arm)], dict(row.items()), across, up)
        corners = [points[arm] for arm in best]
        if len(corners) > 1:
            axes.step(*zip(*corners, strict=True), where="pre", color=LINE, lw=2.2, zorder=1)
        for arm in best:
            words = arm.removesuffix(TUNED) + " (tuned)" * arm.endswith(TUNED)
            axes.annotate(words, points[arm], xytext=(4, 4), textcoords="offset points", fontsize=7.5)
        axes.set_xlabel(across_words)
        axes.set_ylabel(up_words, fontsize=9.5)
        shown = [point for point in points.values() if all(math.isfinite(part) for part in point)]
        axes.set_xlim(*_room([x for x, _ in shown]))
        axes.set_ylim(*_room([y for _, y in shown]))
    return made, best


def _room(values: list[float]) -> tuple[float, float]:
    """Limits that hold every point; what an interval adds is cut, or a single wide one would hide the rest."""
    low, high = min(values), max(values)
    margin = 0.2 * (high - low) or 0.1
    return low - margin, high + margin


def _point(axes: Any, arm: str, point: tuple[float, float], row: dict[Any, Any], across: str, up: str) -> None:
    if not all(math.isfinite(part) for part in point):
        return
    colour, marker = (IMPROVED, "^") if arm.endswith(TUNED) else (DEFAULT, "o")
    if arm == REFERENCE:
        colour, marker = "#222222", "D"
    ends = {name: (row[f"{name}_low"], row[f"{name}_high"]) for name in (across, up)}
    if all(math.isfinite(end) for pair in ends.values() for end in pair):
        axes.plot([100.0 * end for end in ends[across]], [point[1]] * 2, color=colour, lw=0.9, alpha=0.45)
        axes.plot([point[0]] * 2, ends[up], color=colour, lw=0.9, alpha=0.45)
    axes.plot(*point, marker, color=colour, markersize=6, markeredgecolor="white", zorder=3)


def curve(table: pd.DataFrame, policy: str, number: int) -> Panel:
    """The Lorenz curve of a policy at its default and tuned, beside the reference's and the line of equal shares."""
    arms = {"interest": (REFERENCE, "#222222", (2, 2)), "default": (policy, DEFAULT, (1, 0))}
    arms["tuned"] = (f"{policy}{TUNED}", IMPROVED, (6, 2))
    shown = {name: arm for name, arm in arms.items() if arm[0] in table.index}
    if policy == REFERENCE:
        shown.pop("default")
    half = "; ".join(f"{name} {100 * float(table.loc[arm, 'held_50']):.0f} %" for name, (arm, *_) in shown.items())
    label = f"Lorenz curve of natural impressions under {policy}. The poorer half of accounts holds: {half}."
    with panel(f"lorenz-{number}", label, height=230.0) as made:
        axes, percent = made.axes, [0, *POOREST, 100]
        axes.plot([0, 100], [0, 100], color=FAINT, lw=0.7)
        for name, (arm, colour, dashes) in shown.items():
            held = [0.0, *(100.0 * float(table.loc[arm, column]) for column in HELD), 100.0]
            axes.plot(percent, held, color=colour, dashes=dashes, lw=1.6, label=name)
        axes.set_xlabel("poorest accounts, %")
        axes.set_ylabel("share held, %")
        axes.legend(frameon=False, fontsize=8.5, loc="upper left")
    return made
