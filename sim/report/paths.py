"""Exposure of the cohort against dryness, day by day: what figure 1 draws."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from sim.analysis.contrast import CONFIDENCE, FEWEST_DRAWS, TAIL
from sim.analysis.estimand import COHORT
from sim.analysis.pairs import BASE
from sim.report.evidence import Evidence

WINDOW_DAYS = 30  # exposure is a mean over the last 30 days
EVERY_DAYS = 5  # a point every so many days is enough for a line


class Path(NamedTuple):
    """One policy's way as traffic dries up, both relative to the same day under steady traffic.

    Each frame is indexed by day after onset. `dryness` and `kept` are shares, `level` is natural impressions
    per member and day under drying, from the first full window on. Columns:
    value, low, high (Monte Carlo), assumed_low, assumed_high.
    """

    dryness: "pd.Series[float]"
    kept: pd.DataFrame
    level: pd.DataFrame


def paths(evidence: Evidence, last_day: int | None = None) -> dict[str, Path]:
    """The path of every policy from the first full window after onset to `last_day` after it."""
    daily = evidence.comparison.daily
    if daily.empty:
        return {}
    warmup = int(evidence.comparison.config.warmup_days)
    last = evidence.primary if last_day is None else last_day
    after = daily.assign(after=daily["day"].astype(int) - warmup)
    after = after[after["after"] < last]
    exposure = _trailing(_cohort(after))
    dryness = _trailing(after[after["quadrant"] == COHORT].set_index(INDEX)["dryness"].astype(float))
    return {policy: _path(exposure, dryness, policy, evidence) for policy in evidence.policies}


def _cohort(daily: pd.DataFrame) -> "pd.Series[float]":
    """Natural impressions per member of the niche-small cohort and day."""
    rows = daily[daily["quadrant"] == COHORT]
    return rows.set_index(INDEX)["natural"].astype(float)


INDEX = ["policy", "schedule", "draw", "replication", "after"]


def _trailing(values: "pd.Series[float]") -> pd.DataFrame:
    """Means over the last 30 days: days after onset down, runs across."""
    wide = values.unstack(["policy", "schedule", "draw", "replication"]).sort_index().sort_index(axis=1)
    means = wide.rolling(WINDOW_DAYS, min_periods=WINDOW_DAYS).mean()
    means.index = means.index + 1  # the mean of days 0 to 29 is that at day 30
    return means[means.index >= 0].dropna(how="all")


def _path(exposure: pd.DataFrame, dryness: pd.DataFrame, policy: str, evidence: Evidence) -> Path:
    dry, steady = (_runs(exposure, policy, schedule) for schedule in (evidence.dry, evidence.steady))
    kept = _positive(dry) / _positive(steady)
    ratio = _runs(dryness, policy, evidence.dry) / _runs(dryness, policy, evidence.steady)
    base = ratio.loc[:, ratio.columns.get_level_values("draw") == BASE].mean(axis=1)
    keep = _thinned(base.dropna().index)
    return Path(base.loc[keep], _bands(kept).loc[keep], _bands(dry).loc[keep[keep >= WINDOW_DAYS]])


def _runs(wide: pd.DataFrame, policy: str, schedule: str) -> pd.DataFrame:
    """The columns of one policy and schedule, by draw and replication."""
    return pd.DataFrame(wide.xs((policy, schedule), axis=1, level=("policy", "schedule")))


def _positive(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.where(frame > 0)


def _thinned(days: "pd.Index[int]") -> "pd.Index[int]":
    return days[(days % EVERY_DAYS == 0) | (days == days[-1])] if len(days) else days


def _bands(frame: pd.DataFrame) -> pd.DataFrame:
    """Mean and t interval over replications, in logarithms; quantiles over draws."""
    base = np.log(frame.loc[:, frame.columns.get_level_values("draw") == BASE])
    drawn = frame.loc[:, frame.columns.get_level_values("draw") != BASE]
    n = base.shape[1]
    mean = base.mean(axis=1)
    half = (
        base.std(axis=1, ddof=1) * (stats.t.ppf(0.5 + CONFIDENCE / 2, n - 1) / np.sqrt(n)) if n > 1 else mean * np.nan
    )
    enough = drawn.shape[1] >= FEWEST_DRAWS
    nothing = mean * np.nan
    return pd.DataFrame(
        {
            "value": np.exp(mean),
            "low": np.exp(mean - half),
            "high": np.exp(mean + half),
            "assumed_low": drawn.quantile(TAIL, axis=1) if enough else nothing,
            "assumed_high": drawn.quantile(1 - TAIL, axis=1) if enough else nothing,
        }
    )
