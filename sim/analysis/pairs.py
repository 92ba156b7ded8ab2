"""From runs to paired quantities: loss, protection, elasticity, price of rescue, pair by pair.

A pair is a (draw, replication): one world and one luck, lived under every policy and schedule. Everything here
is a series over pairs; intervals are the business of `contrast`.
"""

import numpy as np
import pandas as pd

from sim.analysis.estimand import COHORT, PER_THOUSAND, primary
from sim.results.accounting import WINDOW_DAYS

BASE = -1  # the draw that is the configuration itself
PAIR = ["draw", "replication"]
DRY_ENOUGH = 0.005  # |ln D ratio| below which nothing has dried up, so that there is no elasticity
MATCH_KEPT, USERS_KEPT = 0.99, 0.995  # guardrails, as shares of the reference's

Values = pd.Series  # of float, indexed by draw and replication
Arm = tuple[str, str]  # policy, schedule


class Pairs:
    """The runs of a comparison, side by side.

    `policies` and `schedules` in order: the first of each is the reference.
    """

    def __init__(self, runs: pd.DataFrame, policies: list[str], schedules: list[str]) -> None:
        self.policies, self.schedules = policies, schedules
        self.reference, self.steady = policies[0], schedules[0]
        self.drying = "drying" if "drying" in schedules[1:] else schedules[-1]
        self.horizons = sorted({int(day) for day in runs["horizon_day"]})
        self.primary = primary(self.horizons) if self.horizons else 0
        self._wide = runs.set_index(["horizon_day", *PAIR, "policy", "schedule"]).sort_index()

    def value(self, column: str, policy: str, schedule: str, day: int | None = None) -> Values:
        """A column of the runs for one policy and schedule; a pair that failed is missing."""
        try:
            rows = self._wide.xs(self.primary if day is None else day, level="horizon_day")
            found = rows.xs((policy, schedule), level=("policy", "schedule"))[column].astype(float)
        except KeyError:
            found = pd.Series(dtype=float, index=pd.MultiIndex.from_arrays([[], []], names=PAIR))
        return found

    def log_exposure(self, policy: str, schedule: str, day: int | None = None, lane: str = "natural") -> Values:
        """The logarithm of the cohort's impressions per member and day.

        No impressions at all count as half an impression of the whole cohort over the window, so that the
        logarithm exists; a cohort without members is missing.
        """
        horizon = self.primary if day is None else day
        shown = self.value(f"{lane}_{COHORT}", policy, schedule, horizon)
        members = self.value(f"members_{COHORT}", policy, schedule, horizon)
        least = 0.5 / (members.where(members > 0) * min(WINDOW_DAYS, horizon))
        return pd.Series(np.log(np.maximum(shown, least)), index=shown.index)

    def log_ratio(self, ours: Arm, theirs: Arm, day: int | None = None, lane: str = "natural") -> Values:
        """Ln exposure in one arm less that in another; missing where there is none in the other: no share of nothing.

        None at all in the first is a loss like others, of a size that the half impression bounds.
        """
        there = self.value(f"{lane}_{COHORT}", *theirs, day) > 0
        return self.log_exposure(*ours, day, lane) - self.log_exposure(*theirs, day, lane).where(there)

    def loss(self, policy: str, day: int | None = None, lane: str = "natural") -> Values:
        """L = ln E(policy, drying) - ln E(policy, steady); missing where the cohort had nothing to lose."""
        return self.log_ratio((policy, self.drying), (policy, self.steady), day, lane)

    def unseen(self, policy: str, schedule: str, day: int | None = None) -> int:
        """Replications of the base in which nobody of the cohort was shown naturally."""
        shown = self.value(f"natural_{COHORT}", policy, schedule, day)
        return int((~(shown[shown.index.get_level_values("draw") == BASE] > 0)).sum())

    def protection(self, policy: str, day: int | None = None, lane: str = "natural") -> Values:
        """The headline number: L(policy) - L(reference)."""
        return self.loss(policy, day, lane) - self.loss(self.reference, day, lane)

    def level(self, policy: str, day: int | None = None, lane: str = "natural") -> Values:
        """How much more the cohort has in the end: ln E(policy, drying) - ln E(reference, drying), if that has any."""
        return self.log_ratio((policy, self.drying), (self.reference, self.drying), day, lane)

    def elasticity(self, policy: str, day: int | None = None) -> Values:
        """L / ln(D drying / D steady); missing where nothing has dried up."""
        dry = self.value("dryness", policy, self.drying, day) / self.value("dryness", policy, self.steady, day)
        fall = pd.Series(np.log(dry.where(dry > 0)), index=dry.index)
        return self.loss(policy, day) / fall.where(fall.abs() >= DRY_ENOUGH)

    def kept(self, column: str, policy: str, day: int | None = None) -> Values:
        """A quantity as a share of the reference's, both under drying; missing if the reference's is not positive."""
        reference = self.value(column, self.reference, self.drying, day)
        return self.value(column, policy, self.drying, day) / reference.where(reference > 0)

    def match_room(self, policy: str, day: int | None = None) -> Values:
        """How much further match quality may fall before the guardrail, in standard deviations of taste.

        The guardrail is a share of the reference's match; match is a difference from the average pair of user and
        item, so it is shown as a difference, not as a percentage.
        """
        reference = self.value("match_quality", self.reference, self.drying, day)
        return self._more("match_quality", policy, day) + (1.0 - MATCH_KEPT) * reference.abs()

    def within_guardrails(self, policy: str, day: int | None = None) -> "pd.Series[bool]":
        """Whether match quality and active users stay near the reference's under drying."""
        return (self.match_room(policy, day) >= 0.0) & (self.kept("active_users", policy, day) >= USERS_KEPT)

    def regained(self, policy: str, day: int | None = None) -> Values:
        """Natural impressions a day that the whole cohort has more than under the reference, both under drying."""
        return self._more(f"natural_{COHORT}", policy, day) * self.value(f"members_{COHORT}", policy, self.drying, day)

    def bought_back(self, policy: str, day: int | None = None) -> Values:
        """Paid impressions per member and day that drying adds: what is shown because somebody pays."""
        return self._dried(f"paid_{COHORT}", policy, day)

    def natural_lost(self, policy: str, day: int | None = None) -> Values:
        """Natural impressions per member and day that drying takes."""
        return -self._dried(f"natural_{COHORT}", policy, day)

    def _dried(self, column: str, policy: str, day: int | None) -> Values:
        return self.value(column, policy, self.drying, day) - self.value(column, policy, self.steady, day)

    def given_up(self, column: str, policy: str, day: int | None = None) -> Values:
        """What the policy costs a day against the reference, both under drying; negative if it yields more."""
        return -self._more(column, policy, day)

    def _more(self, column: str, policy: str, day: int | None) -> Values:
        return self.value(column, policy, self.drying, day) - self.value(column, self.reference, self.drying, day)

    def price(self, column: str, policy: str, day: int | None = None) -> Values:
        """Given up per 1,000 natural impressions regained, pair by pair; missing where nothing is regained."""
        regained = self.regained(policy, day)
        return PER_THOUSAND * self.given_up(column, policy, day) / regained.where(regained > 0)


def base(values: Values) -> Values:
    """The pairs of the configuration itself, by replication; those without a number left out."""
    here = (values.index.get_level_values("draw") == BASE) & np.isfinite(values)
    found: Values = values.loc[here].droplevel("draw")
    return found


def drawn(values: Values) -> Values:
    """The pairs of the drawn assumptions, by draw; those without a number left out."""
    here = (values.index.get_level_values("draw") != BASE) & np.isfinite(values)
    found: Values = values.loc[here].droplevel("replication")
    return found
