"""A calibration as a page and a table."""

import math

import numpy as np
import pandas as pd
from tqdm import tqdm

import sim
from experiments.calibrate.inference import RISE, Fit, coverage
from experiments.calibrate.problem import Problem
from experiments.calibrate.surface import fit, terms


def calibrated(
    problem: Problem, points: int, worlds: int, repeats: int, truths: int, quiet: bool = True
) -> tuple[str, pd.DataFrame]:
    """Do it, and say what came of it: the page, and one row a parameter."""
    least = terms(np.zeros((1, len(problem.free)))).shape[1] + 2
    points = max(points, least)  # a quadratic surface has so many terms
    bar = tqdm(range(points), desc="places", unit="place", disable=quiet)
    surface = fit(problem, points, worlds, max(repeats, 3), (None for _ in bar))
    found = Fit(surface, problem.wanted, surface.spread(problem.slack, 0.0), len(problem.free))
    distance, place = found.best
    estimate = problem.at(place)
    profiles = [found.profile(p, one.key) for p, one in enumerate(problem.free)]
    covered = coverage(problem, surface, truths) if truths else np.zeros((0, len(problem.free)))
    rows = []
    for p, (one, profile) in enumerate(zip(problem.free, profiles, strict=True)):
        ends = [one.low + (one.high - one.low) * end for end in (profile.low, profile.high)]
        rows.append({
            "parameter": one.key, "bound_low": one.low, "bound_high": one.high, "default": _default(one.key),
            "estimate": estimate[one.key], "low": ends[0], "high": ends[1], "identified": profile.identified,
            "coverage": float(covered[:, p].mean()) if truths else math.nan,
        })  # fmt: skip
    table = pd.DataFrame(rows)
    lines = [f"# Calibration: {problem.about}", ""]
    lines.append(
        f"{len(problem.free)} free parameters, {len(problem.aims)} targets of grade A or B; {points} places in "
        f"{worlds} worlds each, {repeats} more for luck. Distance at the estimate {distance:.2f} (about "
        f"{len(problem.aims) - len(problem.free)} expected of a right model)."
    )
    lines.append("")
    lines += ["| parameter | bounds | default | estimate | 90 % interval | coverage |", "|---|---|---|---|---|---|"]
    for row in rows:
        span = f"{_end(row['low'], 'open')} to {_end(row['high'], 'open')}"
        told = f"{row['coverage']:.2f}" if truths else ""
        lines.append(f"| `{row['parameter']}` | {row['bound_low']:g} to {row['bound_high']:g} | {row['default']:.4g} | "
                     f"{row['estimate']:.4g} | {span} | {told} |")  # fmt: skip
    lines += ["", "*open*: the targets do not stop the parameter before its bound.", ""]
    lines += [
        "| target | number | grade | wanted | surface at the estimate | simulated there | misfit of the surface |"
    ]
    lines += ["|---|---|---|---|---|---|---|"]
    shown = np.mean([problem.moments(place, seed) for seed in range(worlds)], axis=0)
    for m, aim in enumerate(problem.aims):
        wanted = f"{aim.value:.4g} +- {aim.tolerance:.0%}"
        there = f"{math.exp(found.surface(place)[m]):.4g} | {math.exp(shown[m]):.4g} | {surface.misfit[m]:.1%}"
        lines.append(f"| {aim.moment} | {aim.number} | {aim.grade} | {wanted} | {there} |")
    lines += ["", f"Profiles: how much farther the targets are with the parameter held there (90 %: {RISE})", ""]
    lines += ["| parameter | " + " | ".join(f"{x:.0%}" for x in profiles[0].at[::4]) + " |"]
    lines += ["|---|" + "---|" * len(profiles[0].at[::4])]
    lines += [f"| `{one.key}` | " + " | ".join(f"{x:.1f}" for x in one.rise[::4]) + " |" for one in profiles]
    if truths:
        overall, error = float(covered.mean()), math.sqrt(0.09 / covered.shape[0])
        lines.append("")
        lines.append(
            f"Coverage of {truths} known truths: {overall:.3f} (0.90 expected; +- {error:.2f} if the intervals of a "
            "truth hold or fail together)"
        )
    return "\n".join([*lines, ""]), table


def _default(key: str) -> float:
    value = sim.load()
    for name in key.split("."):
        value = getattr(value, name)
    return float(value)  # type: ignore[arg-type]  # a number by now


def _end(value: float, word: str) -> str:
    return word if value != value else f"{value:.4g}"
