"""Questions with a published or a known answer, and the worlds in which interference is off."""

from collections.abc import Mapping
from typing import NamedTuple

from experiments.design_ab.cold_start import ColdStart
from sim.config.load import load
from sim.platform.policy import Policy

NICHE = ("policy=niche_boost", "policy.niche_boost.boost=1")


class Case(NamedTuple):
    """What is tested, in which world, and what is expected of it."""

    text: str
    expected: str
    world: tuple[str, ...] = ()
    policy: tuple[str, ...] = NICHE

    def treatment(self) -> Mapping[str, Policy]:
        """The policy under test."""
        return load(self.policy).build_policies() if self.policy else {"cold_start": ColdStart()}


CASES = {
    "cold_start": Case(
        "Help what is new, as in Ye et al., Management Science 2023; their published arrays say of cold-start success: "
        "+4.97 points in truth, -1.52 by users (the wrong sign), +7.79 by ads, +5.63 two-sided.",
        "success: truth +; by user below the truth or negative; by account above it; two-sided between",
        policy=(),
    ),
    "flip": Case(
        "A boost of niche content: accounts compared with accounts say that it adds to the time watched, because the "
        "boosted take viewers from the others (the flip of arXiv 2406.14380).",
        "watch: truth -, by account +",
    ),
    "no_sharing": Case(
        "The control of user-side bias: tastes are known and nothing follows followers, so users share nothing.",
        "by user: no bias in any outcome that is a sum",
        ("recommender=oracle", "traffic.paid_elasticity=0"),
    ),
    "no_competition": Case(
        "The control of account-side bias: one candidate for each request, so nobody's score crowds out another's.",
        "by account: nothing, and the truth is nothing",
        ("candidates_per_slot=1", "slate_size=1"),
        (*NICHE, "policy.niche_boost.retrieval=false"),
    ),
    "nothing": Case(
        "The same policy on both sides.",
        "every design: nothing on average; the truth is nothing",
        policy=("policy=interest",),
    ),
}
