"""One row a policy, at its default and tuned: what it gives, takes and costs, each with its Monte Carlo interval."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from experiments.gallery.entries import REFERENCE, Entry
from experiments.gallery.hindsight import Bound
from experiments.gallery.tuning import Tuned
from sim.analysis.contrast import Interval, paired_t
from sim.analysis.pairs import MATCH_KEPT, USERS_KEPT, base
from sim.analysis.sharing import HELD
from sim.comparison import Comparison

TUNED = ", tuned"
LEAST_BOOST = 0.01  # of natural impressions: below it a policy does not favour niche labels
ESTIMATES = ("protection", "level", "niche_share", "gini_excess", "match_kept", "users_kept", "welfare_kept")


def label(policy: str, tuned: bool) -> str:
    """The name of an arm."""
    return f"{policy}{TUNED}" if tuned else policy


def arms(entries: Sequence[Entry], tuned: Mapping[str, Tuned]) -> dict[str, tuple[str, ...]]:
    """What is judged: the reference, every policy as its file has it, and tuned where that is another setting."""
    found: dict[str, tuple[str, ...]] = {REFERENCE: (f"policy={REFERENCE}",)}
    for entry in entries:
        found.setdefault(entry.name, (f"policy={entry.name}",))
        if entry.name in tuned and tuned[entry.name].overrides:
            found[label(entry.name, True)] = (f"policy={entry.name}", *tuned[entry.name].overrides)
    return found


def scores(found: Comparison, bounds: Sequence[Bound], gamed: Comparison | None) -> pd.DataFrame:
    """One row an arm. An estimate X has its 95 % interval over replications in X_low and X_high.

    `_kept` are shares of the reference's under drying; `reach` and `level_reach` shares of the attainable level;
    prices are per 1,000 natural impressions regained; `held_05` ... the Lorenz curve under drying; `leakage`,
    `boost_leakage` (the same of what the policy adds under niche labels, missing if it adds none) and `advantage`
    (natural log of a mis-tagging account's exposure over an honest one's, less that under the reference) are from
    worlds in which accounts mis-tag.
    """
    attainable = _mean(pd.Series([one.level for one in bounds], dtype=float))
    rows = {policy: _row(found, policy) for policy in found.policies}
    for policy, row in rows.items():
        row["reach"] = row["protection"] / attainable if attainable > 0 else math.nan
        row["level_reach"] = row["level"] / attainable if attainable > 0 else math.nan
        row |= _gaming(gamed, policy)
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("arm")


def _row(found: Comparison, policy: str) -> dict[str, Any]:
    pairs, listed = found.pairs, found.table.loc[policy]
    values = {
        "protection": pairs.protection(policy),
        "level": pairs.level(policy),
        "niche_share": pairs.value("niche_share", policy, pairs.drying),
        "gini_excess": pairs.value("gini_excess", policy, pairs.drying),
        "match_kept": pairs.kept("match_quality", policy),
        "users_kept": pairs.kept("active_users", policy),
        "welfare_kept": pairs.kept("welfare", policy),
    }
    row: dict[str, Any] = {"policy": policy.removesuffix(TUNED), "tuned": policy.endswith(TUNED)}
    for name in ESTIMATES:
        row |= _estimate(name, paired_t(base(values[name])))
    row["within"] = row["match_kept"] >= MATCH_KEPT and row["users_kept"] >= USERS_KEPT
    row |= {name: float(listed[name]) for name in ("price_of_rescue_watch", "price_of_rescue")}
    return row | {column: _mean(base(pairs.value(column, policy, pairs.drying))) for column in HELD}


def _gaming(gamed: Comparison | None, policy: str) -> dict[str, float]:
    if gamed is None or policy not in gamed.policies:
        return dict.fromkeys(("leakage", "boost_leakage", "advantage", "advantage_low", "advantage_high"), math.nan)
    pairs = gamed.pairs
    ours, theirs = (pairs.value("mistagger_advantage", one, pairs.drying) for one in (policy, REFERENCE))
    leakage, before = (_mean(base(pairs.value("leakage", one, pairs.drying))) for one in (policy, REFERENCE))
    astray, astray_before = (_mean(base(pairs.value("astray", one, pairs.drying))) for one in (policy, REFERENCE))
    found = {"leakage": leakage, "boost_leakage": math.nan}
    if leakage > 0 and before > 0:
        more = astray / leakage - astray_before / before  # of natural impressions, under niche labels
        if more > LEAST_BOOST:
            found["boost_leakage"] = (astray - astray_before) / more
    return found | _estimate("advantage", paired_t(base(ours - theirs)))


def _estimate(name: str, found: Interval) -> dict[str, float]:
    return {name: found.value, f"{name}_low": found.low, f"{name}_high": found.high}


def _mean(values: "pd.Series[float]") -> float:
    return float(values.mean()) if len(values) else math.nan


def front(points: Mapping[str, tuple[float, float]]) -> list[str]:
    """The Pareto front of points of which more is better in both: those that no other beats, by their first number."""
    found: list[str] = []
    best = -math.inf
    for name, (x, y) in sorted(points.items(), key=lambda one: (-one[1][0], -one[1][1])):
        if math.isfinite(x) and math.isfinite(y) and y > best:
            found.append(name)
            best = y
    return found[::-1]
