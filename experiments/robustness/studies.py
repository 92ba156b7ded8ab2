"""The studies: what each one varies that should not matter, and what was expected before it was run."""

from typing import NamedTuple


class Setting(NamedTuple):
    """One way to ask the same question: overrides, and the policy that the warm-up is lived under."""

    label: str
    overrides: tuple[str, ...]
    warmup_policy: str = "interest"


class Study(NamedTuple):
    """A question about the headline, and its settings."""

    question: str
    prediction: str
    settings: tuple[Setting, ...]
    lanes: tuple[str, ...] = ("natural",)  # whose protection is shown


STUDIES = {
    "refresh": Study(
        "Does it matter how stale the platform's view is?",
        "No policy changes rank; the floor, which corrects at every refresh, gains most from a short one.",
        tuple(Setting(f"{minutes} min", (f"refresh_minutes={minutes}",)) for minutes in (15, 60, 360)),
    ),
    "population": Study(
        "Does it matter how large the simulated world is, at the same users per account?",
        "Levels of protection stay, intervals shrink about as the root of the size.",
        tuple(
            Setting(f"{users} users", (f"population.users={users}", f"population.creators={users // 5}"))
            for users in (250, 500, 1_000)
        ),
    ),
    "followers": Study(
        "Does it matter how many real followers one simulated follow stands for?",
        "More move accounts faster between sizes, alike under every policy: no rank changes.",
        tuple(Setting(f"scale x {scale}", (f"population.follower_scale={scale}",)) for scale in (0.25, 1.0, 4.0)),
    ),
    "initial_state": Study(
        "Does it matter what the platform was like before?",
        "From a concentrated past protection is smaller at first; by day 180 no rank has changed.",
        (
            Setting("concentrated", (), "popularity"),
            Setting("dispersed", (), "random"),
        ),
    ),
    "learner": Study(
        "Does it matter how well the platform knows its users?",
        "Under the oracle policies differ least; a wrong topic tree costs niche accounts under every policy.",
        (
            Setting("oracle", ("recommender=oracle",)),
            Setting("learner", ("recommender=bayes_topic",)),
            Setting("coarse tree", ("recommender=bayes_topic", "recommender.learner.tree=coarse")),
            Setting("wrong tree", ("recommender=bayes_topic", "recommender.learner.tree=wrong")),
        ),
    ),
    "world": Study(
        "Does the answer need all the structure of the world?",
        "Signs are the same in the minimal world of six parameters: neither tiers, nor quality make them.",
        (Setting("standard", ()), Setting("minimal", ("scenario=minimal",))),
    ),
    "paid_elasticity": Study(
        "Does it matter who buys the paid slots?",
        "Not for natural exposure; total exposure of small accounts falls under drying where large ones buy.",
        tuple(Setting(f"eta {power}", (f"traffic.paid_elasticity={power}",)) for power in (0.0, 0.5, 1.0)),
        lanes=("natural", "total"),
    ),
}
