"""Content where little is known of an account, two towers where much is."""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.core.parameters import Parameters, parameter
from sim.platform.policy import State
from sim.recommender.bayes_topic import BayesTopic
from sim.recommender.learner import Prediction, Scale
from sim.recommender.propensity import OFF
from sim.recommender.two_tower import TwoTower
from sim.recommender.value import Responses, by_chance
from sim.world.tally import Served, Tally
from sim.world.world import World


class Hybrid(Parameters):
    """n / (n + k) of the towers' log-odds and k / (n + k) of content's, n the impressions learned of the account.

    Content is `bayes_topic`: what the user plays by topic, live, and the item's own factor; it also retrieves.
    The towers are `two_tower`, learned each night from all feedback.

    Gives:  a start for new accounts that the towers do not have.
    Limits: weight -> infinity is `bayes_topic` to the bit; towards 0 it ranks as `two_tower` but for retrieval.
            The weight looks at the account alone: a user whom the towers hardly know counts as known.
    Source: shrinkage of collaborative towards content-based prediction, a weighted hybrid (Burke 2002).
    """

    sees_truth: ClassVar[bool] = False
    reads_log: ClassVar[bool] = True
    weighs_feedback: ClassVar[bool] = True

    weight: float = parameter(
        20.0, "impressions of an account at which both count the same", unit="impressions", gt=0,
        grade="assumption", plausible=(5.0, 200.0),
    )  # fmt: skip
    content: BayesTopic = parameter(BayesTopic(), "the learner by content")
    towers: TwoTower = parameter(TwoTower(), "the learner by vectors")

    def start(self, world: World) -> State:
        """The states of both."""
        return State(content=self.content.start(world), towers=self.towers.start(world))

    def bytes_kept(self, scale: Scale) -> float:
        """Those of the towers."""
        return self.towers.bytes_kept(scale)

    def predict(self, world: World, state: State) -> Prediction:
        """Content's prediction, with each item's share of the towers' on its level and its vector."""
        content = self.content.predict(world, state.content)
        towers = self.towers.predict(world, state.towers)
        seen = state.towers.seen[world.items.creator]
        share = seen / (seen + self.weight)
        of_topic = towers.topic[world.tags()]
        item = (share[:, None] * (towers.item + of_topic)).astype(np.float32)
        item[:, 0] = share
        apart = towers.appeal + of_topic[:, 0] - content.appeal
        return content._replace(appeal=content.appeal + share * apart, user=towers.user, item=item)

    def value(self, responses: Responses, curve: NDArray[np.float64]) -> NDArray[np.float64]:
        """The value curve over logits of a valid play, [V]."""
        return by_chance(responses, curve)

    def learn(self, world: World, state: State, served: Served, tally: Tally, clip: float = OFF) -> State:
        """Both learn."""
        return State(
            content=self.content.learn(world, state.content, served, tally, clip),
            towers=self.towers.learn(world, state.towers, served, tally, clip),
        )
