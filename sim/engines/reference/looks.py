"""What the platform sees in an item for a user: its predicted pull, and what an impression of it is worth."""

import numpy as np
from numpy.typing import NDArray

from sim.core.law import plain
from sim.engines.reference.person import Person, product
from sim.laws import attraction
from sim.recommender.learner import TRUTH
from sim.recommender.value import GRID_LOW, GRID_STEP
from sim.world.users import RECENT_PLACES

pull_of = plain(attraction.attraction)


class Looks(Person):
    """A user as the platform predicts her."""

    def predicted(self, item: int) -> float:
        """The pull that the platform predicts for an item at the time of the request."""
        u, me, tag, creator = self.u, self.user, int(self.index.tag[item]), int(self.items.creator[item])
        appeal = float(self.index.prediction.appeal[item])
        known = self.index.prediction
        if known.mode != TRUTH:
            term = float(self.term[tag])
            if not known.item.size:
                return term + appeal
            level = float(known.item[item, 0]) * (float(known.user[me, 0]) - term)
            return ((term + appeal) + level) + product(known.user[me], known.item[item])
        place = creator % RECENT_PLACES
        tired = float(u.tired_creator[me, place]) if u.recent_creator[me, place] == creator else 0.0
        result: float = pull_of(
            self.b.base,
            self.term[tag],
            appeal,
            1.0 if self.follows(creator) else 0.0,
            float(u.tired_topic[me, tag]),
            tired,
            0.0,
            self.trust_in(creator, int(u.clock[me])),
            self.b,
        )
        return result

    def value(self, pull: float) -> float:
        """The value of an impression of this predicted pull, read off the curve."""
        return self.read(self.index.value, pull)

    @staticmethod
    def read(curve: NDArray[np.float64], pull: float) -> float:
        """A curve over the pull, by linear interpolation."""
        x = (pull - GRID_LOW) / GRID_STEP
        x = min(max(x, 0.0), len(curve) - 1.000001)
        place = int(x)
        return float(curve[place]) + (x - place) * (float(curve[place + 1]) - float(curve[place]))
