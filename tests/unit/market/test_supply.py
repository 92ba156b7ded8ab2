"""What brands look up once for all of them is what each would find for itself."""

import gc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import sim
from sim.core import draws, elementwise, streams
from sim.core.units import TICKS_PER_DAY
from sim.market import signing
from sim.market import supply as module
from sim.market.made import made
from sim.market.scouting import Scouted, scouts
from sim.market.supply import LEAST_FIT, supply
from sim.simulation import run_stage, set_stage
from sim.world.creators import Tier, tier_of
from sim.world.wares import NOTHING


@pytest.fixture(scope="module")
def stage():  # type: ignore[no-untyped-def]
    config = sim.load(
        ["population.users=400", "population.creators=150", "market=standard", "horizon_days=12", "warmup_days=2"]
    )
    found = set_stage(config)
    run_stage(found, range(1, 6))
    return found


@pytest.mark.parametrize("tier", list(Tier))
@pytest.mark.parametrize("product", [0, 7, 31])
def test_scouts_are_those_that_a_look_at_every_account_finds(stage, tier: Tier, product: int) -> None:  # type: ignore[no-untyped-def]
    world, commerce = stage.world, stage.world.commerce
    creators, key = world.creators, world.key
    fit = creators.topic_mix[:, commerce.products.topic[product]].astype(np.float64)
    free = creators.active(world.now) & (tier_of(creators.followers) == tier) & (fit >= LEAST_FIT)
    rows = np.flatnonzero(free & (commerce.sellers.next_deal == NOTHING))
    keys = elementwise.log(fit[rows]) + draws.gumbels(key.seed, key.luck, streams.SCOUT, rows, 5)
    whole = rows[np.lexsort((rows, -keys))]
    for _ in range(2):  # found, and then known
        assert np.array_equal(scouts(world, commerce, product, tier, 5).first(rows.size), whole)


@given(arrays(np.float64, st.integers(0, 60), elements=st.integers(-3, 3).map(float)), st.integers(0, 70))
def test_as_many_as_are_asked_for_come_in_order_of_equals_the_first(keys: np.ndarray, count: int) -> None:
    rows = 10 + 3 * np.arange(keys.size)
    whole = rows[np.lexsort((rows, -keys))]
    assert np.array_equal(Scouted(rows, keys).first(count), whole[:count])


@pytest.mark.parametrize("fen", [0, 1, 50_000, 10**12])
def test_whoever_is_affordable_is_found_without_looking_at_all(stage, monkeypatch, fen: int) -> None:  # type: ignore[no-untyped-def]
    world, commerce, settings = stage.world, stage.world.commerce, stage.brands
    monkeypatch.setattr(signing, "AT_FIRST", 1)
    scouted = scouts(world, commerce, 7, Tier.KOC, 5)
    everybody = scouted.first(len(world.creators))
    fees = signing.asked_fen(world, commerce, settings, everybody)
    assert everybody.size > 4
    count = int(np.count_nonzero(np.cumsum(fees) <= fen))
    found = signing.affordable(world, commerce, settings, scouted, fen)
    assert found.size >= count
    assert np.array_equal(found, everybody[: found.size])


def test_what_was_made_for_a_brand_is_found_by_looking_at_every_item(stage) -> None:  # type: ignore[no-untyped-def]
    commerce = stage.world.commerce
    of_brand = np.where(commerce.wares.deal == NOTHING, NOTHING, commerce.deals.brand[commerce.wares.deal])
    assert (of_brand != NOTHING).sum() > 3
    for brand in range(len(commerce.brands)):
        assert np.array_equal(made(commerce, brand), np.flatnonzero(of_brand == brand))


def test_an_account_that_changes_is_looked_at_again(stage) -> None:  # type: ignore[no-untyped-def]
    creators, now = stage.world.copy().creators, stage.world.now
    known = supply(creators)
    assert supply(creators) is known
    small = np.flatnonzero(known.tier == Tier.KOC)
    with creators.writing("followers"):
        creators.followers[small[0]] = 1e6
    assert supply(creators) is not known
    assert supply(creators).tier[small[0]] == Tier.HEAD
    before = supply(creators).kocs(now)
    creators.thaw()
    creators.left_at[small[1]] = now
    assert supply(creators).kocs(now) == before - 1, "nothing is kept of what may be written to"
    creators.freeze()
    assert supply(creators).kocs(now) == before - 1
    assert supply(creators).kocs(now - TICKS_PER_DAY) == int(
        (creators.active(now - TICKS_PER_DAY) & (tier_of(creators.followers) == Tier.KOC)).sum()
    )


def test_what_is_known_goes_with_the_accounts(stage) -> None:  # type: ignore[no-untyped-def]
    gc.collect()
    before = len(module._KNOWN)
    creators = stage.world.copy().creators
    supply(creators)
    assert len(module._KNOWN) == before + 1
    del creators
    gc.collect()
    assert len(module._KNOWN) == before
