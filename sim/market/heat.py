"""The platform pays for what a policy pushes: it bids for paid slots itself, out of a purse of its own."""

import numpy as np
from numpy.typing import NDArray

from sim.core.units import MICRO
from sim.world.campaigns import Campaigns, Goal, Pacing, Party, Purpose
from sim.world.money import HEATING, in_micro
from sim.world.span import Span
from sim.world.world import World


def heat(world: World, rmb: NDArray[np.float64], span: Span, play_rmb: float) -> None:
    """Let the platform spend so much on each item in the coming span. Shapes: `rmb` [I], real money, 0 for most.

    Its bids compete with everybody's, at the worth of a play to who boosts; the account shown gains, and pays nothing.
    Every item has one campaign; what a span leaves unspent lapses.
    """
    row = np.flatnonzero(rmb > 0.0)
    serial, budget = world.items.serial[row], in_micro(rmb[row])
    known = campaigns_of(world.campaigns, serial)
    new = np.flatnonzero(known < 0)
    if new.size:
        fresh = Campaigns(new.size)
        fresh.purpose[:], fresh.goal[:], fresh.pacing[:] = Purpose.HEAT, Goal.PLAY, Pacing.THROTTLE
        fresh.bidder_kind[:], fresh.bidder[:] = Party.PLATFORM, HEATING
        fresh.beneficiary_kind[:] = Party.ACCOUNT
        fresh.beneficiary[:] = fresh.creator[:] = world.items.creator[row[new]]
        fresh.item[:], fresh.bid[:], fresh.starts_at[:] = serial[new], round(MICRO * play_rmb), span.start
        known[new] = len(world.campaigns) + np.arange(new.size)
        world.open_campaigns(fresh)
    campaigns = world.campaigns
    with campaigns.writing("budget", "ends_at"):
        campaigns.budget[known] = campaigns.spent[known] + budget
        campaigns.ends_at[known] = span.end


def campaigns_of(campaigns: Campaigns, serial: NDArray[np.int32]) -> NDArray[np.int64]:
    """The row of the platform's campaign for each of these items, or -1, [N]."""
    own = np.flatnonzero(campaigns.purpose == Purpose.HEAT)
    own = own[np.argsort(campaigns.item[own], kind="stable")]
    place = np.searchsorted(campaigns.item[own], serial)
    there = place < own.size
    there[there] = campaigns.item[own[place[there]]] == serial[there]
    found = np.full(serial.size, -1, dtype=np.int64)
    found[there] = own[place[there]]
    return found
