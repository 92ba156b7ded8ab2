"""Two towers: a vector for every user, and one for what is shown to her, learned from plays and skips."""

import math
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.core import elementwise
from sim.core.law import loop
from sim.core.parameters import Parameters, parameter
from sim.platform.policy import State
from sim.recommender import feedback, vectors
from sim.recommender.learner import FACTORS, Prediction, Scale
from sim.recommender.propensity import OFF
from sim.recommender.standing import standing
from sim.recommender.value import Responses, by_chance
from sim.world.tally import Served, Tally
from sim.world.world import World

TABLES = ("user", "topic", "account", "user_steps", "topic_steps", "account_steps")
UNIT = 1e-6  # keeps the first step finite


@loop
def step(table, steps, row, j, slope, rate, decay):  # type: ignore[no-untyped-def]  # compiled
    """Move one number by its slope, over the root of all its squared slopes so far."""
    slope -= decay * np.float64(table[row, j])
    steps[row, j] = np.float64(steps[row, j]) + slope * slope
    table[row, j] = np.float64(table[row, j]) + rate * slope / math.sqrt(np.float64(steps[row, j]) + UNIT)


@loop
def climb(known, weight, rate, decay, user, topic, account, user_steps, topic_steps, account_steps):  # type: ignore[no-untyped-def]  # compiled
    """One step for each impression, in order: every number goes up the log-likelihood, less the further it has gone.

    `weight` [N] is what each impression counts in the likelihood.
    """
    for n in range(known.size):
        u, k, c = known[n].user, known[n].topic, known[n].creator
        pull = (np.float64(user[u, 0]) + np.float64(topic[k, 0])) + np.float64(account[c, 0])
        for j in range(1, user.shape[1]):
            pull += np.float64(user[u, j]) * (np.float64(topic[k, j]) + np.float64(account[c, j]))
        miss = weight[n] * (known[n].played - 1.0 / (1.0 + math.exp(-pull)))
        for j in range(user.shape[1]):
            shown = np.float64(topic[k, j]) + np.float64(account[c, j]) if j > 0 else 1.0
            viewer = np.float64(user[u, j]) if j > 0 else 1.0
            step(user, user_steps, u, j, miss * shown, rate, decay)
            step(topic, topic_steps, k, j, miss * viewer, rate, decay if j > 0 else 0.0)
            step(account, account_steps, c, j, miss * viewer, rate, decay)


class TwoTower(Parameters):
    """Log-odds of a valid play = levels of user, topic and account + user vector x (topic + account vector).

    One pass of stochastic gradient ascent each night, in order of time, over what is older than the delay. An
    item's tower is the sum of its topic's and its account's vectors, so a new item is served as its account's
    others, a new account as its topic. What an item earns beyond that is counted at every refresh.

    Gives:  a learner as platforms describe theirs: tastes are a few directions that users share.
    Limits: few numbers a vector know the large topics best; a session's own feedback comes a day late. Weariness
            and follows are unknown to it. The factor of an item is counted against its topic's expectation.
    Source: logistic matrix factorisation (Johnson 2014), with an item's vector from its features as in Covington,
    Adams and Sargin 2016; steps by AdaGrad (Duchi, Hazan and Singer 2011).
    """

    sees_truth: ClassVar[bool] = False
    reads_log: ClassVar[bool] = True
    weighs_feedback: ClassVar[bool] = True

    size: int = parameter(8, "numbers in a vector", unit="numbers", ge=1, le=64)
    rate: float = parameter(0.15, "size of the first steps", gt=0, le=2, grade="assumption", plausible=(0.05, 0.4))
    decay: float = parameter(
        0.002, "pull of every number towards 0 at a step", ge=0, le=1, grade="assumption", plausible=(0.0, 0.01)
    )
    spread: float = parameter(0.1, "standard deviation of the first vectors' numbers", gt=0)
    delay_hours: float = parameter(24.0, "feedback younger than this is not seen", unit="h", ge=0)
    item_weight: float = parameter(
        3.0, "expected plays that an item's account is worth against an item's own", unit="plays", gt=0,
        grade="assumption", plausible=(1.0, 10.0),
    )  # fmt: skip
    first_chance: float = parameter(
        0.25, "chance of a valid play before anything is known", gt=0, lt=1, grade="assumption", plausible=(0.1, 0.5)
    )

    def start(self, world: World) -> State:
        """Small vectors and equal levels. Shapes: user [U, 1 + d], topic [K, 1 + d], account [C, 1 + d]; seen [C]."""
        seed, topics, accounts = world.key.seed, world.topics.demand.size, len(world.creators)
        user = vectors.first(seed, vectors.USER, len(world.users), self.size, self.spread)
        topic = vectors.first(seed, vectors.TOPIC, topics, self.size, self.spread)
        topic[:, 0] = math.log(self.first_chance / (1.0 - self.first_chance))
        account = np.zeros((accounts, 1 + self.size), dtype=np.float32)
        tables = dict(zip(TABLES, (user, topic, account, *map(np.zeros_like, (user, topic, account))), strict=True))
        return State(**tables, seen=np.zeros(accounts, dtype=np.int64), waiting=feedback.NOTHING, clip=OFF)

    def bytes_kept(self, scale: Scale) -> float:
        """Vectors and the sizes of their steps, before and after a night, the items' vectors, and what waits."""
        rows = 4 * (scale.users + scale.topics + scale.accounts) + scale.items
        return 4.0 * (1 + self.size) * rows + feedback.bytes_waiting(scale.impressions, self.delay_hours)

    def predict(self, world: World, state: State) -> Prediction:
        """The vectors as they were learned last night, and the items' own factors."""
        topics, creator = world.topics.demand.size, world.items.creator
        item = state.account[creator]
        level = item[:, 0].astype(np.float64)
        item[:, 0] = 0.0  # the account's level is the prior of the item's factor
        appeal = standing(world, self.item_weight, elementwise.exp(level), state.clip)
        label = np.arange(topics, dtype=np.int32)
        return Prediction(FACTORS, appeal, label, np.full(topics, 0.5), 1.0, 0.0, state.user, state.topic, item)

    def value(self, responses: Responses, curve: NDArray[np.float64]) -> NDArray[np.float64]:
        """The value curve over logits of a valid play, [V]."""
        return by_chance(responses, curve)

    def learn(self, world: World, state: State, served: Served, tally: Tally, clip: float = OFF) -> State:
        """Keep the span's impressions; at the end of a day, learn from those that are old enough."""
        waiting = feedback.received(state.waiting, served.log, world)
        count = feedback.ripe(waiting, world.now, self.delay_hours)
        after = State(**vars(state) | {"waiting": waiting[count:].copy(), "clip": clip})
        if count:
            known = waiting[:count]
            tables = {name: getattr(state, name).copy() for name in TABLES}
            weight = feedback.weights_of(known, state.seen.size, clip)
            climb(known, weight, self.rate, self.decay, *tables.values())
            after = State(**vars(after) | tables)
            after.seen = state.seen + np.bincount(known["creator"], minlength=state.seen.size)
        return after
