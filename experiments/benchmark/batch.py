"""The same session workload as one plain NumPy batch: the yardstick beside every timing.

As many visits, requests, slots, candidates scored and impressions responded to as the simulator had, over tables
of the same size, a block of visits at a time. A visit turns the user's counts into odds of the topics. A request
draws topics systematically by those odds and an item of each, predicts its pull, reads the value curve and takes
the best. An impression draws its watch time, four actions on a valid play, a hide, and whether to stay, and is
added to integer counts by item and to the user's counts.

Left out, all of it work that the simulator does: the clock and the times of visits; visibility, freshness, memory
of items seen and duplicates; lanes, policies and prices; weariness, follows, drift of interests, learning; who
leaves when (the number of looks is given, spread evenly over the slates); noise keyed by meaning (a sequential
generator instead); settlement, ledger and metrics; equal bits in any order and on any number of threads.
"""

from time import process_time
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BLOCK = 512  # visits at a time: fits the caches
SPANS = 8  # users come in ascending order in each, as in the simulator and in C
ACTS = 6  # like, comment, share, follow, hide, stay
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Workload(NamedTuple):
    """How much is to be done, and over tables of what size."""

    users: int
    items: int
    topics: int
    visits: int
    requests: int
    impressions: int
    slate_size: int
    candidates_per_slot: int

    def until(self, visit: int) -> tuple[int, int]:
        """Requests and impressions of the visits before this one, spread evenly."""
        return visit * self.requests // self.visits, visit * self.impressions // self.visits


class Tables(NamedTuple):
    """What the batch reads and writes. Shapes: shown, played, match [U, K]; by item [I], in order of topic."""

    shown: NDArray[np.float32]
    played: NDArray[np.float32]
    match: NDArray[np.float32]
    start: Integers  # [K + 1] where the items of each topic start
    topic: Integers
    appeal: Floats
    duration: Floats
    grid: Floats  # [V]
    value: Floats  # [V]
    counts: Integers  # [I, ACTS + 2]


def tables(work: Workload, draw: np.random.Generator) -> Tables:
    """Random tables of the size of the workload."""
    by_topic = (work.users, work.topics)
    grid = np.arange(-14.0, 14.0, 0.0625)
    topic = np.arange(work.items) * work.topics // work.items
    return Tables(
        shown=np.full(by_topic, 4.0, dtype=np.float32),
        played=np.full(by_topic, 1.0, dtype=np.float32),
        match=draw.standard_normal(by_topic, dtype=np.float32),
        start=np.searchsorted(topic, np.arange(work.topics + 1)),
        topic=topic,
        appeal=draw.normal(0.0, 0.5, work.items),
        duration=81_000.0 * np.exp(0.8 * draw.standard_normal(work.items)),
        grid=grid,
        value=np.log1p(np.exp(grid)),
        counts=np.zeros((work.items, ACTS + 2), dtype=np.int64),
    )


def batch(work: Workload, seed: int = 0) -> float:
    """Do the workload; CPU seconds, the making of tables left out."""
    draw = np.random.default_rng(seed)
    t = tables(work, draw)
    comers = np.array_split(draw.integers(0, work.users, work.visits), SPANS)
    users = np.concatenate([np.sort(some) for some in comers])
    start = process_time()
    for first in range(0, work.visits, BLOCK):
        last = min(first + BLOCK, work.visits)
        (asked, looked), (asks, looks) = work.until(first), work.until(last)
        visit(work, t, draw, users[first:last], asks - asked, looks - looked)
    return process_time() - start


def visit(work: Workload, t: Tables, draw: np.random.Generator, users: Integers, asks: int, looks: int) -> None:
    """A block of visits: odds of the topics, requests ranked, responses to so many slots, first slots first."""
    chance = t.played[users] / t.shown[users].astype(np.float64)
    term = np.log(chance / (1.0 - chance))
    upto = np.cumsum(np.exp(term) * np.diff(t.start), axis=1)
    row = np.resize(np.arange(users.size), asks)
    item = retrieve(work, t, draw, upto[row])
    score = np.interp(term[row[:, None], t.topic[item]] + t.appeal[item], t.grid, t.value)
    best = np.argpartition(score, -work.slate_size, axis=1)[:, -work.slate_size :]
    order = np.argsort(-np.take_along_axis(score, best, axis=1), axis=1)
    slate = np.take_along_axis(item, np.take_along_axis(best, order, axis=1), axis=1)
    respond(t, draw, np.resize(users[row], looks), slate.T.reshape(-1)[:looks])


def retrieve(work: Workload, t: Tables, draw: np.random.Generator, upto: Floats) -> Integers:
    """Candidates of each request [R, N]: a systematic sample over topics [R, K], one item of each topic drawn."""
    asks, draws = len(upto), work.slate_size * work.candidates_per_slot
    mark = (np.arange(draws) + draw.random((asks, 1))) / draws
    rows = np.arange(asks)[:, None]
    flat = (upto / upto[:, -1:] + rows).reshape(-1)  # one row after the other: one search for all
    found = np.searchsorted(flat, (mark + rows).reshape(-1), side="right").reshape(asks, draws)
    topic = np.minimum(found - work.topics * rows, work.topics - 1)
    first = t.start[topic]
    item: Integers = first + (draw.random((asks, draws)) * (t.start[topic + 1] - first)).astype(np.int64)
    return item


def respond(t: Tables, draw: np.random.Generator, user: Integers, item: Integers) -> None:
    """Watch time and actions of impressions, counted by item and by user."""
    topic = t.topic[item]
    pull = -3.0 + 2.2 * t.match[user, topic] + 0.4 * t.appeal[item]
    skip = 1.0 / (1.0 + np.exp(pull))
    uniform = draw.random((ACTS + 1, user.size))
    left = np.clip((1.0 - uniform[0]) / (1.0 - skip), 1e-12, 1.0 - 1e-12)
    short = -2_500.0 * np.log(1.0 - np.minimum(uniform[0] / skip, 1.0 - 1e-12))
    long = 1_000.0 * np.exp(3.9 + 0.6 * pull) * (-np.log(left)) ** (1.0 / 1.46)
    watched = np.minimum(np.where(uniform[0] < skip, short, long), 1.25 * t.duration[item]).astype(np.int64)
    play = watched > 7_000
    slopes = np.linspace(0.05, 1.5, ACTS)[:, None]
    acts = (uniform[1:] < 1.0 / (1.0 + np.exp(4.0 - slopes * pull))) & play
    counts, of_item = t.counts.reshape(-1), item * t.counts.shape[1]  # flat: NumPy adds faster so
    kind, done = np.nonzero(acts)
    np.add.at(counts, of_item, 1)
    np.add.at(counts, of_item + 1, watched)
    np.add.at(counts, of_item[done] + 2 + kind, 1)
    of_user = user * t.shown.shape[1] + topic
    np.add.at(t.shown.reshape(-1), of_user, np.float32(1.0))
    np.add.at(t.played.reshape(-1), of_user[play], np.float32(1.0))
