"""Groups that accounts are counted in: tier, niche or not, both with size, age, and kind."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.units import TICKS_PER_DAY
from sim.world.creators import SMALL_BELOW, Creators, Kind, Tier, tier_of

AGES = (30, 90, 365)  # days at which an account enters the next age group


class Grouping(NamedTuple):
    """One way to sort accounts. `code` [C] is the place of each account's group in `members`."""

    kind: str
    members: tuple[str, ...]
    code: NDArray[np.int8]

    def labels(self) -> list[str]:
        """The groups as a metric names them, such as "tier=koc"."""
        return [f"{self.kind}={member}" for member in self.members]

    def sums(self, amounts: NDArray[np.generic]) -> NDArray[np.float64]:
        """Sum of amounts [C] by group; whole numbers below 2^53 are exact."""
        return np.asarray(np.bincount(self.code, weights=amounts, minlength=len(self.members)), dtype=np.float64)


def by_tier(followers: NDArray[np.float64]) -> Grouping:
    """Below 10 k followers, below 300 k, and above."""
    return Grouping("tier", tuple(tier.name.lower() for tier in Tier), tier_of(followers))


def by_niche(niche: NDArray[np.uint8]) -> Grouping:
    """Accounts with at least 60 % of their output on niche topics, and the others."""
    return Grouping("niche", ("no", "yes"), niche.astype(np.int8))


def by_quadrant(niche: NDArray[np.uint8], followers: NDArray[np.float64]) -> Grouping:
    """The 2 x 2 of niche and small: they are different things, so they are shown together."""
    members = ("mainstream-large", "mainstream-small", "niche-large", "niche-small")
    return Grouping("quadrant", members, 2 * niche.astype(np.int8) + (followers < SMALL_BELOW))


def by_kind(kind: NDArray[np.int8]) -> Grouping:
    """Creators, merchants, accounts signed by an agency, brands' own, and those run by machines."""
    return Grouping("kind", tuple(one.name.lower() for one in Kind), kind)


def by_age(joined_at: NDArray[np.int64], now: int) -> Grouping:
    """Days since an account joined; those not there yet count as youngest."""
    days = (now - joined_at) // TICKS_PER_DAY
    members = tuple(f"{low}-{high}d" for low, high in zip((0, *AGES[:-1]), AGES, strict=True))
    return Grouping("age", (*members, f"{AGES[-1]}d+"), np.searchsorted(AGES, days, side="right").astype(np.int8))


def groupings(creators: Creators, now: int) -> dict[str, Grouping]:
    """Every grouping of the accounts as they are now, by kind."""
    every = (
        by_tier(creators.followers),
        by_niche(creators.niche),
        by_quadrant(creators.niche, creators.followers),
        by_age(creators.joined_at, now),
        by_kind(creators.kind),
    )
    return {grouping.kind: grouping for grouping in every}
