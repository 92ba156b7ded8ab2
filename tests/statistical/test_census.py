"""The default population against real accounts: followers, follows, topics (c18, c19, c20).

The files of KuaiRand-Pure (Gao et al., CIKM 2022) are looked for in the folder that SIM_DATA names.
"""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats

from experiments.validation.accounts import lognormal_of_accounts
from sim.config.load import load
from sim.core.inequality import gini
from sim.processes.publishing import publish
from sim.simulation import set_stage
from sim.world import first_follows
from sim.world.census import SMALLEST_SAMPLED, Census, weights
from sim.world.creators import Tier
from sim.world.settings import PopulationSettings
from sim.world.users import FOLLOW_PLACES
from sim.world.world import World

CREATORS = 3_000


@pytest.fixture(scope="module")
def world() -> World:
    """The default population, large enough to be measured, and two weeks of its items."""
    stage = set_stage(load([f"population.creators={CREATORS}", "population.users=4000"]))
    publish(stage)
    return stage.world


@pytest.fixture(scope="module")
def real() -> pd.DataFrame:
    folder = os.environ.get("SIM_DATA")
    if folder is None:
        pytest.skip("set SIM_DATA to the folder with kuairand_pure_user_features.csv")
    path = Path(folder) / "kuairand_pure_user_features.csv"
    if not path.exists():
        pytest.skip(f"SIM_DATA holds no {path.name}")
    return pd.read_csv(path, usecols=["fans_user_num", "follow_user_num"])


def test_weights_count_every_account_that_is_large_enough_once(world) -> None:
    share = weights(world.creators, CREATORS)
    assert share.sum() == pytest.approx(Census().sampled)
    tier, niche = world.creators.first_tier[:CREATORS], world.creators.niche[:CREATORS].astype(bool)
    for which, part in zip(Tier, Census()[:3], strict=True):
        assert share[tier == which].sum() == pytest.approx(part)
        assert share[(tier == which) & niche].sum() == pytest.approx(part * Census().niche)


def test_accounts_have_the_spread_of_real_ones(world) -> None:
    """c18: lognormal with standard deviation 1.98 +- 0.3; Gini 0.90, and 0.834 without the few of 100 k and more."""
    mean, sd = lognormal_of_accounts(world, CREATORS)
    assert sd == pytest.approx(1.98, abs=0.3)
    share = weights(world.creators, CREATORS)
    rest = np.exp(stats.norm.ppf(np.linspace(0.0, 1.0 - share.sum(), 2_001)[1:-1], mean, sd))
    followers = np.concatenate([world.creators.first_followers[:CREATORS], rest])
    accounts = np.concatenate([share, np.full(rest.size, (1.0 - share.sum()) / rest.size)])
    copies = np.round(accounts * 4e6).astype(int)
    everyone = np.repeat(followers, copies)
    assert gini(everyone) == pytest.approx(0.90, abs=0.02)
    assert gini(everyone[everyone < 100_000]) == pytest.approx(0.834, abs=0.03)


def test_the_census_is_that_of_the_data(world, real) -> None:
    fans = real["fans_user_num"].to_numpy()
    edges = (SMALLEST_SAMPLED, 10_000, 300_000)
    shares = [
        (fans >= edges[0]).mean() - (fans >= edges[1]).mean(),
        (fans >= edges[1]).mean() - (fans >= edges[2]).mean(),
    ]
    assert Census()[:2] == pytest.approx(shares, abs=1e-4)
    large = fans[fans >= SMALLEST_SAMPLED]
    share = weights(world.creators, CREATORS)
    logs = np.log(world.creators.first_followers[:CREATORS])
    centre = np.average(logs, weights=share)
    assert np.sqrt(np.average((logs - centre) ** 2, weights=share)) == pytest.approx(np.log(large).std(), abs=0.15)
    quantiles = [np.quantile(large, q) for q in (0.25, 0.5, 0.75, 0.9)]
    below = [(share * (np.exp(logs) < quantile)).sum() / share.sum() for quantile in quantiles]
    assert below == pytest.approx([0.25, 0.5, 0.75, 0.9], abs=0.13)


def distance_of_follows(sim_follows: np.ndarray, follows: np.ndarray) -> float:
    """Kolmogorov's distance to real numbers of follows, scaled to the same mean, made whole and cut alike."""
    cut = optimize.brentq(
        lambda scale: np.minimum(follows / scale, FOLLOW_PLACES).mean() - sim_follows.mean(), 1.0, 1e5
    )
    whole = np.floor(follows / cut + np.random.default_rng(0).random(follows.size))
    return float(stats.ks_2samp(np.minimum(whole, FOLLOW_PLACES), sim_follows).statistic)


def test_users_follow_as_unequally_as_real_ones(real) -> None:
    """c19, its shape: the lognormal spread of follows a user fits within 0.05, the geometric one does not."""
    ids = np.arange(20_000)
    draw = np.random.default_rng(1).random(ids.size)
    found = {
        spread: distance_of_follows(
            first_follows.how_many(PopulationSettings(first_follow_spread=spread), 0, ids, draw),
            real["follow_user_num"].to_numpy(),
        )
        for spread in ("lognormal", "geometric")
    }
    assert found["lognormal"] < 0.05
    assert found["geometric"] > 0.1


def test_topics_are_as_many_as_real_tags(world) -> None:
    """c20: 24.8 effective of 46 tags, within a fifth, of accounts at large; and demand as well."""
    items = world.items
    share = weights(world.creators, CREATORS)
    own = np.bincount(items.creator, minlength=len(world.creators))[:CREATORS]
    mix = world.creators.topic_mix[:CREATORS]
    assert own.sum() > 5_000
    supply = (share * world.creators.uploads_per_day[:CREATORS]) @ mix
    shown = np.bincount(items.topic, weights=share[items.creator], minlength=mix.shape[1])
    for topics in (supply, shown, world.topics.demand):
        assert np.exp(stats.entropy(topics)) == pytest.approx(24.8, rel=0.2)
