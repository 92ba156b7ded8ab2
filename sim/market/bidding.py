"""Who opens campaigns of their own accord on a day: merchants, head accounts, accounts whose exposure has fallen."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.core import draws, elementwise, streams
from sim.core.units import TICKS_PER_DAY
from sim.market.bidder_settings import BidderSettings
from sim.world.agencies import NO_AGENCY
from sim.world.bidders import Bidders
from sim.world.campaigns import Campaigns, Goal, Pacing, Party, Purpose
from sim.world.creators import Tier, tier_of
from sim.world.money import in_micro
from sim.world.world import World

DAYS_PER_MONTH, DAYS_PER_WEEK = 30.0, 7


def open_day(world: World, bidders: Bidders, settings: BidderSettings, scale: float) -> None:
    """Everybody's new campaigns. `scale` is how many real impressions one here stands for."""
    every = [
        merchants(world, settings),
        heads(world, bidders, settings, scale),
        boosts(world, bidders, settings),
        tickets(world, settings),
    ]
    first, *others = [one for one in every if len(one)] or [Campaigns()]
    for other in others:
        first.append(other)
    if len(first):
        world.open_campaigns(first)


def merchants(world: World, settings: BidderSettings) -> Campaigns:
    """Each merchant's next campaign on the day that its last one ends; their number grows by the month.

    A campaign shows the newest item of an account that carries it; the merchant is the beneficiary. Worth and budget
    differ by merchant and are given from outside.
    """
    day, length = world.now // TICKS_PER_DAY, settings.merchant_days
    first = settings.merchants_per_account * world.settings.creators
    number = np.arange(round(first * math.exp(settings.merchant_growth * day / DAYS_PER_MONTH)))
    before = round(first * math.exp(settings.merchant_growth * (day - 1) / DAYS_PER_MONTH)) if day else 0
    number = number[((day - number) % length == 0) | (number >= before)]
    carriers = showing(world, world.creators.active(world.now))
    if number.size == 0 or carriers.size == 0 or settings.merchant_budget_rmb == 0.0:
        return Campaigns()
    normal = settings.merchant_log_sd * draws.normals(world.key.seed, streams.MERCHANT, number)
    spread = elementwise.exp(normal[:, :2] - np.array([0.0, 0.5 * settings.merchant_log_sd**2]))
    ends = day + length - (day - number) % length
    odds = np.cumsum(
        elementwise.power(np.maximum(world.creators.followers[carriers], 1.0), settings.carrier_elasticity)
    )
    draw = draws.each(world.key.seed, world.key.luck, streams.CARRIER, number, np.full(number.size, day))[:, 0]
    chosen = carriers[np.minimum(np.searchsorted(odds, draw * odds[-1]), carriers.size - 1)]
    per_day = settings.merchant_budget_rmb * world.settings.users / max(first, 1.0) * spread[:, 1]
    opened = _opened(number.size, Purpose.MERCHANT, Goal.PLAY, world.now, ends * TICKS_PER_DAY)
    opened.bidder_kind[:] = opened.beneficiary_kind[:] = Party.MERCHANT
    opened.bidder[:] = opened.beneficiary[:] = number
    opened.creator[:] = chosen
    opened.pacing[:] = Pacing[settings.merchant_pacing.upper()]
    if settings.merchant_pacing == "return":  # worth / return is bid at first: what is won then returns that or more
        opened.target_return[:], opened.multiplier[:] = settings.merchant_return, settings.merchant_return - 1.0
    opened.bid[:] = in_micro(settings.merchant_play_rmb * spread[:, 0])
    opened.budget[:] = in_micro(per_day * (ends - day))
    return opened


