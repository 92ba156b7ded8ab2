"""Exposure of the cohort against dryness, day by day: what figure 1 draws."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import scipy

from sim.analysis.contrast import CONFIDENCE
from sim.analysis.estimand import COHORT
from sim.analysis.pairs import BASE
from sim.report.evidence import Evidence

WINDOW_DAYS = 30  # exposure is a mean over the last 30 days
EVERY_DAYS = 5  # a point every so many days is enough for a line
INDEX = ["policy", "schedule", "replication", "after"]


class Path(NamedTuple):
    """One policy's way as traffic dries up, both relative to the same day under steady traffic.

    Each frame is indexed by day after onset. `dryness` and `kept` are shares, `level` is natural impressions
    per member and day under drying, from the first full window on. Columns: value, low, high (Monte Carlo);
    `kept` also assumed_low, assumed_high.
    """

    dryness: "pd.Series[float]"
    kept: pd.DataFrame
    level: pd.DataFrame


def paths(evidence: Evidence, last_day: int | None = None) -> dict[str, Path]:
    """The path of every policy from onset to `last_day` after it."""
    daily = evidence.comparison.daily
    if daily.empty:
        return {}
    warmup = int(evidence.comparison.config.warmup_days)
    last = evidence.primary if last_day is None else last_day
    cohort = daily[(daily["quadrant"] == COHORT) & (daily["draw"] == BASE)]
    cohort = cohort.assign(after=cohort["day"].astype(int) - warmup)
    cohort = cohort[cohort["after"] < last]
    exposure, dryness = (_trailing(cohort, column) for column in ("natural", "dryness"))
    return {policy: _path(exposure, dryness, policy, evidence) for policy in evidence.policies}


def _trailing(cohort: pd.DataFrame, column: str) -> pd.DataFrame:
    """Means over the last 30 days: days after onset down, runs across."""
    wide = cohort.set_index(INDEX)[column].astype(float).unstack(INDEX[:-1]).sort_index().sort_index(axis=1)
    means = wide.rolling(WINDOW_DAYS, min_periods=WINDOW_DAYS).mean()
    means.index = means.index + 1  # the mean of days 0 to 29 is that at day 30
    return means[means.index >= 0].dropna(how="all")


def _path(exposure: pd.DataFrame, dryness: pd.DataFrame, policy: str, evidence: Evidence) -> Path:
    dry, steady = (_runs(exposure, policy, schedule) for schedule in (evidence.dry, evidence.steady))
    ratio = (_runs(dryness, policy, evidence.dry) / _runs(dryness, policy, evidence.steady)).mean(axis=1)
    kept = _thin(dry / steady.where(steady > 0))
    ratio = ratio.reindex(ratio.index.union([0]), fill_value=1.0)  # branches of one past:
    kept = kept.reindex(kept.index.union([0]), fill_value=1.0)  # at onset nothing is lost yet
    wide = _wide(policy, evidence, np.asarray(kept.index))
    keep = _thinned(ratio.dropna().index)
    return Path(ratio.loc[keep], kept.join(wide).loc[keep], _thin(dry).loc[keep[keep >= WINDOW_DAYS]])


def _runs(wide: pd.DataFrame, policy: str, schedule: str) -> pd.DataFrame:
    """The columns of one policy and schedule, by replication."""
    return pd.DataFrame(wide.xs((policy, schedule), axis=1, level=("policy", "schedule")))


def _thinned(days: "pd.Index[int]") -> "pd.Index[int]":
    return days[(days % EVERY_DAYS == 0) | (days == days[-1])] if len(days) else days


def _thin(runs: pd.DataFrame) -> pd.DataFrame:
    """Mean and t interval over replications, in logarithms."""
    logs = pd.DataFrame(np.log(runs.where(runs > 0)))
    n, mean = logs.notna().sum(axis=1), logs.mean(axis=1)
    half = logs.std(axis=1, ddof=1) * scipy.stats.t.ppf(0.5 + CONFIDENCE / 2, np.maximum(n - 1, 1)) / np.sqrt(n)
    return pd.DataFrame({"value": np.exp(mean), "low": np.exp(mean - half), "high": np.exp(mean + half)})


def _wide(policy: str, evidence: Evidence, days: "np.ndarray[Any, Any]") -> pd.DataFrame:
    """The range over draws, known at the horizons and at onset, where nothing is lost yet; straight between."""
    known = [(0, 0.0, 0.0)]
    for day in evidence.horizons:
        loss = evidence.loss(policy, day)
        if day <= max(days, default=0) and np.isfinite(loss.assumed_low):
            known.append((day, loss.assumed_low, loss.assumed_high))
    at, low, high = zip(*known, strict=True)
    if len(known) == 1:
        low = high = (np.nan,)
    ends = {"assumed_low": low, "assumed_high": high}
    return pd.DataFrame({name: np.exp(np.interp(days, at, end, right=np.nan)) for name, end in ends.items()}, days)
