"""A learner that reads the truth through noise: error as a dial, with nothing else changed."""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.core.parameters import Parameters, parameter
from sim.recommender.learner import TRUTH, Prediction
from sim.recommender.propensity import OFF
from sim.recommender.value import Responses
from sim.world.tally import Served, Tally
from sim.world.world import World


class Noisy(Parameters):
    """The true pull, but a user's taste for a topic is misjudged: by N(0, error^2 / (1 + impressions)).

    The impressions are those of the user on that topic so far, so that what is shown little stays little known.
    The normal number is fixed for each user and topic: a misjudgement persists until more is seen.

    Gives:  a world in which only the size of the error differs from the oracle's.
    Limits: error 0 is the oracle to the bit. The errors are unbiased on the logit scale and independent between
            topics; those of a real learner are neither: it shrinks what it does not know.
    """

    sees_truth: ClassVar[bool] = True
    reads_log: ClassVar[bool] = False
    weighs_feedback: ClassVar[bool] = False

    error: float = parameter(
        1.0, "standard deviation of the error in a taste before anything is seen, where tastes have 1", ge=0,
        grade="assumption", plausible=(0.3, 3.0),
    )  # fmt: skip

    def start(self, world: World) -> None:
        """Nothing to remember: users' rows count their impressions."""

    def predict(self, world: World, state: None) -> Prediction:
        """True quality terms of the visible items; the error of tastes is drawn where they are read."""
        topics = world.topics.demand.size
        appeal = world.behaviour_settings.quality_weight * world.items.quality
        label = np.arange(topics, dtype=np.int32)
        return Prediction(TRUTH, appeal, label, np.full(topics, 0.5), 1.0, self.error)

    def value(self, responses: Responses, curve: NDArray[np.float64]) -> NDArray[np.float64]:
        """The predicted pull is taken for the pull: the curve as it is, [V]."""
        return curve

    def learn(self, world: World, state: None, served: Served, tally: Tally, clip: float = OFF) -> None:
        """Nothing to learn."""
