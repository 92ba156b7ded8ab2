"""The bound: what an allocation that knew everything could have given to the cohort, in the run's own world.

The world is what a run under the reference policy and drying traffic left: natural slots from the ledger, visits
and tastes from the users, uploads from the items.
"""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.gallery.entries import REFERENCE
from sim.analysis.attainable import Aggregate, attainable
from sim.analysis.estimand import COHORT, QUADRANTS, Diary, primary, window
from sim.analysis.pairs import MATCH_KEPT
from sim.comparison.arms import BASE, Arms
from sim.results.run import Run
from sim.simulation import resume, simulate
from sim.world.world import World

SEGMENTS = 10  # of the users of a class, by taste for a topic
BLOCK_DAYS = 6  # shorter than an item can be shown: no upload falls between two looks

Floats = NDArray[np.float64]


class Bound(NamedTuple):
    """Of one world: ln of the most that the cohort could get over what it got under the reference, under drying."""

    level: float
    attained: float  # impressions of the whole cohort a day
    reference: float  # what it got


class Look(NamedTuple):
    """What is read of a world between two blocks. Shapes: U users, K topics, N items there."""

    requests: NDArray[np.int64]
    taste: Floats
    home: NDArray[np.int64]  # [U] vertical of the most interesting topic
    serial: NDArray[np.int64]
    topic: NDArray[np.int64]
    creator: NDArray[np.int64]
    last: int  # serial that the next item will have


def bound(arms: Arms, replication: int, drying: str) -> Bound:
    """Live the reference under drying in one world, and solve the programme over its last 30 days."""
    config = arms.branch(BASE, replication, REFERENCE, drying)
    past = arms.warm(BASE, replication)
    days = window(config.warmup_days, primary(arms.horizons))
    run = simulate(past, until_day=past.warmup_days)
    looks, marks = [], [*range(days.first, days.last + 1, BLOCK_DAYS), days.last + 1]
    for mark in marks:
        if mark > past.warmup_days:
            run = resume(run, config, until_day=mark)
        looks.append(_look(_world(run)))
    return solve(run, looks, marks)


def solve(run: Run, looks: list[Look], marks: list[int]) -> Bound:
    """The programme of the blocks between the looks."""
    diary, world = Diary(run), _world(run)
    cohort = diary.cohort == QUADRANTS.index(COHORT)
    natural = [diary.slots[first:last, 0].sum() for first, last in pairwise(marks)]
    blocks = [
        _block(before, after, slots, world, cohort)
        for (before, after), slots in zip(pairwise(looks), natural, strict=True)
    ]
    whole = Aggregate(*(np.stack(part) for part in zip(*blocks, strict=True)))
    span = slice(marks[0], marks[-1])
    match = np.nansum(diary.metric("match_quality", "lane=natural")[span] * diary.slots[span, 0])
    found = attainable(whole, 0, MATCH_KEPT * float(match / diary.slots[span, 0].sum()))
    length = marks[-1] - marks[0]
    got = float(diary.natural[span, QUADRANTS.index(COHORT)].sum()) / length
    most = float(found.impressions.sum()) / length
    return Bound(math.log(most / got) if got > 0 and most > 0 else math.nan, most, got)


def _block(before: Look, after: Look, natural: float, world: World, cohort: NDArray[np.bool_]) -> Iterator[Floats]:
    """Slots, room, taste and supply of the time between two looks, in the order of `Aggregate`."""
    topics = world.topics.demand.size
    asked = (after.requests - before.requests).astype(np.float64)
    each = natural * asked / max(float(asked.sum()), 1.0)  # natural slots of every user
    classes = int(world.topics.vertical.max()) + 1
    slots = np.bincount(before.home, each, classes)
    room, taste = np.zeros((2, classes, topics, SEGMENTS))
    people = np.zeros((classes, topics, SEGMENTS))
    for h in range(classes):
        members = np.flatnonzero((before.home == h) & (each > 0))
        for k in range(topics):
            order = members[np.argsort(-before.taste[members, k], kind="stable")]
            for q, part in enumerate(np.array_split(order, SEGMENTS)):
                if part.size:
                    room[h, k, q], people[h, k, q] = each[part].sum(), part.size
                    taste[h, k, q] = max(before.taste[part, k].max(), after.taste[part, k].max())
    yield slots
    yield room
    yield taste
    yield people[..., None] * _items(before, after, cohort, topics)[None, :, None, :]


def _items(before: Look, after: Look, cohort: NDArray[np.bool_], topics: int) -> Floats:
    """Items that could be shown between two looks, by topic and by whether the cohort made them, [K, 2]."""
    new = after.serial >= before.last
    topic = np.concatenate([before.topic, after.topic[new]])
    creator = np.concatenate([before.creator, after.creator[new]])
    ours = np.zeros(creator.size, dtype=bool)
    known = creator < cohort.size
    ours[known] = cohort[creator[known]]
    return np.stack([np.bincount(topic[mask], minlength=topics) for mask in (ours, ~ours)], axis=1).astype(np.float64)


def _look(world: World) -> Look:
    users, items = world.users, world.items
    return Look(
        requests=users.request.astype(np.int64),
        taste=users.match.astype(np.float64),
        home=world.topics.vertical[users.home_logit.argmax(axis=1)].astype(np.int64),
        serial=items.serial.astype(np.int64),
        topic=items.topic.astype(np.int64),
        creator=items.creator.astype(np.int64),
        last=world.next_serial,
    )


def _world(run: Run) -> World:
    found: World = run.warm.world
    return found
