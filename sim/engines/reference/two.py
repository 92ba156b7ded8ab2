"""The span of an experiment: as the reference engine serves it, with two offers in one world."""

from typing import Any

from sim.core import noise, streams
from sim.engines.reference.hall import Hall
from sim.engines.reference.visitor import Visitor
from sim.platform.trial import Arms, Who


class Subject(Visitor):
    """A user in an experiment: each request is answered in the hall of her arm."""

    def __init__(self, halls: tuple[Hall, Hall], user: int, arms: Arms) -> None:
        super().__init__(halls[0], user)
        self.halls, self.arms = halls, arms

    def request(self) -> list[Any]:
        """Go to the hall of the request's arm, and ask there."""
        who = Who(int(self.arms.user[self.user]))
        treated = who is Who.TREATMENT
        if who is Who.BY_REQUEST:
            words = self.words(streams.TRIAL, int(self.u.request[self.user]) + 1, self.arms.lot)
            treated = bool(noise.unit(words[1]) < self.arms.share)
        self.hall = self.halls[treated]
        self.index = self.hall.index
        return super().request()
