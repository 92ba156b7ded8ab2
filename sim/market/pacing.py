"""Pacing: how a budget is made to last, by shading bids or by sitting auctions out.

A campaign that ends has a target for each span: its share of what is left, by the traffic that is still to come.
Within a span nothing is counted; at its end the shading moves by how far the spending was from the target.
"""

import numpy as np
from numpy.typing import NDArray

from sim.core import elementwise
from sim.core.units import NEVER, TICKS_PER_DAY
from sim.market.settings import PacingSettings
from sim.world.calendar import Calendar, traffic_until
from sim.world.campaigns import Campaigns, Goal, Pacing
from sim.world.span import Span
from sim.world.world import World

LEAST = 0.02  # a campaign that is paced enters at least this share of auctions
FASTEST = 3.0  # overspending above this many times the target moves the shading no faster
BURST = 2.0  # a shaded campaign enters fewer auctions where it would spend more than this many targets
KEPT = 0.8  # of the highest spending seen, from one refresh to the next
Floats = NDArray[np.float64]


def part_of(calendar: Calendar, span: Span) -> float:
    """Days of average traffic that a span holds."""
    ends = traffic_until(calendar, np.array([span.start, span.end]))
    return float(ends[1] - ends[0])


def targets(campaigns: Campaigns, row: NDArray[np.int64], calendar: Calendar, span: Span) -> Floats:
    """What each of these campaigns means to spend in a span, [N]; infinite where nothing makes it wait."""
    now, ends_at = float(traffic_until(calendar, np.array([span.start]))[0]), campaigns.ends_at[row]
    part = part_of(calendar, span)
    to_come = np.where(ends_at < NEVER, traffic_until(calendar, np.minimum(ends_at, 2**52)) - now, np.inf)
    whole = (campaigns.budget[row] - campaigns.spent[row]) * np.minimum(part / np.maximum(to_come, 1e-12), 1.0)
    midnight = np.array([(span.start // TICKS_PER_DAY + 1) * TICKS_PER_DAY])
    today = part / max(float(traffic_until(calendar, midnight)[0]) - now, 1e-12)
    capped = campaigns.budget_per_day[row] < NEVER
    of_day = (campaigns.budget_per_day[row] - campaigns.spent_today[row]) * min(today, 1.0)
    waits = np.where(ends_at < NEVER, whole, np.inf)
    return np.asarray(np.maximum(np.where(capped, np.minimum(waits, of_day), waits), 0.0), dtype=np.float64)


def enter(world: World, row: NDArray[np.int64], span: Span, entrants: int) -> Floats:
    """Share of auctions that each of these campaigns enters in the coming span, [N].

    Throttled campaigns enter as many as their target needs; shaded ones all, but for bursts of spending, which a
    refresh sees too late. Who has not spent yet is held to the target at what an average competitor spends.
    """
    campaigns = world.campaigns
    part, target = part_of(world.calendar, span), targets(campaigns, row, world.calendar, span)
    new = campaigns.pressure[row] < 0.0
    pressure = np.where(new, first_pressure(world, row.size, entrants), campaigns.pressure[row])
    throttled = np.isin(campaigns.pacing[row], (Pacing.THROTTLE, Pacing.RETURN)) | new
    allowed = np.where(throttled, target, np.minimum(BURST * target, campaigns.left()[row]))
    share = np.clip(allowed / np.maximum(pressure * part, 1e-9), LEAST, 1.0)
    return np.where(campaigns.pacing[row] == Pacing.NONE, 1.0, share)


def first_pressure(world: World, count: int, entrants: int) -> float:
    """What a newcomer would spend in a day of average traffic, entering every auction: a guess from the past."""
    campaigns = world.campaigns
    days = float(traffic_until(world.calendar, np.array([world.now]))[0])
    started = float(traffic_until(world.calendar, np.array([campaigns.starts_at.min(initial=world.now)]))[0])
    sold = int((campaigns.spent + campaigns.make_good).sum())
    return sold / max(days - started, 1e-9) * min(1.0, entrants / max(count, 1)) * 0.5


def learn(
    campaigns: Campaigns,
    row: NDArray[np.int64],
    spent: NDArray[np.int64],
    worth: Floats,
    target: Floats,
    part: float,
    settings: PacingSettings,
) -> None:
    """Move the shading of each campaign by what the span showed. `spent` before any cap, `worth` what was won.

    Adaptive: 1 + multiplier moves in proportion to spending over target - 1, never below no shading. Target return:
    proportional and integral control of the log of the realised return.

    Source: Balseiro and Gur 2019, "Learning in repeated auctions with budgets", as dual ascent on the budget; here
    one step a refresh, in units of the target and relative to the bid, so that a step means the same for all.
    """
    full = spent / np.maximum(campaigns.participation[row], LEAST)
    seen = full / part
    known = campaigns.pressure[row] >= 0.0
    over = np.minimum(full / np.maximum(target, 1e-9), FASTEST) - 1.0
    shade = 1.0 + campaigns.multiplier[row]
    adaptive = campaigns.pacing[row] == Pacing.ADAPTIVE
    returns = (campaigns.pacing[row] == Pacing.RETURN) & (spent > 0) & (worth > 0.0)
    wanted = np.where(campaigns.pacing[row] == Pacing.RETURN, campaigns.target_return[row], 1.0)
    missed = elementwise.log(np.where(returns, wanted * spent / np.where(returns, worth, 1.0), 1.0))
    moved = settings.return_gain * missed + settings.return_damping * (missed - campaigns.missed[row])
    by_return = shade * elementwise.exp(np.where(returns, moved, 0.0))
    campaigns.pressure[row] = np.where(known, np.maximum(seen, KEPT * campaigns.pressure[row]), seen)
    campaigns.multiplier[row] = (
        np.where(adaptive, np.maximum(shade * (1.0 + settings.step * over), 1.0), np.maximum(by_return, 0.1)) - 1.0
    )
    campaigns.missed[row] = np.where(returns, missed, campaigns.missed[row])


def worth_of(campaigns: Campaigns, row: NDArray[np.int64], won: tuple[NDArray[np.int64], ...], scale: float) -> Floats:
    """What was won, to the bidders, by the act each pays for. `won`: impressions, plays, follows."""
    impressions, plays, follows = won
    acts = np.select(
        [campaigns.goal[row] == goal for goal in Goal],
        [impressions, plays, follows, plays * campaigns.conversion[row]],
    )
    return np.asarray(scale * campaigns.bid[row] * acts, dtype=np.float64)
