"""Whether niche interests get the exposure they ask for."""

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from sim.metrics import Day, Metric, Value, ratio
from sim.world.tally import Lane


class Parity(Metric):
    """Niche share of natural exposure over the niche share of demand; 1 is proportional.

    Exposure is that of niche topics, or of niche accounts ("basis=accounts"). Demand is the interest in niche
    topics that users truly have, mean over those who have not left, weighted by how often they visit (at most
    5,000 of them are asked, always the same ones).
    Source: the headline question; the definition of niche fixes its demand, so a bare share says little.
    """

    name: ClassVar[str] = "parity"
    unit: ClassVar[str] = "1"
    groups: ClassVar[tuple[str, ...]] = ("all", "basis")

    def see(self, day: Day, memory: object) -> Iterable[Value]:
        natural, _ = day.slots
        niche = day.world.topics.niche
        topics = int(day.by_topic[niche, : Lane.PAID].sum())
        accounts = float(day.groupings["niche"].sums(day.natural)[1])
        users, asked = day.world.users, day.asked
        weight = np.where(users.away[asked] == 0, users.visits_per_day[asked], 0.0)
        demand = ratio(float(weight @ day.interests[:, niche].sum(axis=1)), float(weight.sum()))
        yield self.value(ratio(topics, natural * demand))
        yield self.value(ratio(accounts, natural * demand), "basis=accounts")
