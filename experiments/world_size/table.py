"""What was found, as tables and sentences that a page can hold."""

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from experiments.world_size import rule
from experiments.world_size.asked import Asked
from experiments.world_size.bias import ENOUGH, Scaling, Size, scaling
from experiments.world_size.cost import cost, said, seconds_a_user_day
from experiments.world_size.estimands import ESTIMANDS, PRIMARY, label
from sim.analysis.contrast import Interval

SHOWN = "*"


def scalings(lived: pd.DataFrame) -> dict[str, Scaling]:
    """Every estimand by size."""
    return {
        name: scaling({int(users): list(rows[name]) for users, rows in lived.groupby("users")}) for name in ESTIMANDS
    }


def as_frame(found: Mapping[str, Scaling]) -> pd.DataFrame:
    """One row an estimand and size, for others to read."""
    rows = [
        {
            "estimand": name, "users": size.users, "worlds": size.worlds,
            "level": size.level.value, "low": size.level.low, "high": size.level.high, "sd": size.sd,
            "gap": size.gap.value, "gap_low": size.gap.low, "gap_high": size.gap.high, "biased": size.biased,
        }
        for name, one in found.items()
        for size in one.sizes
    ]  # fmt: skip
    return pd.DataFrame(rows)


def finding(lived: pd.DataFrame, found: Mapping[str, Scaling], own: Asked) -> str:
    """All of it, in Markdown."""
    cpu = {int(users): float(seconds) for users, seconds in lived.groupby("users")["cpu_seconds"].mean().items()}
    primary = {name: found[name] for name in PRIMARY}
    others = {label(name): one for name, one in found.items() if name not in PRIMARY}
    exploratory = [line(name, one) for line in (rule.noise, rule.bias) for name, one in others.items()]
    key = (
        "Level with its 95 % interval over worlds (of fewer than four by the upper limit of the law of the noise), and "
        f"in brackets the sd of one world; {SHOWN} differs from the largest worlds, {ENOUGH} or more where there are "
        "(95 % over all sizes together):"
    )
    parts = [
        "Worlds lived; the peak is that of one process:",
        _spent(lived),
        key,
        _levels(found),
        "**Rule of thumb**",
        _list(rule.sentences(primary, cpu)),
        "Exploratory:",
        _list(exploratory),
        "**A whole platform**",
        *said(cost(lived, own), own),
    ]
    versions = lived["sources"].nunique()
    parts += [f"These worlds were lived by {versions} versions of the compiled code."] if versions > 1 else []
    return "\n\n".join(parts)


def _spent(lived: pd.DataFrame) -> str:
    by_size, daily = lived.groupby("users"), seconds_a_user_day(lived)
    head = ["users", "accounts", "worlds", "CPU s a world", "CPU µs a user-day", "peak MB"]
    rows = [
        [
            f"{users:,}", f"{rows['accounts'].iloc[0]:,}", f"{len(rows)}", f"{rows['cpu_seconds'].mean():,.1f}",
            f"{1e6 * daily[users]:,.1f}", f"{rows['peak_mb'].max():,.0f}",
        ]
        for users, rows in by_size
    ]  # fmt: skip
    return _markdown(head, rows)


def _levels(found: Mapping[str, Scaling]) -> str:
    sizes = sorted({size.users for one in found.values() for size in one.sizes})
    rows = []
    for users in sizes:
        cells = [next((size for size in found[name].sizes if size.users == users), None) for name in ESTIMANDS]
        rows.append([f"{users:,}", *(_cell(cell) for cell in cells)])
    return _markdown(["users", *(label(name) for name in ESTIMANDS)], rows)


def _cell(size: Size | None) -> str:
    if size is None:
        return "-"
    sd = f" ({size.sd:.3f})" if math.isfinite(size.sd) else ""
    return f"{_interval(size.level)}{sd}{' ' + SHOWN if size.biased else ''}"


def _interval(found: Interval) -> str:
    between = f" [{found.low:+.3f}, {found.high:+.3f}]" if math.isfinite(found.low) else ""
    return f"{found.value:+.3f}{between}"


def _list(sentences: Sequence[str]) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences)


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
