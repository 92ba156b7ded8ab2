"""Checks of whole worlds: A28 (common random numbers), A29, A34, A35, A36."""

import math
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

import sim
from experiments.verification.figure import Check, Figure, likely, near
from sim.core.inequality import gini, poisson_gini
from sim.processes.stage import Server
from sim.world.creators import Tier
from sim.world.tally import LANES, Lane, Served, Sold
from sim.world.world import World

ALIKE = (
    "population.users=2000", "population.creators=300", "population.quality_sd=0", "population.inconsistency_median=0",
    "population.inconsistency_log_sd=0", "population.cadence_log_sd=0", "population.cadence_reliability=1",
    "population.niche_share=0", "population.specialist_share=0", "population.merchant_share=0",
    "population.koc_uploads_per_day=1", "population.mid_uploads_per_day=1", "population.head_uploads_per_day=1",
    "population.entrants_at_most=0", "traffic.ad_load=0",
    "refresh_minutes=60", "horizon_days=12", "warmup_days=2", "record.metrics=[]",
)  # fmt: skip
SMALL = ("population.users=150", "population.creators=40", "horizon_days=12", "warmup_days=4", "refresh_minutes=360")
# Everybody looks at everything to its end and shares it with the same probability; the social lane is wide, and a
# letter is hardly ever about what its reader has seen.
SPREADING = (
    "population.users=2500", "population.creators=3000", "population.entrants_at_most=0", "population.topics=4",
    "population.verticals=1", "population.first_follows=0", "population.visits_per_day=12",
    "population.visits_log_sd=0", "population.friends=16", "population.koc_uploads_per_day=2",
    "population.interest_concentration=400", "behaviour.base=30", "behaviour.match_weight=0",
    "behaviour.quality_weight=0", "behaviour.dwell_scale=12", "behaviour.dwell_slope=0", "behaviour.share_slope=0",
    "behaviour.follow_intercept=-50", "behaviour.follow_slope=0", "behaviour.leave_hazard_per_day=0",
    "behaviour.stay_gain=0", "behaviour.stay_base=0.5", "behaviour.visit_sensitivity=0",
    "behaviour.topic_weariness=0", "behaviour.creator_weariness=0", "population.duration_median_seconds=8",
    "population.duration_log_sd=0", "platform.follow_share=0", "platform.explore_share=0",
    "platform.social_share=0.9", "traffic.ad_load=0", "recommender.retrieval.freshness_half_life_hours=10000",
    "recommender.retrieval.sharpness=0", "candidates_per_slot=1", "refresh_minutes=60", "horizon_days=3",
    "warmup_days=0", "record.metrics=[]",
)  # fmt: skip
TREE = ("population.friends=200", "population.friend_rewiring=1")  # hardly any friends are friends of one another
BOOSTS_OFF = {
    "niche boost of nothing": ("policy=niche_boost", "policy.niche_boost.boost=0"),
    "floor of nothing": ("policy=creator_floor", "policy.creator_floor.share=0"),
    "alpha of nothing": ("policy=alpha_fair", "policy.alpha_fair.alpha=0"),
    "ladder of one endless pool": ("policy=ladder", "policy.ladder.pools=[1e12]", "policy.ladder.gates=[]"),
}


