"""MusicLab: what others chose makes markets more unequal and less predictable."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

import sim
from experiments.replications.finding import Finding, Study, positive
from sim.core.inequality import gini

SONGS = 48
WORLD = [
    f"population.creators={SONGS}", "population.entrants_at_most=0", "population.first_follows=0",
    "population.koc_uploads_per_day=1e-9", "population.mid_uploads_per_day=1e-9",
    "population.head_uploads_per_day=1e-9", "population.topics=2", "population.verticals=1",
    "population.niche_share=0", "population.visits_per_day=0.2", "platform.follow_share=0",
    "platform.explore_share=0", "traffic.ad_load=0", "behaviour.leave_hazard_per_day=0",
    "behaviour.follow_intercept=-60", "behaviour.stay_base=2.5", "slate_size=4", "candidates_per_slot=48",
    "refresh_minutes=60", "horizon_days=6", "warmup_days=0", "record.metrics=[play_rate]",
]  # fmt: skip
# Which song is on top is by luck, by what others played a little, and by what others played a lot.
CONDITIONS = {
    "independent": ["policy=popularity", "policy.popularity.gamma=0.0"],
    "weak": ["policy=popularity", "policy.popularity.gamma=0.5"],
    "strong": ["policy=popularity", "policy.popularity.gamma=1.5"],
}


def market(condition: str, seed: int, world: int, users: int) -> NDArray[np.float64]:
    """Shares of all plays by song, [48]: one world of one set of songs."""
    run = sim.simulate([*WORLD, *CONDITIONS[condition], f"population.users={users}", f"seed={seed}",
                        f"replication={world}"])  # fmt: skip
    items = run.warm.world.items
    plays = np.bincount(items.creator, items.plays, minlength=SONGS).astype(np.float64)
    return plays / plays.sum()


def unpredictability(shares: NDArray[np.float64]) -> float:
    """Mean over songs of the mean difference of a song's share between two worlds. Shapes: shares [worlds, songs]."""
    pairs = [(a, b) for a in range(len(shares)) for b in range(a)]
    return float(np.mean([np.abs(shares[a] - shares[b]).mean() for a, b in pairs]))


def run(small: bool) -> list[Finding]:
    """Eight worlds of each condition, for several sets of songs."""
    sets, worlds, users = (3, 4, 400) if small else (6, 8, 700)
    inequality: dict[str, list[float]] = {name: [] for name in CONDITIONS}
    luck: dict[str, list[float]] = {name: [] for name in CONDITIONS}
    agree: dict[str, list[float]] = {name: [] for name in CONDITIONS}
    for seed in range(sets):
        shares = {name: np.array([market(name, seed, world, users) for world in range(worlds)]) for name in CONDITIONS}
        merit = shares["independent"].mean(axis=0)
        for name, table in shares.items():
            inequality[name].append(float(np.mean([gini(row) for row in table])))
            luck[name].append(unpredictability(table))
            agree[name].append(float(np.mean([spearmanr(row, merit).statistic for row in table])))

    def more(of: dict[str, list[float]], one: str, other: str) -> NDArray[np.float64]:
        return np.array(of[one]) - np.array(of[other])

    return [
        positive("Gini of plays, weak influence less independent", more(inequality, "weak", "independent"), "above 0"),
        positive("Gini of plays, strong less weak", more(inequality, "strong", "weak"), "above 0"),
        positive("unpredictability, weak less independent", more(luck, "weak", "independent"), "above 0"),
        positive("unpredictability, strong less weak", more(luck, "strong", "weak"), "above 0"),
        positive("rank correlation with the independent share, weak less strong", more(agree, "weak", "strong"),
                 "above 0"),
    ]  # fmt: skip


STUDY = Study(
    "musiclab",
    "Salganik, Dodds and Watts 2006, Science 311, 854-856",
    run,
    "the engine: 48 songs that stay, listeners with tastes, songs offered in proportion to what was heard before",
)
