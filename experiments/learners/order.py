"""How alike two learners put the policies in order."""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.stats import kendalltau

from sim.analysis.pairs import base
from sim.comparison import Comparison

Found = Mapping[str, Comparison]


def by_replication(found: Found) -> dict[str, pd.DataFrame]:
    """Protection of every policy [policies, replications], by learner; the reference, 0 by definition, is left out."""
    return {
        learner: pd.DataFrame({policy: base(one.pairs.protection(policy)) for policy in one.policies[1:]}).T
        for learner, one in found.items()
    }


def tau(one: "pd.Series[float]", other: "pd.Series[float]") -> float:
    """Kendall's rank correlation of two orders of the same policies: 1 the same order, -1 the reverse.

    Source: Kendall 1938, in the form b of 1945, which allows for ties.
    """
    return float(kendalltau(one, other.reindex(one.index)).statistic)


def agreement(protection: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Kendall's tau of mean protection between every two learners; on the diagonal that of luck alone.

    The diagonal is the mean tau between two halves of the same learner's replications, over all such halves: what
    a learner can agree with itself on so few. No agreement between learners can be expected to lie above it.
    """
    names = list(protection)
    table = pd.DataFrame(np.eye(len(names)), index=names, columns=names)
    for one, other in combinations(names, 2):
        table.loc[one, other] = table.loc[other, one] = tau(
            protection[one].mean(axis=1), protection[other].mean(axis=1)
        )
    for name in names:
        table.loc[name, name] = of_halves(protection[name])
    return table


def of_halves(protection: pd.DataFrame) -> float:
    """Mean tau between halves of the replications; nan with fewer than two."""
    columns = list(protection.columns)
    half = len(columns) // 2
    taus = [
        tau(protection[list(chosen)].mean(axis=1), protection[[c for c in columns if c not in chosen]].mean(axis=1))
        for chosen in combinations(columns, half)
    ]
    return float(np.mean(taus)) if half else float("nan")
