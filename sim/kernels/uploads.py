"""Plan the uploads of all accounts up to a tick: compiled, because there may be a hundred thousand."""

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core import streams
from sim.core.hands import ALONE, Hands, shares
from sim.core.law import loop
from sim.core.noise import WORLD, normal_pair, philox, unit
from sim.core.units import NEVER, TICKS_PER_DAY
from sim.laws.arrival import hazard, next_visit
from sim.laws.practising import skill
from sim.laws.publishing import item_duration_ms, item_quality
from sim.world.items import Items
from sim.world.world import World

PUBLISH, ITEM = streams.PUBLISH, streams.ITEM
FEW = 64  # uploads that there is room for at first
FARTHEST = 3650 * TICKS_PER_DAY  # no planned gap is longer
AHEAD = 7_000_000 * TICKS_PER_DAY  # whole weeks: the law is asked about positive ticks, for it says -1 for never
EVERY_DAY = np.ones(7)  # no weekday is like another for users; for accounts all are
PUBLISH_EARLIER_HOURS = 2  # creators publish this long before users visit


@loop
def _gap(seed, creator, upload, now, per_day, hourly, weekday):  # type: ignore[no-untyped-def]  # compiled
    words = philox(seed, WORLD, creator, upload, 0, PUBLISH)
    since = now + AHEAD
    at, _ = next_visit(since, hazard(unit(words[0])), per_day, hourly, weekday, since + FARTHEST)
    following = at - AHEAD if at >= 0 else NEVER
    return following, unit(words[1])


@loop
def _plan(  # type: ignore[no-untyped-def]  # compiled
    seed, until, next_at, next_upload, per_day, left_at, reliability, hourly, weekday
):
    """Advance every account's plan to `until`; the uploads that appear: account, number and tick of each."""
    found, room = 0, FEW
    creator, upload, visible_from = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int64)
    for c in range(next_at.size):
        while next_at[c] < until:
            at, number = next_at[c], next_upload[c]
            following, draw = _gap(seed, c, number, at, per_day[c], hourly, weekday)
            if at < left_at[c] and (number == 0 or draw < reliability[c]):
                if found == room:  # twice the room
                    creator, upload = np.append(creator, creator), np.append(upload, upload)
                    visible_from = np.append(visible_from, visible_from)
                    room *= 2
                creator[found], upload[found], visible_from[found] = c, number, at
                found += 1
            next_at[c] = following
            next_upload[c] = number + 1
    return creator[:found], upload[:found], visible_from[:found]


@loop
def _make(  # type: ignore[no-untyped-def]  # compiled
    seed, creator, upload, mix, mean, inconsistency, median, log_sd, shortest, longest, topic, quality, duration
):
    for i in range(creator.size):
        c = creator[i]
        x = unit(philox(seed, WORLD, c, upload[i], 0, ITEM)[0])
        last = mix.shape[1] - 1
        total = 0.0
        for k in range(last + 1):
            total += np.float64(mix[c, k])
        x *= total
        k = 0
        upto = np.float64(mix[c, 0])
        while k < last and x >= upto:
            k += 1
            upto += np.float64(mix[c, k])
        while k > 0 and mix[c, k] == 0.0:
            k -= 1
        topic[i] = k
        words = philox(seed, WORLD, c, upload[i], 1, ITEM)
        length, _ = normal_pair(words[0], words[1])
        worth, _ = normal_pair(words[2], words[3])
        duration[i] = item_duration_ms(length, median, log_sd, shortest, longest)
        quality[i] = item_quality(mean[c], inconsistency[c], worth)


@loop
def _skills(times, most, scale, out):  # type: ignore[no-untyped-def]  # compiled
    for c in range(times.size):
        out[c] = skill(float(times[c]), most, scale)


def publishing_hours(hourly: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of a day's uploads by hour, [24]: the users' profile, some hours earlier."""
    return np.concatenate([hourly[PUBLISH_EARLIER_HOURS:], hourly[:PUBLISH_EARLIER_HOURS]])


def reliability(world: World) -> NDArray[np.float64]:
    """Probability that a planned upload of each account appears, [C]."""
    if world.careers is not None:
        return world.careers.reliability
    return np.full(len(world.creators), world.settings.cadence_reliability)


def mature(world: World) -> NDArray[np.float64]:
    """Mean quality of each account's items now, [C]: what practice has not taught yet is missing, an agency adds."""
    settings, careers = world.career_settings, world.careers
    if careers is None:
        return world.creators.quality
    polished = world.creators.quality + careers.polish
    if not settings.learning:
        return polished
    return np.asarray(polished + learned(careers.uploads, settings.skill_most, settings.video_practice))


def learned(times: NDArray[Any], most: float, scale: float) -> NDArray[np.float64]:
    """What practice has taught each account so far, less all that it can teach, [C]."""
    skills = np.empty(times.size)
    _skills(times, most, scale, skills)
    return skills - most


def plan_uploads(world: World, until: int, factor: NDArray[np.float64] | float = 1.0, hands: Hands = ALONE) -> Items:
    """Advance all accounts' plans to a tick and return the items that appear, oldest serial first.

    `factor` multiplies the planned uploads of each account, [C].
    """
    creators = world.creators
    hourly, per_day = publishing_hours(world.calendar.hourly), factor * creators.uploads_per_day
    with creators.writing("next_upload_at", "next_upload") as (next_at, next_upload):
        creator, upload, visible_from = _plan(
            world.key.seed, until, next_at, next_upload, per_day, creators.left_at,
            reliability(world), hourly, EVERY_DAY,
        )  # fmt: skip
    found = len(creator)
    items = Items(found)
    items.creator[:], items.upload[:], items.visible_from[:] = creator, upload, visible_from
    furnish(world, items, mature(world), hands)
    items.serial[:] = world.next_serial + np.arange(found)
    items.visible_to[:] = creators.left_at[items.creator]
    world.next_serial += found
    return items


def furnish(world: World, items: Items, mean: NDArray[np.float64], hands: Hands = ALONE) -> None:
    """Draw topic, quality and duration of new items, each by its name. `mean` [C] is each account's mean quality."""
    settings = world.settings

    def part(some: slice) -> None:
        _make(
            world.key.seed, items.creator[some], items.upload[some], world.creators.topic_mix, mean,
            world.creators.inconsistency, settings.duration_median_seconds, settings.duration_log_sd,
            settings.duration_shortest_seconds, settings.duration_longest_seconds, items.topic[some],
            items.quality[some], items.duration_ms[some],
        )  # fmt: skip

    hands.each([partial(part, some) for some in shares(len(items), hands)])
    if world.careers is not None:  # prior expertise counts on its own topic
        own_field = world.careers.field[items.creator] == items.topic
        items.quality[own_field] += world.careers.expertise[items.creator[own_field]]
    if world.residence is not None and world.behaviour_settings.quality_weight > 0.0:  # style moves the odds of a play
        items.quality += world.residence.style[items.creator] / world.behaviour_settings.quality_weight
