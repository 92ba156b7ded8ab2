"""Exposure by tier as of onset: what the small, the middling and the large accounts are shown, niche or not."""

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.sharing import natural_of_each
from sim.results.accounting import Days
from sim.world.creators import Tier, tier_of

if TYPE_CHECKING:
    from sim.results.run import Run

TIERS = tuple(tier.name.lower() for tier in Tier)


def tiers(run: "Run", days: Days) -> dict[str, float]:
    """Natural impressions per member and day, and members, of each tier: natural_koc, members_koc and so on.

    Members are the accounts active at onset by their followers then; who leaves later counts as zero exposure.
    """
    followers = run.creators["followers_at_onset"].to_numpy(np.float64)
    there = np.isfinite(followers)
    tier = tier_of(followers[there])
    shown = natural_of_each(run, days)[there]
    members = np.bincount(tier, minlength=len(TIERS))
    sums = np.bincount(tier, weights=shown, minlength=len(TIERS)) / (days.last - days.first + 1)
    each = sums / np.where(members > 0, members, np.nan)
    found = {f"natural_{name}": float(each[place]) for place, name in enumerate(TIERS)}
    return found | {f"members_{name}": int(members[place]) for place, name in enumerate(TIERS)}
