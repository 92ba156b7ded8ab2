"""The price of rescue: what the platform gives up for what the niche-small cohort regains."""

import math
from typing import NamedTuple

from sim.report.estimate import Estimate
from sim.report.evidence import NATURAL, Evidence

PER = 1000.0  # impressions regained


class Price(NamedTuple):
    """A policy's protection and its two prices per 1,000 natural impressions regained a day."""

    policy: str
    protection: Estimate
    regains: bool
    revenue: float  # RMB
    watch: float  # seconds


def prices(evidence: Evidence) -> list[Price]:
    """One for each policy but the reference, at the primary horizon; missing where nothing is regained."""
    table = evidence.comparison.table
    found = []
    for policy in evidence.challengers:
        row = table.loc[policy]
        revenue, watch = float(row["price_revenue"]), float(row["price_watch"])
        regains = evidence.difference(NATURAL, policy).value > 0
        found.append(Price(policy, evidence.protection(policy), regains, revenue, watch))
    return found


def defined(price: float) -> bool:
    """Whether there is a price."""
    return math.isfinite(price)
