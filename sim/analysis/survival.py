"""How long accounts last: Kaplan-Meier curves with intervals, and whether groups differ."""

import warnings
from itertools import combinations

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray

from sim.core.errors import DataError

DAYS_PER_MONTH = 30.0
GROUPS = ("first_tier", "niche", "kind", "second_career", "young", "full_time")
Floats = NDArray[np.float64]


def lives(creators: pd.DataFrame, days: int) -> pd.DataFrame:
    """Months from an account's first day in the run to its first exit, and whether that was seen.

    `days` is the length of the run. Accounts that were there at the start count from day 0: under a constant hazard
    what lay before does not matter, otherwise theirs is a remaining life, which `entrant` tells apart. Columns are
    those of `run.creators`; without careers an account has one spell.
    """
    first, last = ("first_joined_day", "first_left_day") if "first_left_day" in creators else ("joined_day", "left_day")
    joined = creators[first].to_numpy(np.float64)
    left = creators[last].to_numpy(np.float64, na_value=np.inf)
    months = (np.minimum(left, days) - np.maximum(joined, 0.0)) / DAYS_PER_MONTH
    ends = pd.DataFrame({"months": months, "left": left < days, "entrant": joined >= 0.0}, index=creators["creator"])
    known = [name for name in GROUPS if name in creators]
    whole = ends.join(creators.set_index("creator")[known])
    return whole.loc[whole["months"] > 0.0]


def kaplan_meier(lived: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """Share still there after so many months, with its 95 % interval, by group.

    Columns: group, months, survival, low, high, at_risk. Intervals are Greenwood's on the log-log scale.
    Source: Kaplan and Meier 1958; Greenwood 1926; as in scipy.stats.ecdf.
    """
    return pd.concat([_curve(str(group), part) for group, part in _parts(lived, by)], ignore_index=True)


def _curve(group: str, lived: pd.DataFrame) -> pd.DataFrame:
    curve = scipy.stats.ecdf(_censored(lived)).sf
    with np.errstate(divide="ignore", invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # where all or nobody is left an interval is nan, as it should
        band = curve.confidence_interval(method="log-log")
    months = lived["months"].to_numpy(np.float64)
    return pd.DataFrame(
        {
            "group": group,
            "months": curve.quantiles,
            "survival": curve.probabilities,
            "low": band.low.probabilities,
            "high": band.high.probabilities,
            "at_risk": (months[:, None] >= curve.quantiles[None, :]).sum(axis=0),
        }
    )


def survival_at(curve: pd.DataFrame, months: float) -> float:
    """The share still there after so many months on one group's curve; nan beyond what was seen."""
    before = curve.loc[curve["months"] <= months, "survival"]
    if months > curve["months"].max():
        return float("nan")
    return float(before.iloc[-1]) if len(before) else 1.0


def median_months(curve: pd.DataFrame) -> float:
    """Months after which half are gone on one group's curve; nan if more than half stayed as long as was seen."""
    gone = curve.loc[curve["survival"] <= 0.5, "months"]
    return float(gone.iloc[0]) if len(gone) else float("nan")


def logrank(lived: pd.DataFrame, by: str) -> pd.DataFrame:
    """Whether the lives of every two groups differ: first, second, statistic, p (two-sided).

    Source: Mantel 1966; as in scipy.stats.logrank.
    """
    rows = []
    for (one, here), (other, there) in combinations(_parts(lived, by), 2):
        if here["left"].any() or there["left"].any():
            found = scipy.stats.logrank(_censored(here), _censored(there))
            rows.append((str(one), str(other), float(found.statistic), float(found.pvalue)))
    return pd.DataFrame(rows, columns=["first", "second", "statistic", "p"])


def monthly_hazard(lived: pd.DataFrame) -> float:
    """Exits per account and month at risk."""
    return float(lived["left"].sum() / lived["months"].sum())


def _parts(lived: pd.DataFrame, by: str | None) -> list[tuple[object, pd.DataFrame]]:
    if lived.empty:
        raise DataError("nobody was there to survive")
    if by is None:
        return [("all", lived)]
    if by not in lived:
        raise DataError(f"by is {by}, allowed is one of {', '.join(name for name in GROUPS if name in lived)}")
    return [(group, part) for group, part in lived.groupby(by, observed=True) if len(part)]


def _censored(lived: pd.DataFrame) -> "scipy.stats.CensoredData":
    months, left = lived["months"].to_numpy(np.float64), lived["left"].to_numpy(bool)
    return scipy.stats.CensoredData(uncensored=months[left], right=months[~left])
