"""Algorithmic confounding: a recommender that learns from what it showed makes users alike, not better off."""

from itertools import combinations

import numpy as np
import pandas as pd

import sim
from experiments.replications.finding import Finding, Study, near, negative, positive

WORLD = [
    "population.creators=100", "population.topics=20", "population.verticals=4", "population.first_follows=0",
    "platform.follow_share=0", "platform.explore_share=0.1", "traffic.ad_load=0", "population.visits_log_sd=0",
    "behaviour.leave_hazard_per_day=0", "candidates_per_slot=64", "refresh_minutes=1440", "horizon_days=50",
    "warmup_days=10", "record.impressions=true", "record.metrics=[match_quality]", "population.mid_uploads_per_day=0.3",
    "population.head_uploads_per_day=0.3", "population.visits_per_day=3", "population.catalogue_days=50",
    "population.quality_sd=0", "population.inconsistency_median=0",
]  # fmt: skip
CONSUMED = 100  # items: as many for each user, or those who watch more would look less alike
SIDES = {
    "ideal": ["recommender=oracle", "policy=interest"],
    "factors": ["recommender=als", "policy=interest"],
    "topics": ["recommender=bayes_topic", "policy=interest"],
    "popularity": ["recommender=bayes_topic", "policy=popularity", "policy.popularity.gamma=4.0"],
    "random": ["recommender=bayes_topic", "policy=random"],
}


def overlap(run: sim.Run, pairs: int) -> float:
    """Mean Jaccard index of the first hundred items that two users were shown after the warm-up."""
    log = run.impressions
    assert log is not None
    shown = log[log["day"] >= run.onset_day]
    item = shown["creator"].astype("int64") * 1_000_000 + shown["upload"]
    sets = [frozenset(one.drop_duplicates().head(CONSUMED)) for _, one in item.groupby(shown["user"])]
    chosen = np.random.default_rng(0).permutation(np.array(list(combinations(range(len(sets)), 2))))[:pairs]
    return float(np.mean([len(sets[a] & sets[b]) / len(sets[a] | sets[b]) for a, b in chosen]))


def utility(run: sim.Run) -> float:
    """Mean pull of what was shown."""
    log = run.impressions
    assert log is not None
    return float(log.loc[log["day"] >= run.onset_day, "pull"].mean())


def run(small: bool) -> list[Finding]:
    """The same worlds under an ideal, a learning, a popularity and a random recommender."""
    worlds, users = (3, 60) if small else (10, 100)
    rows = []
    for world in range(worlds):
        for side, overrides in SIDES.items():
            life = sim.simulate([*WORLD, *overrides, f"population.users={users}", f"seed={world}"])
            rows.append({"side": side, "world": world, "overlap": overlap(life, 800), "utility": utility(life)})
    table = pd.DataFrame(rows).pivot_table(index="world", columns="side")
    alike, good = table["overlap"], table["utility"]
    return [
        positive("overlap of users, popularity less ideal", alike["popularity"] - alike["ideal"],
                 "+0.232 +- 0.010 (T-RECS)"),
        positive("overlap of users, popularity less matrix factors", alike["popularity"] - alike["factors"],
                 "+0.193 (T-RECS)"),
        positive("overlap of users, matrix factors less ideal", alike["factors"] - alike["ideal"],
                 "+0.039 +- 0.006 (T-RECS)"),
        near("overlap of users, random less ideal", alike["random"] - alike["ideal"], 0.0, 0.05,
             "+0.009 +- 0.017 (T-RECS): near 0"),
        near("overlap of users, popularity less ideal", alike["popularity"] - alike["ideal"], 0.232, 0.116,
             "+0.232; here within half of it"),
        negative("utility, matrix factors less ideal", good["factors"] - good["ideal"], "not above the ideal"),
    ]  # fmt: skip


STUDY = Study(
    "confounding",
    "Chaney, Stewart and Engelhardt 2018, RecSys, 224-232; numbers of T-RECS re-runs of its set-up",
    run,
    "the engine with its own learners: an oracle, matrix factors that learn from the log, popularity, random",
)
