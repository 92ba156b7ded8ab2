"""Any configuration at all either lives, with every number in order, or is refused in a line or two.

`INTEREST_SIM_FUZZ=10000 python -m pytest -n 0 tests/properties/test_anything.py` tries ten thousand.
"""

import os
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings

import sim
from sim.config.load import validate
from sim.core.errors import ConfigError, DataError, InvariantError, PolicyError
from sim.engines.compiled import CompiledEngine
from sim.world.campaigns import Party
from sim.world.tally import LANES, Act, Served
from sim.world.world import World
from tests.properties.anything import anything

CASES = int(os.environ.get("INTEREST_SIM_FUZZ", "300"))
LONGEST = 600  # characters of a refusal
SHARES = ("rate", "share", "natural_share", "coverage", "auc", "survival", "ad_load")
seen = {"lived": 0, "refused": 0}


def healthy(run: sim.Run) -> None:
    """Every invariant that holds in every world, on each platform and over all of them."""
    metrics(run.metrics)
    assert np.isfinite(run.headline()["value"].dropna()).all()
    for platform in run.platforms:
        alone(run.on(platform))


def alone(run: sim.Run) -> None:
    """Every invariant of the world of one platform."""
    world, creators = run.warm.world, run.creators
    tables = [world.users, world.creators, world.items, world.campaigns, *([world.careers] if world.careers else [])]
    for table in tables:
        for name, column in table.columns():
            assert column.dtype.kind != "f" or np.isfinite(column).all(), f"{name} is not finite"
    users, items = world.users, world.items
    assert ((users.belief_played >= 0) & (users.belief_played <= users.belief_shown)).all()
    assert (users.follows < len(world.creators)).all()
    assert ((items.plays >= 0) & (items.plays <= items.impressions)).all()
    assert (items.natural_impressions <= items.impressions).all()
    assert (world.creators.followers >= 0).all()
    assert creators["impressions"].sum() == users.belief_shown.sum()
    assert not creators["impressions"].lt(creators["plays"]).any()
    world.money.check()
    assert sum(int(world.money.balance[party].sum()) for party in Party) == 0
    if run.config.record.ledger:
        accounted(run)


def accounted(run: sim.Run) -> None:
    """The ledger holds every impression of every account, and its change is split without a rest."""
    ledger, creators = run.ledger, run.creators
    assert (ledger["impressions"] > 0).all()
    by_creator = ledger.groupby("creator")["impressions"].sum()
    assert by_creator.sum() == creators["impressions"].sum()
    assert (creators.set_index("creator").loc[by_creator.index, "impressions"] == by_creator).all()
    if run.days > run.onset_day:
        split = run.decomposition
        moved = split.groupby("group", observed=True)[["change", "before", "after"]].agg(
            {"change": "sum", "before": "first", "after": "first"}
        )
        assert np.allclose(moved["change"], moved["after"] - moved["before"], atol=1e-6)


def metrics(found: pd.DataFrame) -> None:
    """Finite numbers, chances and shares from 0 to 1, nothing that is counted below 0."""
    assert np.isfinite(found["value"]).all()
    chances = found[found["metric"].str.endswith(SHARES)]
    assert chances["value"].between(-1e-9, 1 + 1e-9).all(), chances[~chances["value"].between(0, 1)]
    counted = found[found["metric"].isin(["active_users", "impressions", "exits", "entries", "creators_active", "gmv"])]
    assert (counted["value"] >= 0).all()


def refused(message: str) -> None:
    """Said in a line or two."""
    assert message.strip()
    assert len(message.splitlines()) <= 2
    assert len(message) <= LONGEST, message
    assert "Traceback" not in message
    seen["refused"] += 1


def live(raw: dict[str, Any]) -> None:
    """Live a configuration and look at all of it, or be refused."""
    try:
        config = validate(raw)
    except ConfigError as error:
        return refused(str(error))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # numpy says so where it makes a number of nothing
            run = sim.simulate(config)
            healthy(run)
    except (ConfigError, DataError, PolicyError) as error:
        return refused(str(error))
    seen["lived"] += 1
    return None


@settings(max_examples=CASES, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None)
@given(raw=anything())
def test_any_configuration_lives_in_order_or_is_refused(raw: dict[str, Any]) -> None:
    live(raw)


def test_enough_of_them_live() -> None:
    if not seen["lived"]:
        pytest.skip("the test before this one was not run")
    assert seen["lived"] > seen["refused"], seen


class Forging(CompiledEngine):
    """An engine that gets one thing wrong."""

    def __init__(self, forge: Any) -> None:
        super().__init__()
        self.forge = forge

    def serve(self, world: Any, index: Any, span: Any) -> Served:
        """Serve, and then spoil it."""
        served = super().serve(world, index, span)
        self.forge(world, served)
        return served


SMALL = ("scenario=quick", "population.users=20", "population.creators=10", "horizon_days=2", "warmup_days=1")


def unseen(_world: World, served: Served) -> None:
    """An impression that nobody saw."""
    served.by_item[0, 0] += 1


def too_many_plays(_world: World, served: Served) -> None:
    """More plays than impressions."""
    served.by_item[0, LANES + Act.PLAY] += 10**6


def nothing(world: World, _served: Served) -> None:
    """A number of nothing."""
    world.users.satisfaction[0] = np.nan


def remembered(world: World, _served: Served) -> None:
    """More plays than impressions in the platform's memory of a user."""
    world.users.belief_played += 100


@pytest.mark.parametrize("forge", [unseen, too_many_plays, nothing, remembered])
def test_what_is_wrong_would_be_seen(forge: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.simulation._engine", lambda _config: Forging(forge))
    with pytest.raises((AssertionError, InvariantError)):
        healthy(sim.simulate(SMALL))
