"""Backward rewards: paying creators for what they add beats paying them for winning."""

import numpy as np
from numpy.typing import NDArray

from experiments.replications.finding import Finding, Study, positive
from sim.market import brm

ATTENTION = np.array([1.0, 0.6, 0.36, 0.2, 0.1])  # of each rank
TEMPERATURE = 0.2
Floats = NDArray[np.float64]


class Game:
    """Creators choose one topic each; a user scores a creator of her topic by the creator's skill in it.

    Topics' shares of users fall as 1 / rank, so that the last ones are minorities.
    """

    def __init__(self, draw: np.random.Generator, creators: int, topics: int) -> None:
        self.demand = 1.0 / np.arange(1, topics + 1)
        self.demand /= self.demand.sum()
        self.skill = draw.uniform(0.2, 1.0, (creators, topics))
        self.choice = draw.integers(0, topics, creators)

    def scores(self, topic: int) -> Floats:
        """Every creator's score for a user of a topic."""
        return np.where(self.choice == topic, self.skill[:, topic], 0.0)

    def welfare(self) -> Floats:
        """What the users of each topic get: skills of the best by attention, [topics]."""
        return np.array([brm.potential(self.scores(k), ATTENTION) for k in range(self.demand.size)])

    def pay(self, rule: str) -> Floats:
        """Pay of each creator."""
        total = np.zeros(self.choice.size)
        for k, share in enumerate(self.demand):
            scores = self.scores(k)
            total += share * (brm.pay(scores, ATTENTION) if rule == "backward" else exposure(scores))
        return total

    def settle(self, rule: str, draw: np.random.Generator, rounds: int = 200) -> Floats:
        """Let creators in turn try a topic and keep it if it pays them more; the welfare they end at, [topics]."""
        for _ in range(rounds):
            c, k = int(draw.integers(self.choice.size)), int(draw.integers(self.demand.size))
            before, paid = self.choice[c], self.pay(rule)[c]
            self.choice[c] = k
            if self.pay(rule)[c] <= paid:
                self.choice[c] = before
        return self.welfare()


def exposure(scores: Floats) -> Floats:
    """Merit pay that rises with one's own score: shares of a softmax over those who have anything to show."""
    there = scores > 0
    if not there.any():
        return np.zeros(scores.size)
    weight = np.where(there, np.exp((scores - scores.max()) / TEMPERATURE), 0.0)
    return np.asarray(weight / weight.sum())


def run(small: bool) -> list[Finding]:
    """The same games and the same order of trials under both rules."""
    games, creators, topics, rounds = (10, 8, 6, 200) if small else (60, 10, 8, 600)
    gain, minority, climbs = [], [], []
    for seed in range(games):
        ends = {}
        for rule in ("backward", "exposure"):
            game = Game(np.random.default_rng(seed), creators, topics)
            start = float(game.demand @ game.welfare())
            ends[rule] = game.settle(rule, np.random.default_rng(1_000 + seed), rounds)
            if rule == "backward":
                climbs.append(float(game.demand @ ends[rule]) - start)
        gap = game.demand * (ends["backward"] - ends["exposure"])
        gain.append(float(gap.sum() / (game.demand @ ends["exposure"])))
        minority.append(float(gap[topics // 2 :].sum()))
    return [
        positive("welfare under backward rewards over exposure pay, relative", gain, "above 0"),
        positive("of it, the welfare of users of the smaller half of topics", minority, "above 0: mainly the minority"),
        Finding("smallest climb of welfare under backward rewards", "sign", "never falls: pay is a potential", -1e-9,
                float("inf"), min(climbs)),
    ]  # fmt: skip


STUDY = Study(
    "backward_rewards",
    "Yao et al. 2023, NeurIPS (arXiv 2306.07893); its numbers could not be read: directions only",
    run,
    "the pay rule of `sim.market.brm`, which the arena and the engine pay by; creators who try topics are here",
)
