"""Careers: every day accounts look back, some give up or come back; every week they change pace and topics."""

from collections.abc import Generator
from time import perf_counter

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.core import draws, streams
from sim.core.clock import Rank
from sim.core.units import TICKS_PER_DAY
from sim.kernels import careers as kernels
from sim.kernels.uploads import EVERY_DAY, FARTHEST, publishing_hours
from sim.laws.quitting import within
from sim.processes import agencies, choices
from sim.processes.sight import DAYS_PER_WEEK, chosen_peers, own_of, peers_of
from sim.processes.stage import Stage
from sim.world import livelihood
from sim.world.agencies import NO_AGENCY
from sim.world.careers import Careers, Left
from sim.world.world import World


def careers(stage: Stage) -> Generator[simpy.Event, None, None]:
    """Wake at every midnight but the first."""
    while True:
        yield stage.clock.at(stage.clock.now, Rank.CHANGE)
        if stage.clock.now > 0 and stage.world.careers is not None:
            stage.world.now = stage.clock.now
            since = perf_counter()
            live(stage.world, stage.world.careers)
            stage.seconds["careers"] = stage.seconds.get("careers", 0.0) + perf_counter() - since
        yield stage.clock.at(stage.clock.now + TICKS_PER_DAY, Rank.CHANGE)


def live(world: World, careers: Careers) -> None:
    """One day of all careers."""
    settings = world.career_settings
    careers.thaw()
    fee = look_back(world, careers)
    if world.agencies is not None:
        agencies.settle(world, world.agencies, fee)
    if settings.exit:
        give_up(world, careers)
    if settings.exit and settings.returns:
        come_back(world, careers)
    careers.thaw()
    if world.now // TICKS_PER_DAY % DAYS_PER_WEEK == 0:
        think_over(world, careers)
        if world.agencies is not None:
            agencies.week(world, world.agencies)
            careers.thaw()
    if settings.cadence or world.agencies is not None:
        set_pace(world)
    careers.freeze()


def look_back(world: World, careers: Careers) -> NDArray[np.int64]:
    """Settle the day that has passed; what each account owes an agency for it, in fen [C]."""
    settings = world.career_settings
    rows = np.flatnonzero(world.creators.active(world.now))
    fee = np.zeros(len(careers), dtype=np.int64)
    kernels.look_back(
        rows, world.creators.impressions, careers.views, careers.feedback, careers.uploads, careers.natural_then,
        careers.views_then, careers.feedback_then, careers.uploads_then, careers.money, careers.money_then,
        livelihood.fen_per_view(settings, world.creators.kind, world.commerce is not None),
        _cost(world),
        np.where(careers.agency == NO_AGENCY, 0.0, settings.agencies.income_share),
        settings.income_days, settings.burnout_days, settings.boost_ratio, settings.boost_least, settings.boost_days,
        careers.days, careers.recent_views, careers.recent_uploads, careers.load, careers.usual_feedback,
        careers.lift, careers.income, fee,
    )  # fmt: skip
    return fee


def _cost(world: World) -> NDArray[np.float64]:
    """Fen that an upload costs each account, [C]: who is at home makes it, a guest ports it."""
    cost = livelihood.fen_per_upload(world.career_settings, world.creators.kind)
    if world.residence is not None:
        cost[world.residence.guest] = world.residence.porting_cost_rmb * livelihood.FEN
    return cost


def give_up(world: World, careers: Careers) -> None:
    """Close the accounts whose owners give up today."""
    rows, day = world.deciding(world.now), world.now // TICKS_PER_DAY
    draw = draws.units(world.key.seed, streams.EXIT, rows, tick=day, replication=world.key.replication)
    why = choices.quits(own_of(world, rows), world.career_settings, draw[:, :2])
    gone = rows[why != Left.NOT]
    careers.left_for[gone] = why[why != Left.NOT]
    careers.first_left_at[gone] = np.minimum(careers.first_left_at[gone], world.now)
    world.close_account(gone, world.now)


def come_back(world: World, careers: Careers) -> None:
    """Open the accounts of those who come back today, with the followers they had."""
    left, day = world.creators.left_at < world.now, world.now // TICKS_PER_DAY
    rows = np.flatnonzero(left if world.residence is None else left & ~world.residence.guest)
    draw = draws.units(world.key.seed, streams.EXIT, rows, tick=day, replication=world.key.replication)
    back = rows[draw[:, 2] < within(world.career_settings.return_per_month, 1.0)]
    careers.spells[back] += 1
    world.open_account(back, world.now)


def think_over(world: World, careers: Careers) -> None:
    """Decide on pace and topics for a week, then remember the past a little less."""
    settings, creators = world.career_settings, world.creators
    rows, week = world.deciding(world.now), world.now // (DAYS_PER_WEEK * TICKS_PER_DAY)
    draw = draws.units(world.key.seed, streams.TOPIC_MOVE, rows, tick=week, replication=world.key.replication)
    peers = peers_of(world, rows, chosen_peers(world, rows))
    decided = choices.week(own_of(world, rows, topics=True), peers, settings, draw[:, 0])
    careers.drive[rows] = decided.drive
    if settings.topics:
        creators.thaw()
        creators.topic_mix[rows] = decided.mix
        creators.niche[rows] = creators.topic_mix[rows][:, world.topics.niche].sum(axis=1) >= world.settings.niche_mass
        creators.freeze()
    keeps = np.float32(2.0 ** (-DAYS_PER_WEEK / settings.topic_memory_days))
    careers.topic_views *= keeps
    careers.topic_uploads *= keeps


def set_pace(world: World) -> None:
    """Publish at today's pace; the wait for the next upload goes on at it."""
    creators = world.creators
    rows = world.deciding(world.now)
    before = creators.uploads_per_day.copy()
    creators.thaw()
    creators.uploads_per_day[rows] = choices.pace(own_of(world, rows), world.career_settings)
    kernels.replan(
        rows, world.now, before, creators.uploads_per_day, publishing_hours(world.calendar.hourly), EVERY_DAY,
        FARTHEST, creators.next_upload_at,
    )  # fmt: skip
    creators.freeze()
