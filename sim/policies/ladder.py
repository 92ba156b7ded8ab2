"""The traffic-pool ladder: bigger audiences for what did well before smaller ones."""

from typing import Annotated, Any, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Strict, model_validator

from sim.core import elementwise
from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State

Numbers = Annotated[tuple[float, ...], Strict(False)]
WEIGHTS = {"completes": 0.4, "likes": 0.3, "comments": 0.2, "shares": 0.1}  # of the composite score
COUNTERS = ("impressions", *WEIGHTS)


class Ladder(Policy):
    """An item is eligible until its pool's impressions are used; a gate decides whether it enters the next pool.

    A pool's score is .4 completion + .3 like + .2 comment + .1 share, each rate over the impressions served in
    this pool and relative to the average visible item; or the like rate alone. The absolute gate asks for
    score >= gates[level]; the relative gate lets the best `top_shares[level]` of those who finished the pool in.

    Gives:  exposure to items that do well before strangers; luck and variance pay in the first pools.
    Takes:  everything from items that miss a gate; the exposure that steady quality would earn later.
    Limits: one pool has no gate and is the neutral policy. Impressions used between two refreshes overshoot a
        pool by about the square root of its size, exact at a refresh of one; gates are judged on actual counts.
    Source: third-party descriptions of Douyin's traffic pools (marketing folklore, grade C), scaled.
    """

    neutral: ClassVar[dict[str, Any] | None] = {"pools": [30.0]}
    moves: ClassVar[tuple[str, str, int] | None] = ("gates", "items past the first gate", -1)
    family: ClassVar[str] = "ladder"
    gamed_by: ClassVar[str] = (
        "whoever brings friends or bought likes to the first pool, or uploads often for more tickets."
    )

    pools: Numbers = parameter(
        (30.0, 300.0, 1200.0, 10_000.0),
        "impressions of each pool; the last has no limit",
        unit="impressions",
        grade="C",
        source="agency pages: 300, 3,000, 12,000, 100,000, ... real impressions, ratios kept",
    )
    gates: Numbers = parameter((0.8, 1.0, 1.1), "lowest score that passes each gate", grade="C", source="agency pages")
    gate: Literal["composite", "like_rate"] = parameter("composite", "what the score is")
    relative: bool = parameter(False, "judge against peers instead of `gates`")
    top_shares: Numbers = parameter(
        (0.5, 0.3, 0.2),
        "relative gate: share of those who finish each pool that passes",
        grade="C",
        source="agency pages",
    )
    reach: float = parameter(
        0.5,
        "audience broadening: weight in retrieval grows with the pool to this power",
        ge=0,
        le=2,
        grade="assumption",
        plausible=(0.0, 1.0),
    )

    @model_validator(mode="after")
    def _steps(self) -> Self:
        steps = len(self.pools) - 1
        wanted = self.top_shares if self.relative else self.gates
        name = "top_shares" if self.relative else "gates"
        if steps < 0 or min(self.pools) <= 0:
            raise ValueError(f"pools are {self.pools}, allowed is at least one, each above 0")
        if not all(0.0 < share <= 1.0 for share in self.top_shares):
            raise ValueError(f"top_shares are {self.top_shares}, allowed is each above 0 and at most 1")
        if len(wanted) < steps:
            raise ValueError(f"{name} has {len(wanted)} entries, allowed is at least one less than pools ({steps})")
        return self

    def start(self, observed: Observed) -> State:
        """Everything enters the first pool. By item: level, failed, score at the last gate, counts at pool entry."""
        empty = np.zeros(0)
        counts = {f"entry_{name}": np.zeros(0, dtype=np.int64) for name in COUNTERS}
        return State(
            level=np.zeros(0, dtype=np.int64), failed=np.zeros(0, dtype=bool), score=empty, gate=empty, **counts
        )

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """Judge the items that have used their pool; pace 0 for those that failed."""
        items = observed.items
        level = items.carry(state.level, 0)
        failed = items.carry(state.failed, 0)
        score = items.carry(state.score, np.nan)  # at the last gate it came to
        gate = items.carry(state.gate, -1.0)  # which one that was
        entry = {name: items.carry(getattr(state, f"entry_{name}"), 0) for name in COUNTERS}
        last = len(self.pools) - 1
        quota = np.array([*self.pools[:last], np.inf])
        due = ~failed & (items.impressions - entry["impressions"] >= quota[level])
        if due.any():
            score[due] = self._score(observed, entry)[due]
            gate[due] = level[due]
            passed = due & (score >= self._threshold(level, score, gate))
            failed |= due & ~passed
            level[passed] += 1
            for name in COUNTERS:
                entry[name][passed] = getattr(items, name)[passed]
        weight = elementwise.power(np.array(self.pools) / self.pools[0], self.reach)
        plan = TrafficPlan(pace=np.where(failed, 0.0, 1.0), retrieve=weight[level])
        after = {f"entry_{name}": counts for name, counts in entry.items()}
        return plan, State(level=level, failed=failed, score=score, gate=gate, **after)

    def _score(self, observed: Observed, entry: dict[str, NDArray[np.int64]]) -> NDArray[np.float64]:
        """Score of every item over what its present pool served, [I]."""
        items = observed.items
        served = np.maximum(items.impressions - entry["impressions"], 1)
        if self.gate == "like_rate":
            return np.asarray((items.likes - entry["likes"]) / served, dtype=np.float64)
        total = max(int(items.impressions.sum()), 1)
        score = np.zeros(items.count)
        for name, weight in WEIGHTS.items():
            counts = getattr(items, name)
            average = max(int(counts.sum()), 1) / total
            score += weight * (counts - entry[name]) / served / average
        return score

    def _threshold(
        self, level: NDArray[np.int64], score: NDArray[np.float64], gate: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """The score each item must reach at its level, [I]."""
        if not self.relative:
            return np.array([*self.gates[: len(self.pools) - 1], np.inf])[level]
        bars = np.full(len(self.pools), np.inf)
        for step in range(len(self.pools) - 1):
            peers = score[gate == step]
            if peers.size:
                bars[step] = np.quantile(peers, 1.0 - self.top_shares[step], method="higher")
        return bars[level]
