"""Each target measured in one world: its life, and the branches that some targets need."""

import math

import numpy as np

import sim
from sim.config.schema import Config
from sim.core.units import MICRO
from sim.world.brands import Bucket
from sim.world.campaigns import Purpose

MONTH, YEAR = 30, 365


def measures(config: Config) -> dict[str, float]:
    """Every target's value in one world."""
    past = sim.simulate(config, until_day=config.warmup_days)
    on, silent, loaded = sim.branch(past, [], ["market.brands.sponsoring=false"], ["traffic.ad_load=0.2"])
    return of_sales(on) | of_money(on, config) | of_followers(past, on, silent) | of_ad_load(on, loaded)


def _mean(run: sim.Run, metric: str, group: str, first: int, last: int) -> float:
    table = run.metrics
    rows = table[(table["metric"] == metric) & (table["group"] == group)]
    return float(rows.loc[(rows["day"] >= first) & (rows["day"] < last), "value"].mean())


def of_sales(run: sim.Run) -> dict[str, float]:
    """Sales of the last month, and of small accounts against the same month a year before."""
    last = run.days

    def small(end: int) -> float:
        """RMB a day of live sales from accounts below 300 k followers, in the month before."""
        live = run.metrics[run.metrics["day"].between(end - MONTH, end - 1)].set_index(["metric", "group", "day"])
        sold = live["value"]["gmv"]["scene=live"]
        return float((sold * live["value"]["live_gmv_share"]["all"].reindex(sold.index).fillna(0.0)).mean())

    total = _mean(run, "gmv", "all", last - MONTH, last)
    return {
        "c1": small(last) / _mean(run, "gmv", "scene=live", last - MONTH, last),
        "c2": small(last) / small(last - YEAR) - 1.0,
        "c22": _mean(run, "gmv", "per=user", last - MONTH, last),
        "c23": _mean(run, "gmv", "scene=shelf", last - MONTH, last) / total,
        "c23b": _mean(run, "gmv", "tier=head", last - MONTH, last) / total,
        "c23c": _mean(run, "gmv", "scene=live", last - MONTH, last) / total,
        "c30": _mean(run, "return_rate", "scene=shelf", last - MONTH, last),
        "c30b": _mean(run, "return_rate", "scene=live", last - MONTH, last),
    }


def of_money(run: sim.Run, config: Config) -> dict[str, float]:
    """What is paid for what."""
    world, market = run.warm.world, config.market
    deals, last = world.commerce.deals, run.days
    koc = deals.bucket == Bucket.KOC
    fee = float(deals.fee_fen[koc].mean()) / 100.0
    head = world.campaigns.purpose == Purpose.HEAD
    sold = float(world.commerce.sellers.gmv_fen[world.creators.first_tier == 2].sum()) / 100.0
    spent = float(world.campaigns.spent[head].sum()) / MICRO
    users = _mean(run, "active_users", "all", last - MONTH, last)
    ads = float(world.campaigns.spent.sum()) / MICRO / run.days
    if not len(world.campaigns) or ads == 0.0:  # no auction: the price list
        shown = _mean(run, "impressions", "lane=paid", last - MONTH, last)
        ads = shown * market.impressions_scale * market.cpm_rmb / 1000.0
    gmv = _mean(run, "gmv", "all", last - MONTH, last)
    team = market.brands.budget_rmb * market.brands.first_ecom * (1.0 - market.brands.ad_share)
    return {
        "c6": spent / sold if spent else math.nan,
        "c7": market.brands.head_commission,
        "c7b": market.brands.head_extra,
        "c8": fee,
        "c9": fee * market.brands.test_kocs / team if team else math.nan,
        "c21": ads / users,
        "c21b": ads / gmv,
    }


def of_followers(past: sim.Run, on: sim.Run, silent: sim.Run) -> dict[str, float]:
    """Change of followers for each sponsored item, against the twin who made the item unsponsored."""
    deals = on.warm.world.commerce.deals
    made = deals.creator[(deals.signed_at >= past.warm.world.now) & (deals.serial >= 0)]
    items = np.bincount(made, minlength=len(on.warm.world.creators))
    who = items > 0
    ratio = on.warm.world.creators.followers[who] / np.maximum(silent.warm.world.creators.followers[who], 1.0)
    return {"c25": float(np.average(np.log(ratio) / items[who], weights=items[who])) if who.any() else math.nan}


def of_ad_load(low: sim.Run, high: sim.Run) -> dict[str, float]:
    """Fall of impressions a year after the ad load doubled, over that of the first month."""
    first = low.onset_day

    def fall(start: int, end: int) -> float:
        shown = [sum(_mean(run, "impressions", f"lane={lane}", start, end) for lane in LANES) for run in (low, high)]
        return math.log(shown[1] / shown[0])

    early = fall(first, first + MONTH)
    return {"c27": fall(low.days - MONTH, low.days) / early if early else math.nan}


LANES = ("interest", "follow", "explore", "search", "paid")
