"""What a learner gives the ranking: a term for each item, and how a user's term for a topic is read."""

from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.recommender.propensity import OFF
from sim.recommender.value import Responses
from sim.world.tally import Served, Tally
from sim.world.world import World

TRUTH, BELIEF, FACTORS = 0, 1, 2  # where a user's term for a topic is read: her taste, counts of her plays, vectors
NO_VECTORS = np.zeros((0, 0), dtype=np.float32)


class Prediction(NamedTuple):
    """Predicted pull = the user's term for the topic + `appeal` of the item, and what their vectors add.

    Shapes: appeal [I]; label [K] is the label under which the platform counts each topic; prior [K] is the
    believed chance of a valid play by topic before a user is known, worth `prior_weight` impressions. Under
    TRUTH the last two are unused, and `error` is the standard deviation of the error in a taste of which
    nothing was seen.

    Vectors, if there are any, are rows of a level and d numbers. The term of a user for a topic under FACTORS is
    level of the user + level of the topic + product of the d numbers. To any term an item then adds its own level
    times (level of the user - term), and its product with the user: an item of level 1 makes the term forgotten.
    """

    mode: int
    appeal: NDArray[np.float64]
    label: NDArray[np.int32]
    prior: NDArray[np.float64]
    prior_weight: float
    error: float = 0.0
    user: NDArray[np.float32] = NO_VECTORS  # [U, 1 + d]
    topic: NDArray[np.float32] = NO_VECTORS  # [K, 1 + d], under FACTORS alone
    item: NDArray[np.float32] = NO_VECTORS  # [I, 1 + d], or none


class Learner(Protocol):
    """A learner: predicts before a span, learns after it. Its state is plain data, or None."""

    sees_truth: bool
    reads_log: bool  # whether it learns from single impressions, which then are written down in every span
    weighs_feedback: bool  # whether it can weigh them by inverse propensities (`propensity`)

    def start(self, world: World) -> Any: ...

    def predict(self, world: World, state: Any) -> Prediction: ...

    def value(self, responses: Responses, curve: NDArray[np.float64]) -> NDArray[np.float64]: ...

    def learn(self, world: World, state: Any, served: Served, tally: Tally, clip: float = OFF) -> Any: ...


class Scale(NamedTuple):
    """How large a world is, before it is built: what memory follows from."""

    users: int
    accounts: float
    items: float
    topics: int
    impressions: float  # a day, of all users
    days: int


def bytes_of(learner: Learner, scale: Scale) -> float:
    """Bytes that a learner by vectors keeps, of its largest moment; 0 for others, whose state is in the world."""
    own = getattr(learner, "bytes_kept", None)
    return 0.0 if own is None else float(own(scale))


def labels_of(learner: Learner, world: World) -> NDArray[np.int32]:
    """The label under which the platform counts each topic, [K]: the topic itself, unless the learner has others."""
    own = getattr(learner, "labels", None)
    return np.arange(world.topics.demand.size, dtype=np.int32) if own is None else own(world)
