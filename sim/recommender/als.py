"""Implicit least squares: users and lines of items in one space, solved anew each night from what was played."""

import math
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from sim.core.law import loop
from sim.core.parameters import Parameters, parameter
from sim.platform.policy import State
from sim.recommender import feedback, vectors
from sim.recommender.learner import FACTORS, Prediction, Scale
from sim.recommender.least_squares import half_sweep
from sim.recommender.platt import line_of
from sim.recommender.propensity import OFF
from sim.recommender.standing import standing
from sim.recommender.value import Responses, by_chance
from sim.world.tally import Served, Tally
from sim.world.world import World

SWEEPS = 1  # a night begins where the last one ended, so that one is enough
FORGOTTEN = 0.05  # plays that have faded below this are dropped
PAIR, COPIES = 8 + 4, 4  # bytes of a pair's plays; faded, added up and turned around they are there at once


@loop
def products(user, u, mean, k, apart, line, score):  # type: ignore[no-untyped-def]  # compiled
    """Score [N] of users on lines: the user's vector times the topic's mean and what the line has beyond it."""
    for n in range(score.size):
        total = 0.0
        for j in range(user.shape[1]):
            total += user[u[n], j] * (mean[k[n], j] + apart[line[n], j])
        score[n] = total


class Als(Parameters):
    """Implicit alternating least squares on plays by user and line, a line being an account's items on one topic.

    A play raises the confidence that the user likes the line; what was skipped and what was never shown count alike,
    as weak dislikes. Old plays fade. A line of few plays is drawn to its topic's mean line: the cold start.
    The score becomes log-odds of a valid play by a line fitted each night to outcomes the vectors have not seen.

    Gives:  the collaborative filter most often named as a baseline.
    Limits: knows no skips, so what was shown much looks liked: popularity bias. Large topics take the few numbers
            of a vector. Lines stand in for items, which retire too soon to be solved one by one.
            Weariness and follows are unknown to it.
    Source: Hu, Koren and Volinsky 2008 (see `least_squares`).
    """

    sees_truth: ClassVar[bool] = False
    reads_log: ClassVar[bool] = True
    weighs_feedback: ClassVar[bool] = True

    size: int = parameter(8, "numbers in a vector", unit="numbers", ge=1, le=64)
    confidence: float = parameter(
        4.0, "what a play adds to the weight of a line never played", unit="1/play", gt=0, grade="assumption",
        plausible=(1.0, 40.0),
    )  # fmt: skip
    ridge: float = parameter(1.0, "weight of a vector's own square", ge=1e-6, grade="assumption", plausible=(0.1, 10.0))
    memory_days: float = parameter(
        30.0, "age at which a play counts half", unit="day", gt=0, grade="assumption", plausible=(7.0, 60.0)
    )
    line_weight: float = parameter(
        10.0, "plays that the topic's mean line is worth against a line's own", unit="plays", gt=0,
        grade="assumption", plausible=(3.0, 30.0),
    )  # fmt: skip
    item_weight: float = parameter(
        3.0, "expected plays that an average item is worth against an item's own", unit="plays", gt=0,
        grade="assumption", plausible=(1.0, 10.0),
    )  # fmt: skip
    delay_hours: float = parameter(24.0, "feedback younger than this is not seen", unit="h", ge=0)
    first_chance: float = parameter(
        0.25, "chance of a valid play before anything is known", gt=0, lt=1, grade="assumption", plausible=(0.1, 0.5)
    )

    def start(self, world: World) -> State:
        """Nothing played. Shapes: user [U, d], line [C K, d]; plays by user and line in compressed form."""
        users, lines = len(world.users), len(world.creators) * world.topics.demand.size
        first = vectors.first(world.key.seed, vectors.LINE, lines, self.size, 0.1)[:, 1:].astype(np.float64)
        nothing = csr_matrix((users, lines), dtype=np.float64)
        return State(
            user=np.zeros((users, self.size)),
            line=first,
            plays=np.zeros(lines),
            **_packed(nothing),
            intercept=math.log(self.first_chance / (1.0 - self.first_chance)),
            slope=1.0,
            waiting=feedback.NOTHING,
            clip=OFF,
        )

    def bytes_kept(self, scale: Scale) -> float:
        """Vectors of users and lines before and after a night, those that are predicted with, plays, and what waits.

        Limits: plays are taken to spread evenly over lines, so that few repeat another: more than there will be.
        """
        lines = scale.accounts * scale.topics
        vectors_held = 16.0 * self.size * (scale.users + lines) + 4.0 * (1 + self.size) * (scale.users + scale.items)
        waiting = feedback.bytes_waiting(scale.impressions, self.delay_hours)
        return vectors_held + COPIES * PAIR * self._pairs(scale, lines) + waiting

    def _pairs(self, scale: Scale, lines: float) -> float:
        """Pairs of a user and a line whose plays are remembered."""
        lasts = min(float(scale.days), self.memory_days * math.log2(1.0 / FORGOTTEN))
        plays = self.first_chance * scale.impressions * lasts
        most = scale.users * lines
        return most * -math.expm1(-plays / most)

    def predict(self, world: World, state: State) -> Prediction:
        """Last night's vectors on the scale of log-odds, and the items' own factors."""
        topics = world.topics.demand.size
        mean, apart = self.spread_out(state, topics)
        tag = world.tags()
        appeal = standing(world, self.item_weight, clip=state.clip)
        label = np.arange(topics, dtype=np.int32)
        return Prediction(
            FACTORS, appeal, label, np.full(topics, 0.5), 1.0, 0.0,
            _rows(state.user * state.slope, state.intercept),
            _rows(mean),
            _rows(apart[world.items.creator.astype(np.int64) * topics + tag]),
        )  # fmt: skip

    def spread_out(self, state: State, topics: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Each topic's mean line by plays [K, d], and how far each line is taken to lie from it [C K, d]."""
        weight = state.plays.reshape(-1, topics)
        lines = state.line.reshape(-1, topics, self.size)
        total = np.maximum(weight.sum(axis=0), 1e-300)
        mean = (lines * weight[:, :, None]).sum(axis=0) / total[:, None]
        known = weight / (weight + self.line_weight)
        apart = (known[:, :, None] * (lines - mean)).reshape(-1, self.size)
        return mean, apart

    def value(self, responses: Responses, curve: NDArray[np.float64]) -> NDArray[np.float64]:
        """The value curve over logits of a valid play, [V]."""
        return by_chance(responses, curve)

    def learn(self, world: World, state: State, served: Served, tally: Tally, clip: float = OFF) -> State:
        """Keep the span's impressions; at the end of a day, solve anew with those that are old enough."""
        waiting = feedback.received(state.waiting, served.log, world)
        count = feedback.ripe(waiting, world.now, self.delay_hours)
        after = State(**vars(state) | {"waiting": waiting[count:].copy(), "clip": clip})
        if count:
            self._solve(after, waiting[:count], world.topics.demand.size)
        return after

    def _solve(self, state: State, known: NDArray[np.void], topics: int) -> None:
        """One sweep over users and lines, from where the last night's ended; first fit the scale to its outcomes."""
        line = known["creator"].astype(np.int64) * topics + known["topic"]
        user = known["user"]
        mean, apart = self.spread_out(state, topics)
        score = np.empty(known.size)
        products(state.user, user.copy(), mean, known["topic"].copy(), apart, line, score)
        fitted = line_of(score, known["played"].copy())
        if fitted is not None:
            state.intercept, state.slope = fitted
        played = known["played"] == 1
        weight = feedback.weights_of(known, len(state.line) // topics, state.clip)
        shape = (len(state.user), len(state.line))
        plays = csr_matrix((state.count, state.column, state.first), shape) * math.pow(0.5, 1.0 / self.memory_days)
        plays = plays + csr_matrix((weight[played], (user[played], line[played])), shape)
        plays.data[plays.data < FORGOTTEN / state.clip] = 0.0
        plays.eliminate_zeros()
        across = plays.T.tocsr()
        state.user, state.line = state.user.copy(), state.line.copy()
        for _ in range(SWEEPS):
            half_sweep(plays.indptr, plays.indices, plays.data, state.line, self.confidence, self.ridge, state.user)
            half_sweep(across.indptr, across.indices, across.data, state.user, self.confidence, self.ridge, state.line)
        state.plays = np.asarray(plays.sum(axis=0)).reshape(-1)
        for name, array in _packed(plays).items():
            setattr(state, name, array)


def _rows(numbers: NDArray[np.float64], level: float = 0.0) -> NDArray[np.float32]:
    """Rows as they are served: a level, then the numbers."""
    return np.concatenate([np.full((len(numbers), 1), level), numbers], axis=1).astype(np.float32)


def _packed(plays: csr_matrix) -> dict[str, NDArray[np.generic]]:
    """The arrays of a table in compressed form, by their names in the state."""
    return {"first": plays.indptr, "column": plays.indices, "count": plays.data}
