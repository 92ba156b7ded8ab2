"""The ecosystem agent's random baseline: a number that was published, from a world written out here."""

import numpy as np

from experiments.replications.finding import Finding, Study, near, spread

USERS, CREATORS, TOPICS, STEPS, START = 50, 10, 10, 20, 20
RHO = np.repeat([0.5, 2.0], CREATORS // 2)  # what being recommended is worth to a creator


def life(draw: np.random.Generator) -> tuple[float, float, int]:
    """One life: mean reward of a user, mean rise of log(1 + satisfaction) of a creator, creators left.

    A user has a taste on the unit sphere, and is shown a document drawn evenly from those of creators who are there;
    its quality and topic reward her, and pull her taste towards its topic. A creator is pleased by being shown and by
    rewards, publishes as her satisfaction passes a multiple of 20, and leaves at none.
    """
    taste = draw.normal(size=(USERS, TOPICS))
    taste /= np.linalg.norm(taste, axis=1, keepdims=True)
    pleased = np.full(CREATORS, 5.0)
    mean = draw.uniform(-0.8, 0.8, CREATORS)
    prefers = np.exp(draw.normal(size=(CREATORS, TOPICS)))
    prefers /= prefers.sum(axis=1, keepdims=True)
    owner = np.repeat(np.arange(CREATORS), START)
    topic = np.array([draw.choice(TOPICS, p=prefers[c]) for c in owner])
    quality = np.clip(draw.normal(mean[owner], 0.1), -1.0, 1.0)
    passed = np.zeros(CREATORS)
    reward = np.zeros(USERS)
    there = np.ones(CREATORS, dtype=bool)
    for _ in range(STEPS):
        shown = draw.choice(np.flatnonzero(there[owner]), USERS)
        noise = np.clip(draw.normal(0.0, 0.05, USERS), -0.1, 0.1)
        r = 0.3 * quality[shown] + 0.7 * taste[np.arange(USERS), topic[shown]] + noise + 2.0
        reward += r
        taste[np.arange(USERS), topic[shown]] += 0.2 * r
        taste /= np.linalg.norm(taste, axis=1, keepdims=True)
        times = np.bincount(owner[shown], minlength=CREATORS)
        change = times * RHO + np.bincount(owner[shown], 0.1 + r, minlength=CREATORS)
        change = np.where(there, np.where(times > 0, change, -1.0), 0.0)
        pleased += change
        due = np.floor(pleased / 20.0)
        fresh = np.flatnonzero(there & (due > passed))
        passed = np.maximum(passed, due)
        topic = np.concatenate([topic, [draw.choice(TOPICS, p=prefers[c]) for c in fresh]]).astype(np.int64)
        quality = np.concatenate([quality, np.clip(draw.normal(mean[fresh], 0.1), -1.0, 1.0)])
        owner = np.concatenate([owner, fresh])
        there &= pleased > 0.0
    return float(reward.mean()), float(np.mean(np.log1p(np.maximum(pleased, 0.0)) - np.log1p(5.0))), int(there.sum())


def run(small: bool) -> list[Finding]:
    """Many lives."""
    lives = np.array([life(np.random.default_rng(seed)) for seed in range(40 if small else 400)])
    return [
        near("accumulated reward of a user", lives[:, 0], 42.4, 0.4, "42.4, a constant of the published code"),
        near("rise of a creator's log satisfaction", lives[:, 1], 3.95, 0.15, "3.9; 3.8 to 4.1 by the mix of creators"),
        Finding("creators left of ten", "size", "10", 10.0, 10.0, spread(lives[:, 2])[0]),
    ]


STUDY = Study(
    "random_baseline",
    "Zhan et al. 2021, arXiv 2105.02377, and its code (recs_ecosystem_creator_rl)",
    run,
    "a world of its own: users on a sphere whose taste follows every document are not those of the simulator",
)
