"""Protections of the policies under every setting, and whose rank depends on the setting."""

import math
from collections.abc import Iterable, Mapping
from itertools import combinations

import pandas as pd

from sim.analysis.contrast import paired_t
from sim.analysis.pairs import base
from sim.comparison import Comparison

FLAG = "*"


def protections(found: Mapping[str, Comparison], lane: str = "natural") -> pd.DataFrame:
    """One row a setting and policy: protection with its Monte Carlo interval, and the rank by it from 1 up."""
    rows = []
    for setting, comparison in found.items():
        pairs = comparison.pairs
        for policy in pairs.policies:
            estimate = paired_t(base(pairs.protection(policy, lane=lane)))
            rows.append((lane, setting, policy, *estimate))
    table = pd.DataFrame(rows, columns=["lane", "setting", "policy", "protection", "low", "high"])
    ranks = table.groupby("setting", sort=False)["protection"].rank(ascending=False, method="min")
    return table.assign(rank=ranks.astype("Int64"))


def changes(found: Mapping[str, Comparison], lane: str = "natural") -> str:
    """What drying does to the cohort's exposure under the reference, in every setting."""
    said = (
        f"{setting} {100.0 * math.expm1(base(comparison.pairs.loss(comparison.policies[0], lane=lane)).mean()):+.0f} %"
        for setting, comparison in found.items()
    )
    return ", ".join(said)


def unsteady(table: pd.DataFrame) -> list[str]:
    """Policies whose rank is not the same under every setting."""
    ranks = table.groupby("policy", sort=False)["rank"].nunique()
    return [str(policy) for policy, count in ranks.items() if count > 1]


def swapped(found: Mapping[str, Comparison], lane: str = "natural") -> list[tuple[str, str]]:
    """Pairs of policies of which one protects better in one setting and the other in another, beyond luck in both."""
    first = next(iter(found.values())).policies
    better: dict[tuple[str, str], set[bool]] = {pair: set() for pair in combinations(first, 2)}
    for comparison in found.values():
        every = {policy: base(comparison.pairs.protection(policy, lane=lane)) for policy in comparison.policies}
        for (one, other), ways in better.items():
            difference = paired_t(every[one] - every[other])
            if difference.low > 0 or difference.high < 0:
                ways.add(difference.low > 0)
    return [pair for pair, ways in better.items() if len(ways) > 1]


def text(table: pd.DataFrame, flagged: Iterable[str]) -> str:
    """The protections as a table in plain text, settings across; the flagged policies are marked."""
    flagged = set(flagged)
    settings, policies = list(dict.fromkeys(table["setting"])), list(dict.fromkeys(table["policy"]))
    cells = {(row.setting, row.policy): _cell(row) for row in table.itertuples()}
    lines = [["policy", *settings]]
    lines += [
        [f"{policy}{FLAG if policy in flagged else ''}", *(cells[setting, policy] for setting in settings)]
        for policy in policies
    ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def _cell(row: object) -> str:
    value, low, high, rank = (getattr(row, name) for name in ("protection", "low", "high", "rank"))
    interval = f" [{low:+.3f}, {high:+.3f}]" if math.isfinite(low) else ""
    return f"{rank}. {value:+.3f}{interval}" if math.isfinite(value) else "-"