def exposure(*overrides: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Impressions and tier of each account, where accounts are alike."""
    creators = sim.simulate([*ALIKE, *overrides]).warm.world.creators
    return creators.impressions.copy(), creators.first_tier.copy()


@cache
def multiplier(share: float, reach: int, opened: float, *circle: str) -> tuple[float, float]:
    """All impressions of some days over those that no friend brought, and its standard error."""
    from sim.config.load import load
    from sim.simulation import run_stage, set_stage

    said = {"share_intercept": np.log(share / (1.0 - share)), "share_reach": reach, "share_opened": opened}
    stage = set_stage(load([*SPREADING, *circle, *(f"behaviour.{key}={value}" for key, value in said.items())]))
    run_stage(stage, range(1, 2))
    before = stage.recorder.ever[:, :LANES].sum(axis=0)  # type: ignore[attr-defined]
    run_stage(stage, range(2, 4))
    lanes = stage.recorder.ever[:, :LANES].sum(axis=0) - before  # type: ignore[attr-defined]
    seeds = lanes.sum() - lanes[Lane.SOCIAL]
    return float(lanes.sum() / seeds), float(np.sqrt(lanes[Lane.SOCIAL] * (1.0 + reach)) / seeds)


def _common_luck() -> list[Figure]:
    """The same worlds under two policies; shuffled pairs share nothing."""
    values = np.array(
        [
            [_niche(policy, seed) for seed in range(8)]
            for policy in ("interest", "creator_floor")
        ]
    )  # fmt: skip
    paired = np.var(values[1] - values[0], ddof=1)
    apart = np.var(values[0], ddof=1) + np.var(values[1], ddof=1)
    related = float(np.corrcoef(values)[0, 1])
    return [
        Figure("correlation between policies", related, "> 0", 0.0, 1.0, "eight worlds, fixed"),
        Figure("variance of the difference, paired over apart", paired / apart, "< 1", 0.0, 1.0, "eight worlds, fixed"),
    ]


def _niche(policy: str, seed: int) -> float:
    accounts = sim.simulate([*SMALL, f"policy={policy}", f"seed={seed}", "record.metrics=[]"]).creators
    return float(accounts.loc[accounts["niche"], "natural"].sum() / accounts["natural"].sum())


def _word_of_mouth() -> list[Figure]:
    found = []
    for share, reach, opened, expected in ((0.02, 3, 0.5, 1.0309), (0.15, 4, 0.5, 1.4286)):
        factor, error = multiplier(share, reach, opened, *TREE)
        said = "4 standard errors, and 2 % of the effect"
        within = 4 * error + 0.02 * (expected - 1)
        found.append(near(f"factor where one share brings {share * reach * opened:g}", factor, expected, within, said))
    return found


class Till:
    """An engine that counts what it served: as items, as slots and as users remember it; and what was charged."""

    def __init__(self, engine: Server) -> None:
        self.engine, self.by_lane, self.slots, self.seen, self.charged = engine, np.zeros(LANES, dtype=int), 0, 0, 0

    def serve(self, world: World, index: Any, span: Any) -> Served:
        """Serve, and count."""
        before = world.users.belief_shown.sum(dtype=np.float64)
        served = self.engine.serve(world, index, span)
        self.seen += round(world.users.belief_shown.sum(dtype=np.float64) - before)
        self.by_lane += served.by_item[:, :LANES].sum(axis=0)
        self.slots += int(served.totals[2])
        self.charged += int(served.sold[:, Sold.CHARGE].sum())
        return served


def _conserved() -> list[Figure]:
    from sim.config.load import load
    from sim.simulation import run_stage, set_stage

    stage = set_stage(load([*SMALL, "market=standard", "traffic.ad_load=0.2", "record.metrics=[]"]))
    till = Till(stage.engine)
    stage.engine = till
    run_stage(stage, range(1, 13))
    world, table = stage.world, stage.world.campaigns
    world.money.check()  # what is paid is received
    natural = int(till.by_lane.sum() - till.by_lane[Lane.PAID])
    over = int(np.maximum(table.spent - table.budget, 0).sum())
    unpaid = till.charged - int(table.spent.sum() + table.make_good.sum())
    return [
        near("impressions by item less slots", int(till.by_lane.sum()) - till.slots, 0, 0),
        near("impressions by user less slots", till.seen - till.slots, 0, 0),
        near(
            "natural impressions by account less those by lane", int(world.creators.impressions.sum()) - natural, 0, 0
        ),
        near("paid slots less those sold", int(till.by_lane[Lane.PAID] - table.impressions.sum()), 0, 0),
        near("charged less paid by bidders and made good", unpaid, 0, 0),
        near("spent beyond a budget", over, 0, 0),
        Figure("millionths of an RMB charged", till.charged, "> 0", 1, math.inf, "so that the others say something"),
    ]


def _degenerate() -> list[Figure]:
    relevance = np.random.default_rng(3).random((5, 12))
    order, creator = np.random.default_rng(4).permutation(12), np.arange(12) % 5
    plain = sim.arena("alpha_fair", relevance, creator_of_item=creator, slots=2, requests=500)
    moved = sim.arena("alpha_fair", relevance[:, order], creator_of_item=creator[order], slots=2, requests=500)
    off = int(np.abs(moved["impressions"].to_numpy() - plain["impressions"].to_numpy()[order]).sum())
    found = [near("items numbered otherwise: impressions that move", off, 0, 0)]
    base = sim.simulate([*SMALL, "policy=interest"]).fingerprint
    for name, overrides in BOOSTS_OFF.items():
        same = sim.simulate([*SMALL, *overrides]).fingerprint == base
        found.append(near(f"{name}: the same bits as interest", float(same), 1, 0))
    return found


def _null() -> list[Figure]:
    shown, tier = exposure("policy=random")
    draw = np.random.default_rng(1)
    null = [gini(draw.multinomial(int(shown.sum()), np.full(shown.size, 1 / shown.size))) for _ in range(1_000)]
    by_tier = np.bincount(tier, weights=shown, minlength=len(Tier))
    share = np.bincount(tier, minlength=len(Tier)) / tier.size
    low, high = min(null), max(null)
    closed = float(np.mean(null))
    return [
        Figure("Gini of exposure", gini(shown), f"{low:.4f} to {high:.4f}", low, high, "false alarm 1 in 500"),
        near("the Poisson null's formula", poisson_gini(shown.mean(), shown.size), closed, 0.01 * closed, "1 %"),
        likely("accounts alike", stats.chisquare(shown).pvalue, 1e-4),
        likely("tiers by their number", stats.chisquare(by_tier, share * shown.sum()).pvalue, 1e-4),
    ]


CHECKS = {
    "A28": Check("common random numbers: pairs differ less", _common_luck),
    "A29": Check("word of mouth multiplies", _word_of_mouth),
    "A34": Check("every impression and every fen is counted once by all who count", _conserved),
    "A35": Check("names do not matter, and policies that do nothing do nothing", _degenerate),
    "A36": Check("the null: accounts alike, slots dealt at random", _null),
}