def heads(world: World, bidders: Bidders, settings: BidderSettings, scale: float) -> Campaigns:
    """Head accounts pay a share of their sales to be seen; the share rises as natural exposure falls, up to a most."""
    creators = world.creators
    rows = np.flatnonzero(creators.active(world.now) & (tier_of(creators.followers) == Tier.HEAD))
    share = settings.head_first + (settings.head_most - settings.head_first) * bidders.shortfall()[rows]
    budget = in_micro(np.maximum(share, 0.0) * settings.head_sales_rmb * scale * bidders.recent[rows])
    rows, budget = rows[budget > 0], budget[budget > 0]
    if rows.size == 0:
        return Campaigns()
    opened = _own(world, rows, Purpose.HEAD, Goal.IMPRESSION, 1)
    opened.bid[:] = in_micro(np.full(rows.size, settings.head_most * settings.head_sales_rmb))
    opened.budget[:] = budget
    return opened


def boosts(world: World, bidders: Bidders, settings: BidderSettings) -> Campaigns:
    """Accounts below head push their newest item with a ticket, the likelier the further exposure has fallen."""
    creators = world.creators
    small = creators.active(world.now) & (tier_of(creators.followers) != Tier.HEAD)
    rows = showing(world, small)
    draw = draws.units(
        world.key.seed, streams.BOOST, rows, tick=world.now // TICKS_PER_DAY, replication=world.key.luck
    )[:, 0]
    rows = rows[draw < settings.boost_per_day * bidders.shortfall()[rows]]
    if rows.size == 0:
        return Campaigns()
    opened = _own(world, rows, Purpose.BOOST, Goal.PLAY, settings.boost_days)
    opened.bid[:] = in_micro(np.full(rows.size, settings.boost_play_rmb))
    opened.budget[:] = in_micro(np.full(rows.size, settings.boost_ticket_rmb))
    return opened


def tickets(world: World, settings: BidderSettings) -> Campaigns:
    """Once a week agencies push the newest items of the accounts they have signed, with a part of what reach gets."""
    careers, agencies, day = world.careers, world.agencies, world.now // TICKS_PER_DAY
    if careers is None or agencies is None or day % DAYS_PER_WEEK or day == 0:
        return Campaigns()
    contract = world.career_settings.agencies
    rows = showing(world, world.creators.active(world.now) & (careers.agency != NO_AGENCY))
    reach = agencies.reach(contract)[careers.agency[rows]]
    budget = in_micro(contract.paid_share * reach * careers.budget[rows] * DAYS_PER_WEEK / DAYS_PER_MONTH)
    rows, budget = rows[budget > 0], budget[budget > 0]
    opened = _own(world, rows, Purpose.BOOST, Goal.PLAY, DAYS_PER_WEEK)
    opened.bidder_kind[:], opened.bidder[:] = Party.AGENCY, careers.agency[rows]  # it pays, the account gains
    opened.bid[:] = in_micro(np.full(rows.size, settings.boost_play_rmb))
    opened.budget[:] = budget
    return opened


def showing(world: World, wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Which of the wanted accounts have an item that is visible now."""
    items = world.items
    here = (items.visible_from <= world.now) & (items.visible_to > world.now)
    has = np.zeros(len(world.creators), dtype=bool)
    has[items.creator[here]] = True
    return np.flatnonzero(has & wanted)


def _own(world: World, rows: NDArray[np.int64], purpose: Purpose, goal: Goal, days: int) -> Campaigns:
    """Campaigns of accounts for themselves."""
    opened = _opened(rows.size, purpose, goal, world.now, world.now + days * TICKS_PER_DAY)
    opened.bidder_kind[:] = opened.beneficiary_kind[:] = Party.ACCOUNT
    opened.bidder[:] = opened.beneficiary[:] = opened.creator[:] = rows
    return opened


def _opened(count: int, purpose: Purpose, goal: Goal, now: int, ends: int | NDArray[np.int64]) -> Campaigns:
    opened = Campaigns(count)
    opened.purpose[:], opened.goal[:] = purpose, goal
    opened.starts_at[:], opened.ends_at[:] = now, ends
    return opened
