"""What a learner gives the ranking: a term for each item, and how a user's term for a topic is read."""

from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.recommender.value import Responses
from sim.world.tally import Served, Tally
from sim.world.world import World

TRUTH, BELIEF = 0, 1  # where a user's term for a topic is read: her own taste, or the platform's counts


class Prediction(NamedTuple):
    """Predicted pull = the user's term for the topic + `appeal` of the item.

    Shapes: appeal [I]; label [K] is the label under which the platform counts each topic; prior [K] is the
    believed chance of a valid play by topic before a user is known, worth `prior_weight` impressions. Under
    TRUTH the last two are unused.
    """

    mode: int
    appeal: NDArray[np.float64]
    label: NDArray[np.int32]
    prior: NDArray[np.float64]
    prior_weight: float


class Learner(Protocol):
    """A learner: predicts before a span, learns after it. Its state is plain data, or None."""

    sees_truth: bool

    def start(self, world: World) -> Any: ...

    def predict(self, world: World, state: Any) -> Prediction: ...

    def value(self, responses: Responses, curve: NDArray[np.float64]) -> NDArray[np.float64]: ...

    def learn(self, world: World, state: Any, served: Served, tally: Tally) -> Any: ...


def labels_of(learner: Learner, world: World) -> NDArray[np.int32]:
    """The label under which the platform counts each topic, [K]: the topic itself, unless the learner has others."""
    own = getattr(learner, "labels", None)
    return np.arange(world.topics.demand.size, dtype=np.int32) if own is None else own(world)
