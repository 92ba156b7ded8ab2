"""The decomposition is exact, whatever appears or vanishes."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from sim.traffic.decomposition import CAUSES, Situation, decompose, summed
from sim.world.tally import LANES, Lane

ACCOUNTS = st.shared(st.integers(1, 7), key="accounts")
AMOUNTS = st.one_of(st.just(0.0), st.integers(0, 50).map(float), st.floats(1e-4, 1e7))


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    accounts = draw(ACCOUNTS)
    rows = st.lists(AMOUNTS, min_size=LANES, max_size=LANES)
    exposure = np.array(draw(st.lists(rows, min_size=accounts, max_size=accounts)))
    exposure *= np.array(draw(st.lists(st.sampled_from([0.0, 1.0, 1.0]), min_size=LANES, max_size=LANES)))
    presence = np.array(draw(st.lists(st.sampled_from([0.0, 0.1, 0.5, 1.0]), min_size=accounts, max_size=accounts)))
    side = np.array(draw(st.shared(st.lists(st.integers(0, 2), min_size=accounts, max_size=accounts), key="side")))
    return Situation(exposure * (presence > 0.0)[:, None], presence, side == 1, side == 2)


def natural(now: Situation) -> np.ndarray:
    return now.exposure[:, : Lane.PAID].sum(axis=1)


def changes(before: Situation, after: Situation) -> np.ndarray:
    """[C, causes]"""
    return decompose(before, after)["change"].to_numpy().reshape(-1, len(CAUSES))


def close(one: np.ndarray, other: np.ndarray, before: Situation, after: Situation) -> None:
    """Equal to 1e-9 of the exposure that is at stake."""
    scale = np.maximum(1.0, np.maximum(natural(before), natural(after)))
    assert (np.abs(one - other) <= 1e-9 * (scale if one.ndim == 1 else scale[:, None])).all()


@given(situations(), situations())
def test_causes_sum_to_the_change_of_every_account(before: Situation, after: Situation) -> None:
    split = changes(before, after)
    assert np.isfinite(split).all()
    close(split.sum(axis=1), natural(after) - natural(before), before, after)


@given(situations(), situations())
def test_the_way_back_is_the_way_there_reversed(before: Situation, after: Situation) -> None:
    close(changes(before, after), -changes(after, before), before, after)


@given(situations())
def test_nothing_changes_where_nothing_changes(now: Situation) -> None:
    close(changes(now, now), np.zeros((len(now.presence), len(CAUSES))), now, now)


@given(situations(), st.sampled_from([0.25, 3.0]))
def test_scaling_everything_is_attention(now: Situation, factor: float) -> None:
    expected = np.zeros((len(now.presence), len(CAUSES)))
    expected[:, 0] = (factor - 1.0) * natural(now)
    close(changes(now, now._replace(exposure=factor * now.exposure)), expected, now, now)


@given(situations(), situations(), st.randoms(use_true_random=False))
def test_the_order_of_accounts_does_not_matter(before: Situation, after: Situation, random: object) -> None:
    order = np.arange(len(before.presence))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = [Situation(*(array[order] for array in now)) for now in (before, after)]
    close(changes(*shuffled), changes(before, after)[order], *shuffled)


@given(situations(), situations())
def test_groups_sum_to_the_whole(before: Situation, after: Situation) -> None:
    group = pd.Series(np.where(np.arange(len(before.presence)) % 2 == 0, "even", "odd"))
    total = summed(decompose(before, after), group)["total"].sum()
    change = float((natural(after) - natural(before)).sum())
    assert abs(total - change) <= 1e-9 * max(1.0, float((natural(after) + natural(before)).sum()))
