"""Pacing: how a budget is made to last, by shading bids or by sitting auctions out.

A campaign that ends has a target for each span: its share of what is left, by the traffic that is still to come but
for three quarters of its last span, which are there for what the others leave. Within a span nothing is counted; at
its end the shading moves by how far the spending was from the target.
"""

from typing import NamedTuple

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
KEPT = 0.5  # weight of what was known of a campaign's spending, from one refresh to the next
HURRY = 4.0  # spans before its end from which on a campaign's shading moves faster
Floats = NDArray[np.float64]


class Ahead(NamedTuple):
    """Days of average traffic that a span holds, that were before it, and that its day still holds."""

    part: float
    before: float
    today: float


def ahead_of(calendar: Calendar, span: Span) -> Ahead:
    """The traffic of a span."""
    midnight = (span.start // TICKS_PER_DAY + 1) * TICKS_PER_DAY
    start, end, night = traffic_until(calendar, np.array([span.start, span.end, midnight])).tolist()
    return Ahead(end - start, start, night - start)


def spans_left(campaigns: Campaigns, row: NDArray[np.int64], calendar: Calendar, span: Span, ahead: Ahead) -> Floats:
    """How many spans like this one each still has, less three quarters of one at its end, [N]; at least 1."""
    ends_at = np.minimum(campaigns.ends_at[row], 2**52)
    to_come = traffic_until(calendar, ends_at - 3 * (span.end - span.start) // 4) - ahead.before
    return np.asarray(
        np.where(campaigns.ends_at[row] < NEVER, np.maximum(to_come / ahead.part, 1.0), np.inf), dtype=np.float64
    )


def targets(campaigns: Campaigns, row: NDArray[np.int64], ahead: Ahead, spans: Floats) -> Floats:
    """What each of these campaigns means to spend in a span, [N]; infinite where nothing makes it wait."""
    left = campaigns.budget[row] - campaigns.spent[row]
    whole = np.where(np.isinf(spans), np.inf, left / spans)
    capped = campaigns.budget_per_day[row] < NEVER
    share = min(ahead.part / max(ahead.today, 1e-12), 1.0)
    of_day = (campaigns.budget_per_day[row] - campaigns.spent_today[row]) * share
    return np.asarray(np.maximum(np.where(capped, np.minimum(whole, of_day), whole), 0.0), dtype=np.float64)


def enter(world: World, row: NDArray[np.int64], target: Floats, part: float, entrants: int) -> Floats:
    """Share of auctions that each of these campaigns enters in the coming span, [N].

    Throttled campaigns enter as many as their target needs; shaded ones all, but for bursts of spending, which a
    refresh sees too late. Who has not spent yet is held to the target at what an average competitor spends.
    """
    campaigns = world.campaigns
    new = campaigns.pressure[row] < 0.0
    pressure = campaigns.pressure[row]
    if new.any():
        pressure = np.where(new, first_pressure(world, row.size, entrants), pressure)
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
    spans: Floats,
    part: float,
    settings: PacingSettings,
) -> None:
    """Move the shading of each campaign by what the span showed. `spent` before any cap, `worth` what was won.

    Adaptive: 1 + multiplier moves in proportion to spending over target - 1, faster towards the end, never below no
    shading. Target return: proportional and integral control of the log of the realised return.

    Source: Balseiro and Gur 2019, "Learning in repeated auctions with budgets", as dual ascent on the budget; here
    one step a refresh, in units of the target and relative to the bid, so that a step means the same for all.
    """
    full = spent / np.maximum(campaigns.participation[row], LEAST)
    seen = full / part
    known = campaigns.pressure[row] >= 0.0
    over = np.minimum(full / np.maximum(target, 1e-9), FASTEST) - 1.0
    shade = 1.0 + campaigns.multiplier[row]
    adaptive = campaigns.pacing[row] == Pacing.ADAPTIVE
    step = np.minimum(settings.step * (1.0 + HURRY / spans), 1.0)
    moved = np.maximum(shade * np.maximum(1.0 + step * over, 0.25), 1.0)
    kept = np.where(known, KEPT * campaigns.pressure[row] + (1.0 - KEPT) * seen, seen)
    returns = campaigns.pacing[row] == Pacing.RETURN
    if returns.any():
        usual = np.maximum(np.where(known, campaigns.pressure[row] * part, seen * part), 1.0)
        moved = np.where(returns, _by_return(campaigns, row, spent, worth, usual, shade, settings), moved)
    campaigns.multiplier[row] = np.where(adaptive | returns, moved, shade) - 1.0
    campaigns.pressure[row] = np.where(adaptive, kept * shade / moved, kept)


def _by_return(
    campaigns: Campaigns,
    row: NDArray[np.int64],
    spent: NDArray[np.int64],
    worth: Floats,
    usual: Floats,
    shade: Floats,
    settings: PacingSettings,
) -> Floats:
    """1 + multiplier of campaigns that hold a return; notes what of it they missed.

    A span of few acts says little: what a campaign usually spends in one is added to both sides of the return.
    """
    there = (campaigns.pacing[row] == Pacing.RETURN) & (spent > 0)
    missed = elementwise.log(np.where(there, (campaigns.target_return[row] * spent + usual) / (worth + usual), 1.0))
    moved = settings.return_gain * missed + settings.return_damping * (missed - campaigns.missed[row])
    campaigns.missed[row] = np.where(there, missed, campaigns.missed[row])
    return np.asarray(np.maximum(shade * elementwise.exp(np.where(there, moved, 0.0)), 0.1), dtype=np.float64)


def worth_of(campaigns: Campaigns, row: NDArray[np.int64], won: tuple[NDArray[np.int64], ...], scale: float) -> Floats:
    """What was won, to the bidders, by the act each pays for. `won`: impressions, plays, follows.

    Nothing where nobody holds a return: nobody else asks.
    """
    impressions, plays, follows = won
    if not (campaigns.pacing[row] == Pacing.RETURN).any():
        return np.zeros(row.size)
    acts = np.select(
        [campaigns.goal[row] == goal for goal in Goal],
        [impressions, plays, follows, plays * campaigns.conversion[row]],
    )
    return np.asarray(scale * campaigns.bid[row] * acts, dtype=np.float64)
