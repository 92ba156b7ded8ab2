"""The frames of a comparison, asked in the terms of the headline question."""

from functools import cached_property

import numpy as np
import pandas as pd

from sim.analysis.pairs import BASE, MATCH_KEPT, USERS_KEPT, Pairs, base, drawn
from sim.report.estimate import Estimate, estimate
from sim.report.language import say
from sim.report.source import Comparison
from sim.results.accounting import WINDOW_DAYS

GUARDRAILS = {"match_quality": MATCH_KEPT, "active_users": USERS_KEPT}  # the least allowed, of the reference
OWN_UNIT = {"match_quality"}  # shown as a difference in its own unit, not as a percentage


class Evidence:
    """What a comparison says of each policy against the first: estimates with both intervals."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        runs = comparison.runs
        self.policies = [name for name in comparison.policies if name in set(runs["policy"])]
        self.pairs = Pairs(runs, self.policies, comparison.schedules)
        self.reference, self.challengers = self.policies[0], self.policies[1:]
        self.steady, self.dry = self.pairs.steady, self.pairs.drying
        self.horizons, self.primary = self.pairs.horizons, self.pairs.primary

    @cached_property
    def replications(self) -> int:
        """Paired replications of the base configuration."""
        runs = self.comparison.runs
        return int(runs.loc[runs["draw"] == BASE, "replication"].nunique())

    @cached_property
    def draws(self) -> int:
        """Draws of the assumptions."""
        runs = self.comparison.runs
        return int(runs.loc[runs["draw"] != BASE, "draw"].nunique())

    def window(self, day: int | None = None) -> str:
        """The days that a horizon's quantities are means over, in words."""
        horizon = self.primary if day is None else day
        return say("page.window", n=min(WINDOW_DAYS, horizon), day=horizon)

    def mean(self, column: str, policy: str, schedule: str, day: int | None = None) -> float:
        """A column of the runs, mean over the replications of the base configuration."""
        return estimate(self.pairs.value(column, policy, schedule, day)).value

    def loss(self, policy: str, day: int | None = None, lane: str = "natural") -> Estimate:
        """Ln exposure of the cohort under drying less under steady traffic."""
        return estimate(self.pairs.loss(policy, day, lane))

    def protection(self, policy: str, day: int | None = None, lane: str = "natural") -> Estimate:
        """The headline number."""
        return estimate(self.pairs.protection(policy, day, lane))

    def p_holm(self, policy: str) -> float:
        """The p of no protection, adjusted for the number of policies."""
        return float(self.comparison.table["p_holm"][policy])

    def level(
        self, policy: str, day: int | None = None, lane: str = "natural", schedule: str | None = None
    ) -> Estimate:
        """Ln exposure of the cohort less under the reference, both under one schedule, drying if none is named."""
        traffic = self.dry if schedule is None else schedule
        return estimate(self.pairs.log_ratio((policy, traffic), (self.reference, traffic), day, lane))

    def spread_apart(self, policy: str) -> float:
        """Standard deviation of the same difference between two worlds that have no luck in common."""
        both = (base(self.pairs.log_exposure(one, self.dry)) for one in (policy, self.reference))
        return float(np.sqrt(sum(float(logs.var(ddof=1)) for logs in both)))

    def dryness(self, day: int | None = None) -> Estimate:
        """Ln natural slots per active account under drying less under steady traffic, for the reference policy."""
        dry, steady = (self.pairs.value("dryness", self.reference, one, day) for one in (self.dry, self.steady))
        return estimate(_log_ratio(dry, steady))

    def against(self, column: str, policy: str, day: int | None = None) -> Estimate:
        """Difference of a quantity to that under the reference, both under drying.

        Relative; of match quality, whose zero is the average pair of user and item, in its own unit.
        """
        if column in OWN_UNIT:
            return estimate(-self.pairs.given_up(column, policy, day))
        return estimate(self.pairs.kept(column, policy, day) - 1.0)

    def given_up(self, column: str, policy: str, day: int | None = None) -> Estimate:
        """What a policy costs a day against the reference, both under drying."""
        return estimate(self.pairs.given_up(column, policy, day))

    def more(self, column: str, policy: str, day: int | None = None) -> Estimate:
        """How much more of a quantity there is than under the reference, both under drying, in its own unit."""
        return estimate(-self.pairs.given_up(column, policy, day))

    def regained(self, policy: str) -> Estimate:
        """Natural impressions a day that the whole cohort has more than under the reference."""
        return estimate(self.pairs.regained(policy))

    def moved(self, quadrant: str, policy: str) -> Estimate:
        """Natural impressions a day that a whole quadrant has more than under the reference, both under drying."""
        more = -self.pairs.given_up(f"natural_{quadrant}", policy)
        return estimate(more * self.pairs.value(f"members_{quadrant}", policy, self.dry))

    def guardrails(self, policy: str, day: int | None = None) -> dict[str, tuple[Estimate, float]]:
        """Match quality and active users against the reference's, and the largest fall allowed."""
        allowed = {column: floor - 1.0 for column, floor in GUARDRAILS.items()}
        for column in OWN_UNIT & set(allowed):
            reference = self.pairs.value(column, self.reference, self.dry, day).abs()
            allowed[column] *= estimate(reference).value
        return {column: (self.against(column, policy, day), least) for column, least in allowed.items()}

    def guarded(self, policy: str) -> bool:
        """Whether the policy keeps within both guardrails, on average over replications."""
        return all(against.value >= least for against, least in self.guardrails(policy).values())

    def share_guarded(self, policy: str) -> float:
        """Share of the draws in which the policy stays within both guardrails."""
        within = drawn(self.pairs.within_guardrails(policy).astype(float))
        return float(within.mean()) if len(within) else np.nan

    def beyond_proportion(self, policy: str) -> Estimate:
        """Elasticity of the cohort's exposure in dryness, less 1."""
        return estimate(self.pairs.elasticity(policy) - 1.0)

    def wins(self, policy: str) -> tuple[int, int, int]:
        """Draws in which a policy beats the reference within the guardrails, beats it at all, and all draws."""
        protection = self.pairs.protection(policy)
        beats = drawn(protection) > 0
        within = self.pairs.within_guardrails(policy).astype(float)
        both = beats & (drawn(within).reindex(beats.index) == 1)
        return int(both.sum()), int(beats.sum()), len(beats)


def _log_ratio(one: "pd.Series[float]", other: "pd.Series[float]") -> "pd.Series[float]":
    ratio = one / other
    return pd.Series(np.log(ratio.where(ratio > 0)), index=ratio.index)
