"""Conservation: after every span of any small world, every impression is counted once by everybody who counts."""

from itertools import accumulate
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.config.load import load
from sim.core.units import FIXED_POINT
from sim.engines.compiled import CompiledEngine
from sim.simulation import run_stage, set_stage
from sim.world.items import Items
from sim.world.tally import ACTS, LANES, Act, Lane, Served, settle

BOUNDED = (Act.PLAY, Act.LONG, Act.COMPLETE, Act.LIKE, Act.COMMENT, Act.SHARE, Act.FOLLOW, Act.HIDE)


@st.composite
def worlds(draw: st.DrawFn) -> list[str]:
    """Overrides of a small world of any kind."""
    topics = draw(st.integers(2, 14))
    choices = {
        "seed": st.integers(0, 1000),
        "policy": st.sampled_from(["interest", "random", "creator_floor", "[interest,creator_floor]"]),
        "recommender": st.sampled_from(["oracle", "bayes_topic"]),
        "population.users": st.integers(1, 40),
        "population.creators": st.integers(1, 40),
        "population.topics": st.just(topics),
        "population.verticals": st.integers(1, topics),
        "population.visits_per_day": st.sampled_from([0.5, 3.0, 10.0]),
        "population.first_follows": st.sampled_from([0, 5, 30]),
        "population.catalogue_days": st.sampled_from([0.5, 3.0, 14.0]),
        "population.entrants_at_most": st.just(2),
        "traffic.entrants_per_month": st.sampled_from([0, 2]),
        "traffic.exit_hazard_per_month": st.sampled_from([0, 1, 30]),
        "traffic.ad_load": st.sampled_from([0.0, 0.1, 0.7, 1.0]),
        "platform.explore_share": st.sampled_from([0.0, 0.3]),
        "platform.follow_share": st.sampled_from([0.0, 0.3, 0.7]),
        "behaviour.follow_intercept": st.sampled_from([-7, 1]),
        "behaviour.hide_intercept": st.sampled_from([-7, 0]),
        "behaviour.leave_hazard_per_day": st.sampled_from([0.002, 0.5]),
        "refresh_minutes": st.sampled_from([15, 120, 360, 1440]),
        "slate_size": st.sampled_from([1, 4, 30]),
        "candidates_per_slot": st.sampled_from([1, 8, 64]),
        "record.impressions": st.booleans(),
        "live.enabled": st.booleans(),
        "live.enter_intercept": st.just(2),
    }
    said = {name: draw(values, label=name) for name, values in choices.items()}
    return [*(f"{name}={value}" for name, value in said.items()), "horizon_days=2", "warmup_days=0"]


class Auditor:
    """An engine that counts what users saw and whom they follow, before and after each span."""

    def __init__(self) -> None:
        self.engine = CompiledEngine()
        self.spans: list[tuple[Served, np.ndarray, int]] = []

    def serve(self, world: Any, index: Any, span: Any) -> Served:
        users, creators = world.users, len(world.creators)

        def followers() -> np.ndarray:
            return np.bincount(users.follows[users.follows >= 0], minlength=creators)

        seen, known = users.belief_shown.sum(axis=1, dtype=np.float64), followers()
        served = self.engine.serve(world, index, span)
        by_user = users.belief_shown.sum(axis=1, dtype=np.float64) - seen
        assert np.array_equal(followers() - known, served.follow_change)
        assert served.by_item[world.items.visible_from >= span.end, :LANES].sum() == 0, "shown before it appears"
        assert served.by_item[world.items.visible_to <= span.start, :LANES].sum() == 0, "shown after it retired"
        self.spans.append((served, world.items.creator.copy(), int(by_user.sum())))
        items, topics = world.items, world.topics.demand.size
        tally = settle(served, items.creator, items.topic, world.tags(), creators, topics)
        audit(served, tally.by_creator, by_user)
        if span.log:
            audit_log(served, by_user, world.items)
        return served


