"""The oracle: a learner that reads the truth. A yardstick, never the learner of a headline."""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.core.parameters import Parameters
from sim.recommender.learner import TRUTH, Prediction
from sim.recommender.propensity import OFF
from sim.recommender.value import Responses
from sim.world.tally import Served, Tally
from sim.world.world import World


class Oracle(Parameters):
    """Predicts the true pull of every item on every user, weariness and follows included.

    Gives:  the best match that ranking can reach.
    Limits: no platform has it; a policy that looks good here may fail under a learner.
    """

    sees_truth: ClassVar[bool] = True
    reads_log: ClassVar[bool] = False
    weighs_feedback: ClassVar[bool] = False

    def start(self, world: World) -> None:
        """Nothing to remember."""

    def predict(self, world: World, state: None) -> Prediction:
        """True quality terms of the visible items."""
        topics = world.topics.demand.size
        appeal = world.behaviour_settings.quality_weight * world.items.quality
        return Prediction(TRUTH, appeal, np.arange(topics, dtype=np.int32), np.full(topics, 0.5), 1.0)

    def value(self, responses: Responses, curve: NDArray[np.float64]) -> NDArray[np.float64]:
        """The predicted pull is the pull: the curve as it is, [V]."""
        return curve

    def learn(self, world: World, state: None, served: Served, tally: Tally, clip: float = OFF) -> None:
        """Nothing to learn."""
