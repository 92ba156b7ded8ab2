"""The frames of a comparison, asked in the terms of the headline question."""

from functools import cached_property

import numpy as np
import pandas as pd

from sim.report.estimate import BASE, Estimate, estimate
from sim.report.source import Comparison

QUADRANTS = ("niche_small", "niche_large", "mainstream_small", "mainstream_large")
COHORT = "niche_small"
NATURAL = f"natural_{COHORT}"
PRIMARY_DAY = 180
MATCH_FLOOR, ACTIVE_FLOOR = 0.99, 0.995  # guardrails, of the reference policy
PAIR = ["draw", "replication"]


class Evidence:
    """What a comparison says: paired contrasts of policies against the first, by horizon.

    Logarithms throughout; what cannot be taken (an exposure of zero) is missing, and counted as such.
    """

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.runs = comparison.runs
        found = list(dict.fromkeys(self.runs["policy"]))
        known = [name for name in comparison.config.model_dump().get("policies", ()) if name in found]
        self.policies: list[str] = known + [name for name in found if name not in known]
        schedules = list(dict.fromkeys(self.runs["schedule"]))
        self.steady = "steady" if "steady" in schedules else schedules[0]
        self.dry = "drying" if "drying" in schedules else schedules[-1]
        self.horizons = sorted(int(day) for day in self.runs["horizon_day"].unique())
        at_most = [day for day in self.horizons if day <= PRIMARY_DAY]
        self.primary = at_most[-1] if at_most else self.horizons[0]

    @property
    def reference(self) -> str:
        """The policy that all others are compared with."""
        return self.policies[0]

    @property
    def challengers(self) -> list[str]:
        """The other policies."""
        return self.policies[1:]

    @cached_property
    def replications(self) -> int:
        """Paired replications of the base configuration."""
        return int(self.runs.loc[self.runs["draw"] == BASE, "replication"].nunique())

    @cached_property
    def draws(self) -> int:
        """Draws of the assumptions."""
        return int(self.runs.loc[self.runs["draw"] != BASE, "draw"].nunique())

    @cached_property
    def _wide(self) -> pd.DataFrame:
        index = [*PAIR, "horizon_day", "policy", "schedule"]
        return self.runs.set_index(index).unstack(["policy", "schedule"]).sort_index()

    def values(self, column: str, policy: str, schedule: str, day: int | None = None) -> "pd.Series[float]":
        """A column of `runs` for one policy and schedule, indexed by draw and replication."""
        key = (column, policy, schedule)
        rows = self._wide.xs(self.primary if day is None else day, level="horizon_day")
        empty = pd.Series(np.nan, index=rows.index, dtype=float)
        return rows[key].astype(float) if key in rows.columns else empty

    def _log(self, column: str, policy: str, schedule: str, day: int | None) -> "pd.Series[float]":
        values = self.values(column, policy, schedule, day)
        return pd.Series(np.log(values.where(values > 0)), index=values.index)

    def mean(self, column: str, policy: str, schedule: str, day: int | None = None) -> float:
        """Mean over the replications of the base configuration."""
        return estimate(self.values(column, policy, schedule, day)).value

    def losses(self, policy: str, day: int | None = None, column: str = NATURAL) -> "pd.Series[float]":
        """Ln exposure under drying - ln exposure under steady traffic, pair by pair."""
        return self._log(column, policy, self.dry, day) - self._log(column, policy, self.steady, day)

    def loss(self, policy: str, day: int | None = None, column: str = NATURAL) -> Estimate:
        """The loss, with both intervals."""
        return estimate(self.losses(policy, day, column))

    def protections(self, policy: str, day: int | None = None, column: str = NATURAL) -> "pd.Series[float]":
        """Loss under the policy less loss under the reference, pair by pair."""
        return self.losses(policy, day, column) - self.losses(self.reference, day, column)

    def protection(self, policy: str, day: int | None = None, column: str = NATURAL) -> Estimate:
        """The headline number, with both intervals."""
        return estimate(self.protections(policy, day, column))

    def levels(self, policy: str, schedule: str, day: int | None = None, column: str = NATURAL) -> "pd.Series[float]":
        """Ln of a quantity under the policy less ln of it under the reference, in one schedule, pair by pair."""
        return self._log(column, policy, schedule, day) - self._log(column, self.reference, schedule, day)

    def level(self, policy: str, schedule: str, day: int | None = None, column: str = NATURAL) -> Estimate:
        """The difference in level, with both intervals."""
        return estimate(self.levels(policy, schedule, day, column))

    def difference(self, column: str, policy: str, day: int | None = None) -> Estimate:
        """A quantity under the policy less under the reference, both under drying, with both intervals."""
        pair = self.values(column, policy, self.dry, day) - self.values(column, self.reference, self.dry, day)
        return estimate(pair)

    def within_guardrails(self, policy: str, day: int | None = None) -> "pd.Series[bool]":
        """Whether match quality and active users stay near the reference's under drying, pair by pair."""
        match = self.levels(policy, self.dry, day, "match_quality") >= np.log(MATCH_FLOOR)
        active = self.levels(policy, self.dry, day, "active_users") >= np.log(ACTIVE_FLOOR)
        return match & active