def audit_log(served: Served, by_user: np.ndarray, items: Items) -> None:
    """Every impression one by one: as many by user as users remember, as many by item and lane as were counted."""
    log, uploads = served.log, 2**32
    assert np.array_equal(np.bincount(log["user"], minlength=by_user.size), by_user)
    shown = np.zeros((len(served.by_item), LANES), dtype=np.int64)
    keys = items.creator.astype(np.int64) * uploads + items.upload
    place = np.argsort(keys)
    item = place[np.searchsorted(keys[place], log["creator"].astype(np.int64) * uploads + log["upload"])]
    assert np.array_equal(items.creator[item], log["creator"])
    assert np.array_equal(items.upload[item], log["upload"])
    np.add.at(shown, (item, log["lane"]), 1)
    assert np.array_equal(shown, served.by_item[:, :LANES])


def audit(served: Served, by_creator: np.ndarray, by_user: np.ndarray) -> None:
    slots = int(served.totals[2])
    lanes = served.by_item[:, :LANES]
    paid = int(lanes[:, Lane.PAID].sum())
    natural = int(lanes[:, : Lane.PAID].sum())
    assert slots == natural + paid == by_user.sum() == by_creator[:, :LANES].sum()
    assert np.array_equal(by_creator.sum(axis=0), served.by_item.sum(axis=0))
    counts = served.by_item[:, [*range(LANES), *(LANES + act for act in BOUNDED)]]
    assert min(counts.min(initial=0), by_user.min(initial=0)) == 0
    assert served.pulls.sum(axis=1).tolist() == [natural, paid]
    assert served.forecast.sum() == lanes[:, Lane.INTEREST].sum()
    assert lanes[:, [Lane.SOCIAL, Lane.SEARCH]].sum() == 0
    for offset, shown in ((LANES, lanes[:, : Lane.PAID].sum(axis=1)), (LANES + ACTS, lanes[:, Lane.PAID])):
        acts = served.by_item[:, offset : offset + ACTS]
        for act in BOUNDED:
            assert (acts[:, act] <= shown).all(), act.name
        assert (acts[:, Act.LONG] <= acts[:, Act.PLAY]).all()
        assert (acts[:, [Act.LIKE, Act.COMMENT, Act.SHARE, Act.FOLLOW]].max(axis=1) <= acts[:, Act.PLAY]).all()
        assert (acts[:, Act.HIDE] + acts[:, Act.PLAY] <= shown).all()
        assert (acts[:, Act.EXPECTED] <= shown * FIXED_POINT).all()
        assert (acts[:, Act.REGRET] >= 0).all()


@settings(max_examples=40)
@given(overrides=worlds())
def test_every_impression_of_every_span_is_counted_once_by_all(overrides: list[str]) -> None:
    stage = set_stage(load(overrides))
    auditor = Auditor()
    stage.engine = auditor
    run_stage(stage, range(1, 3))
    world, total = stage.world, sum(by_user for _, _, by_user in auditor.spans)
    by_creator = np.zeros((len(world.creators), LANES), dtype=np.int64)
    for served, creator, _ in auditor.spans:
        np.add.at(by_creator, creator, served.by_item[:, :LANES])
    ledger = stage.recorder.ledger.frame()  # type: ignore[attr-defined]
    assert ledger.impressions.sum() == by_creator.sum() == total
    kept = np.zeros_like(by_creator)
    names = {lane.name.lower(): lane.value for lane in Lane}
    np.add.at(kept, (ledger.creator, ledger.lane.map(names).astype(int)), ledger.impressions)
    assert np.array_equal(kept, by_creator)
    per_day = len(auditor.spans) // 2
    days = [
        sum(int(served.totals[2]) for served, _, _ in auditor.spans[d * per_day : (d + 1) * per_day]) for d in (0, 1)
    ]
    assert [int(ledger[ledger.day == day].impressions.sum()) for day in (0, 1)] == days
    assert list(accumulate(days))[-1] == total
    assert np.array_equal(world.creators.impressions, by_creator[:, : Lane.PAID].sum(axis=1))
    assert (world.items.natural_impressions <= world.items.impressions).all()
    assert (world.creators.followers >= 0).all()


@settings(max_examples=8)
@given(overrides=worlds())
def test_a_floor_of_nothing_is_the_neutral_policy_to_the_bit(overrides: list[str]) -> None:
    from sim.simulation import simulate

    plain = [line for line in overrides if not line.startswith("policy=")]
    floor = simulate(load([*plain, "policy=creator_floor", "policy.creator_floor.share=0"]))
    neutral = simulate(load([*plain, "policy=interest"]))
    assert floor.fingerprint == neutral.fingerprint
    assert floor.metrics.equals(neutral.metrics)
