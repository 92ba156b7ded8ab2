"""Live rooms: at every cut those of the coming span are planned; each is a process of its own until it is settled."""

from collections.abc import Generator

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.core.clock import Rank
from sim.kernels.uploads import furnish, learned
from sim.processes.stage import Stage
from sim.world.items import FIRST_ROOM, Format, Items
from sim.world.live import Live, Opening
from sim.world.lobby import preview_ms
from sim.world.world import World


def live(stage: Stage) -> Generator[simpy.Event, None, None]:
    """Plan the rooms that open before the next cut, and start a process for each; nothing where nobody goes live."""
    if stage.world.live is None:
        return
    for serial in stage.world.live.rooms.serial.tolist():  # those that were open when the run stopped
        stage.clock.start(room(stage, stage.world.live, serial))
    while True:
        yield stage.clock.at(stage.clock.now, Rank.CHANGE)
        stage.world.now = stage.clock.now
        for serial in open_rooms(stage, stage.world.live).tolist():
            stage.clock.start(room(stage, stage.world.live, serial))
        yield stage.clock.at(stage.clock.now + stage.refresh_ticks, Rank.CHANGE)


def room(stage: Stage, host: Live, serial: int) -> Generator[simpy.Event, None, None]:
    """One room: it stays open until its time is over, and is settled at the next cut."""
    closes_at = int(host.rooms.closes_at[np.searchsorted(host.rooms.serial, serial)])
    yield stage.clock.at(-(-closes_at // stage.refresh_ticks) * stage.refresh_ticks, Rank.CHANGE)
    host.settle(serial)


def open_rooms(stage: Stage, host: Live) -> NDArray[np.int32]:
    """Open the rooms of the coming span; their serials."""
    world = stage.world
    opening = host.plan(world.now + stage.refresh_ticks, pace(world))
    here = world.creators.joined_at[opening.creator] <= opening.opens_at
    here &= opening.opens_at < world.creators.left_at[opening.creator]
    opening = Opening(*(column[here] for column in opening))
    fresh = items_of(world, host, opening)
    world.open_rooms(fresh, opening.closes_at)
    stage.kept = np.concatenate([stage.kept, np.full(len(fresh), -1, dtype=np.int64)])
    return fresh.serial


def items_of(world: World, host: Live, opening: Opening) -> Items:
    """The rooms as items: on a topic of the account, as good as its talent and practice make them."""
    items = Items(opening.creator.size)
    items.creator[:], items.upload[:] = opening.creator, FIRST_ROOM + opening.session
    items.visible_from[:] = opening.opens_at
    items.visible_to[:] = np.minimum(opening.closes_at, world.creators.left_at[opening.creator])
    furnish(world, items, skilled(world, host))
    items.format[:] = Format.LIVE
    items.duration_ms[:] = preview_ms(host.settings)
    items.serial[:] = world.next_serial + np.arange(len(items))
    world.next_serial += len(items)
    return items


def skilled(world: World, host: Live) -> NDArray[np.float64]:
    """Mean quality of each account's rooms now, [C]: talent, and what practice in rooms has taught."""
    quality = world.creators.quality + host.hosts.talent
    settings = world.career_settings
    if world.careers is None or not settings.learning:
        return np.asarray(quality, dtype=np.float64)
    practice = host.hosts.behind + host.hosts.session
    return np.asarray(quality + learned(practice, settings.skill_most, settings.live_practice), dtype=np.float64)


def pace(world: World) -> NDArray[np.float64]:
    """How often each account goes live against its habit, [C]: with careers, as it does with its uploads."""
    if world.careers is None or not world.career_settings.cadence:
        return np.ones(len(world.creators))
    habit = world.careers.habit
    return np.divide(world.creators.uploads_per_day, habit, out=np.ones(habit.size), where=habit > 0.0)
