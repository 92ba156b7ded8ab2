"""The gallery on a terminal."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from experiments.benchmark.table import columns
from experiments.gallery.entries import Entry
from experiments.gallery.hindsight import Bound
from experiments.gallery.scores import TUNED, front, label
from experiments.gallery.tuning import HELD_OUT, Tuned

MISSING = "-"
FRONT = "*"
LEGEND = """
protection: change of ln exposure of niche, small accounts from steady to drying less that under interest
level: ln of their exposure over that under interest, both under drying; [95 % over paired replications]
reach: protection, and level, in % of the attainable level (linear programme with hindsight)
niche %: of natural impressions that niche accounts get; Gini: of accounts' exposure, over that of Poisson luck
match, users, welfare: % of interest's; price: seconds watched given up per 1,000 impressions regained
leak %: where accounts mis-tag, share of impressions under niche labels that land elsewhere; the same of those that
the policy adds to interest's; gain: what mis-tagging adds to ln exposure over what it adds under interest
* not beaten in protection and match both; ! outside the guardrails (match 99 %, users 99.5 %)
""".strip()


def text(entries: Sequence[Entry], table: pd.DataFrame, tuned: Mapping[str, Tuned], bounds: Sequence[Bound]) -> str:
    """Everything but the paths."""
    best = set(front({arm: (row["match_kept"], row["protection"]) for arm, row in _rows(table)}))
    head = (
        "policy", "protection", "level", "reach %", "niche %", "Gini", "match", "users", "welfare", "price", "leak %",
        "gain",
    )  # fmt: skip
    rows, family = [], None
    for entry in entries:
        name = entry.family or "others"
        if name != family:
            rows.append((f"-- {name}", *[""] * (len(head) - 1)))
            family = name
        arms = (arm for arm in (label(entry.name, False), label(entry.name, True)) if arm in table.index)
        rows += [_line(arm, dict(table.loc[arm].items()), arm in best) for arm in arms]
    return "\n\n".join([columns(head, rows), LEGEND, *_bound(bounds), *_tuning(tuned)])


def _line(arm: str, row: dict[Any, Any], best: bool) -> tuple[str, ...]:
    name = "  tuned" if arm.endswith(TUNED) else arm
    marks = FRONT * best + "!" * (not row["within"])
    return (
        f"{name} {marks}".rstrip(),
        _sure(row, "protection"),
        _sure(row, "level"),
        f"{_number(100 * row['reach'], '.0f')} {_number(100 * row['level_reach'], '.0f')}",
        _number(100 * row["niche_share"], ".1f"),
        _number(row["gini_excess"], ".3f"),
        *(_number(100 * row[f"{one}_kept"], ".1f") for one in ("match", "users", "welfare")),
        _number(row["price_of_rescue_watch"], ",.0f"),
        f"{_number(100 * row['leakage'], '.0f')} {_number(100 * row['boost_leakage'], '.0f')}",
        _number(row["advantage"], "+.2f"),
    )


def _bound(bounds: Sequence[Bound]) -> list[str]:
    if not bounds:
        return []
    level = sum(one.level for one in bounds) / len(bounds)
    shown = ", ".join(f"{one.reference:,.0f} to {one.attained:,.0f}" for one in bounds)
    said = (
        f"Attainable: exposure of the cohort x {math.exp(level):.2f} (ln {level:+.3f}) at 99 % of match; "
        f"impressions a day under interest and at most, by world: {shown}."
    )
    return [said]


def _tuning(tuned: Mapping[str, Tuned]) -> list[str]:
    tried = [one for one in tuned.values() if one.evaluations]
    if not tried:
        return []
    first = (
        f"Tuned: {tried[0].evaluations} evaluations for every policy, the default among them, "
        f"in worlds {HELD_OUT:,} seeds away from those above."
    )
    lines = [first]
    for one in tried:
        said = ", ".join(part.split(".", 2)[-1] for part in one.overrides) or "its default"
        lines.append(f"  {one.policy}: {said}{'' if one.within else ' (no setting kept to the guardrails)'}")
    return ["\n".join(lines)]


def _rows(table: pd.DataFrame) -> list[tuple[str, dict[Any, Any]]]:
    return [(str(arm), dict(row.items())) for arm, row in table.iterrows()]


def _sure(row: dict[Any, Any], name: str) -> str:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    interval = f" [{low:+.2f},{high:+.2f}]" if math.isfinite(low) else ""
    return f"{_number(row[name], '+.3f')}{interval}"


def _number(value: float, form: str) -> str:
    return format(value, form) if math.isfinite(value) else MISSING
