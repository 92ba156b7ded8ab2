"""Show everybody anything."""

from typing import ClassVar

import numpy as np

from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State
from sim.world.tally import NATURAL, Lane


class Random(Policy):
    """Draw a creator uniformly, then one of her items uniformly, for every natural slot.

    Gives:  equal exposure to every account, whatever its size, topic or quality.
    Takes:  relevance from users; the follow lane is closed.
    Limits: an item that appears within the span shares its account's chance from the start of the span.
    Source: the randomly inserted videos of KuaiRand (Gao et al., CIKM 2022) are its counterpart.
    """

    family: ClassVar[str] = "random"
    gamed_by: ClassVar[str] = "whoever opens many accounts: each is drawn as often as any other."

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """All natural slots to exploration, weighted so that accounts are equal."""
        creator = observed.items.creator
        lanes = np.zeros(len(NATURAL))
        lanes[Lane.EXPLORE] = 1.0
        return TrafficPlan(explore=1.0 / observed.live_items()[creator], lanes=lanes), state
