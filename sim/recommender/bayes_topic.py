"""The default learner: what a user plays by topic, what an item earns beyond its viewers' tastes."""

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from sim.core.law import loop
from sim.core.parameters import Parameters, parameter
from sim.platform.policy import State
from sim.recommender.learner import BELIEF, Prediction
from sim.recommender.propensity import OFF
from sim.recommender.standing import standing
from sim.recommender.value import Responses, by_chance
from sim.world.tally import ACTS, LANES, PLAY, Served, Tally
from sim.world.world import World


class BayesTopic(Parameters):
    """Beta-binomial chance of a valid play by user and topic, times a Gamma-Poisson factor by item.

    A user's chance on a topic is (w p + plays) / (w + impressions), with p the topic's chance over all
    users and w `prior_weight`; her counts are live. An item's factor is (plays + s) / (expected plays + s),
    where `expected` sums the chances of those it was shown to, so that a well-matched audience does not
    pass for quality; it is as old as the last refresh. Predicted logit = logit(chance) + ln(factor).

    Gives:  a ranking from feedback alone: cold start, errors that fall with data, popularity bias.
    Limits: prior_weight -> infinity knows topics but no users; it knows neither weariness nor follows.
    Source: conjugate updating; the correction by expected plays is indirect standardisation (Breslow and
    Day 1987), as used for item click-through rates net of position and audience.
    """

    sees_truth: ClassVar[bool] = False
    reads_log: ClassVar[bool] = False
    weighs_feedback: ClassVar[bool] = True

    prior_weight: float = parameter(
        4.0, "impressions that the topic's overall chance is worth against a user's own", unit="impressions", gt=0,
        grade="assumption", plausible=(2.0, 10.0),
    )  # fmt: skip
    item_weight: float = parameter(
        3.0, "expected plays that an average item is worth against an item's own", unit="plays", gt=0,
        grade="assumption", plausible=(1.0, 10.0),
    )  # fmt: skip
    first_chance: float = parameter(
        0.25, "chance of a valid play before anything is known", gt=0, lt=1, grade="assumption", plausible=(0.1, 0.5)
    )
    tree: Literal["true", "coarse", "wrong"] = parameter(
        "true", "labels under which it counts topics: as they are, by vertical, or dealt to wrong verticals"
    )

    def start(self, world: World) -> State:
        """Nothing shown yet. Shapes: shown and played [K], by label."""
        topics = world.topics.demand.size
        return State(shown=np.zeros(topics, dtype=np.int64), played=np.zeros(topics, dtype=np.int64), clip=OFF)

    def labels(self, world: World) -> NDArray[np.int32]:
        """The label of each topic, [K]."""
        topics = np.arange(world.topics.demand.size, dtype=np.int32)
        if self.tree == "true":
            return topics
        verticals = int(world.topics.vertical.max()) + 1
        return world.topics.vertical if self.tree == "coarse" else (topics // verticals % verticals).astype(np.int32)

    def predict(self, world: World, state: State) -> Prediction:
        """Chances by topic and factors of the visible items."""
        weight = 10.0 * self.prior_weight
        prior = (weight * self.first_chance + state.played) / (weight + state.shown)
        label = self.labels(world)
        appeal = standing(world, self.item_weight, clip=state.clip)
        return Prediction(BELIEF, appeal, label, prior[label], self.prior_weight)

    def value(self, responses: Responses, curve: NDArray[np.float64]) -> NDArray[np.float64]:
        """The value curve over logits of a valid play, [V]."""
        return by_chance(responses, curve)

    def learn(self, world: World, state: State, served: Served, tally: Tally, clip: float = OFF) -> State:
        """Count natural and paid impressions and valid plays by label."""
        shown, played = state.shown.copy(), state.played.copy()
        _count(tally.by_tag, self.labels(world), shown, played)
        return State(shown=shown, played=played, clip=clip)


@loop
def _count(by_tag, label, shown, played):  # type: ignore[no-untyped-def]  # compiled
    """Add natural and paid impressions and valid plays under each tag to its label."""
    for k in range(by_tag.shape[0]):
        for lane in range(LANES):
            shown[label[k]] += by_tag[k, lane]
        played[label[k]] += by_tag[k, LANES + PLAY] + by_tag[k, LANES + ACTS + PLAY]
