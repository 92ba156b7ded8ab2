"""How broad users' interests are."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.metrics import Day, Metric, Value

LEAST = np.float32(1e-30)  # share below which a topic adds nothing


class InterestEntropy(Metric):
    """Mean over users of the Shannon entropy of their true interests, in nats.

    A fall means that feeds narrow tastes. At most 5,000 users are asked, always the same ones, those who left
    included.
    Source: Shannon 1948; echo-chamber measure of feedback-loop studies.
    """

    name: ClassVar[str] = "interest_entropy"
    unit: ClassVar[str] = "nat"

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        shares = day.interests
        logs = np.log(np.maximum(shares, LEAST))
        yield self.value(-float(np.vdot(shares, logs)) / len(shares))
