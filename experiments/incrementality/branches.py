"""Three futures of the same past: brands as they were, without campaigns, without paid traffic."""

import math
import sys

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

import sim
from experiments.command import Job
from experiments.sides import overrides
from sim.world.brands import Bucket
from sim.world.campaigns import Purpose
from sim.world.commerce import Commerce
from sim.world.products import BASIS

NATURAL = "change of the contracted accounts' natural impressions"
CONTRACTS = [Bucket.HEAD, Bucket.KOC]


def table(job: Job) -> pd.DataFrame:
    """One row a world: reported and incremental return since the branch, and what happened to natural impressions."""
    rows = []
    worlds = range(job.config.replications)
    for world in tqdm(worlds, desc="worlds", unit="world", disable=not (job.alone and sys.stderr.isatty())):
        config = sim.load(overrides(job))
        seeds = {"seed": config.seed + world, "replication": config.replication + world}
        past = sim.simulate(config.model_copy(update=seeds), until_day=config.warmup_days)
        one = world % config.market.commerce.brands
        with_brands, without, unpaid, alone = sim.branch(
            past,
            [],
            ["market.brands.sponsoring=false"],
            ["market.brands.ad_share=0.0"],
            [f"market.brands.silent={one}"],
        )
        rows.append(
            {"world": world, **compared(past, with_brands, without, unpaid), **of_one(past, with_brands, alone, one)}
        )
    return pd.DataFrame(rows)


def compared(past: sim.Run, on: sim.Run, off: sim.Run, unpaid: sim.Run) -> dict[str, float]:
    """What the campaigns since the branch brought, by the books and against the branches."""
    before, now, never = (commerce(run) for run in (past, on, off))
    spent, earned = (
        float((getattr(now.brands, name) - getattr(before.brands, name))[:, CONTRACTS].sum())
        for name in ("spent_fen", "earned_fen")
    )
    spent += float(now.promotions.spent_fen.sum() - before.promotions.spent_fen.sum())
    paid_margin = margin(now, now.deals.paid_net_fen, now.deals.product) - margin(
        before, before.deals.paid_net_fen, before.deals.product
    )
    contracted = np.unique(now.deals.creator[len(before.deals) :])
    shown, free = (natural(run, contracted, past.days) for run in (on, off))
    bought = paid(on, contracted) - paid(past, contracted)
    lost = natural(unpaid, contracted, past.days) - shown
    return {
        "reported": (earned + paid_margin) / spent,
        "incremental": (all_margin(now) - all_margin(never)) / spent,
        NATURAL: shown / free - 1.0,
        "paid": bought,
        "incrementality": 1.0 - lost / bought if bought else math.nan,
    }


def of_one(past: sim.Run, on: sim.Run, silent: sim.Run, brand: int) -> dict[str, float]:
    """The same for a brand that alone is silent in the other branch, while its rivals go on."""
    before, now, never = (commerce(run) for run in (past, on, silent))
    own = now.products.brand == brand
    spent, earned = (
        float((getattr(now.brands, name) - getattr(before.brands, name))[brand, CONTRACTS].sum())
        for name in ("spent_fen", "earned_fen")
    )
    gained = all_margin(now, own) - all_margin(never, own)
    return {"reported by one": earned / spent, "incremental for one": gained / spent} if spent else {}


def commerce(run: sim.Run) -> Commerce:
    """What is sold at the end of a run."""
    return run.warm.world.commerce  # type: ignore[no-any-return]  # untyped there


def margin(now: Commerce, net: NDArray[np.int64], product: NDArray[np.int32]) -> float:
    """Gross margin of net sales."""
    return float((net * now.products.margin[product]).sum()) / BASIS


def all_margin(now: Commerce, own: NDArray[np.bool_] | slice = slice(None)) -> float:
    """Gross margin of all that was ever sold, or of some products."""
    net = now.products.gmv_fen - now.products.refunded_fen
    return margin(now, net[own], np.arange(len(now.products), dtype=np.int32)[own])


def natural(run: sim.Run, accounts: NDArray[np.int32], since: int) -> float:
    """Natural impressions of some accounts from a day on."""
    rows = run.exposure.frame(since).query("lane != 'paid'")
    return float(rows.loc[rows["creator"].isin(accounts), "impressions"].sum())


def paid(run: sim.Run, accounts: NDArray[np.int32]) -> float:
    """Impressions of some accounts' content that brands have bought so far."""
    campaigns = run.warm.world.campaigns
    own = (campaigns.purpose == Purpose.BRAND) & np.isin(campaigns.creator, accounts)
    return float(campaigns.impressions[own].sum())
