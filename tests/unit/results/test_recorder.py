from collections.abc import Callable

import numpy as np
import pytest

from sim.core.errors import ConfigError, InvariantError
from sim.metrics import RECENT_DAYS, discover
from sim.results.fingerprint import fingerprint
from sim.results.recorder import Recorder
from sim.world.tally import LANES, Lane
from sim.world.world import World

Live = Callable[..., Recorder]


def state(recorder: Recorder) -> tuple[object, ...]:
    """All that a recorder remembers, in comparable form."""
    arrays = ("ever", "ring", "recent", "by_creator", "by_topic", "forecast", "totals")
    return (
        [getattr(recorder, name).tolist() for name in arrays],
        recorder.rows,
        recorder.ledger.digest,
        repr(recorder.memories),
        recorder.days_seen,
    )


def test_the_ledger_holds_every_slot_once(world: World, live: Live, span: Callable) -> None:
    recorder = live(Recorder(world), 0, 3)
    ledger = recorder.ledger.frame()
    slots = sum(int(span(number)[1].totals[2]) for number in range(12))
    assert ledger["impressions"].sum() == slots
    assert ledger["impressions"].dtype == np.int64
    assert not ledger.duplicated(["day", "creator", "lane"]).any()
    assert (ledger["impressions"] > 0).all()
    assert ledger["lane"].cat.categories.tolist() == [lane.name.lower() for lane in Lane]
    by_creator = sum(span(number)[0].by_creator[:, :LANES] for number in range(4))
    first = ledger[ledger["day"] == 0].pivot(index="creator", columns="lane", values="impressions").fillna(0)
    assert np.array_equal(first.to_numpy(), by_creator[first.index])


def test_metrics_see_whole_days(world: World, live: Live) -> None:
    recorder = live(Recorder(world), 0, 2)
    frame = recorder.frame()
    assert frame.columns.tolist() == ["day", "platform", "metric", "group", "value"]
    assert set(frame["metric"]) <= set(discover())
    assert not frame.duplicated(["day", "platform", "metric", "group"]).any()
    assert np.isfinite(frame["value"]).all()
    daily = frame[(frame["metric"] == "impressions") & (frame["group"] == "all")].set_index("day")["value"]
    assert daily.to_dict() == recorder.ledger.frame().groupby("day")["impressions"].sum().to_dict()


def test_a_chosen_few_metrics(world: World, live: Live) -> None:
    recorder = live(Recorder(world, ["dryness", "auc"]), 0, 1)
    assert set(recorder.frame()["metric"]) == {"dryness", "auc"}
    with pytest.raises(ConfigError, match="dryess"):
        Recorder(world, ["dryess"])


def test_the_trailing_window_forgets(world: World, live: Live) -> None:
    recorder = live(Recorder(world, ["coverage"]), 0, RECENT_DAYS + 5)
    ledger = recorder.ledger.frame()
    recent = ledger[ledger["day"] >= 5]
    paid = recent["lane"] == "paid"
    for row, part in enumerate((recent[~paid], recent[paid])):
        expected = part.groupby("creator")["impressions"].sum().reindex(range(20), fill_value=0)
        assert recorder.recent[row].tolist() == expected.tolist()


def test_planned_ad_load_is_weighted_by_slots(world: World, span: Callable) -> None:
    recorder = Recorder(world, ["ad_load"])
    few, many = (span(number)[1].totals[2] for number in (0, 1))
    recorder.span(*span(0), ad_load=0.2)
    recorder.span(*span(1), ad_load=0.4)
    recorder.end_of_day(0, world)
    planned = recorder.frame().set_index("group")["value"]["basis=planned"]
    assert planned == pytest.approx((0.2 * few + 0.4 * many) / (few + many))


def test_a_day_without_spans_is_an_empty_day(world: World) -> None:
    recorder = Recorder(world)
    recorder.end_of_day(0, world)
    assert recorder.ledger.frame().empty
    assert recorder.frame().set_index(["metric", "group"])["value"]["impressions", "all"] == 0.0


def test_lost_impressions_are_found(world: World, span: Callable) -> None:
    tally, served = span(0)
    recorder = Recorder(world)
    with pytest.raises(InvariantError, match="served"):
        recorder.span(tally, served._replace(totals=served.totals + 1), 0.1)
    wrong = tally.by_creator.copy()
    wrong[3, 2] += 1
    with pytest.raises(InvariantError, match="by topic and by account"):
        recorder.span(tally._replace(by_creator=wrong), served, 0.1)
    recorder.span(tally, served, 0.1)
    recorder.by_creator[0, 0] += 1
    with pytest.raises(InvariantError, match="day 0: the ledger"):
        recorder.end_of_day(0, world)


def test_a_copy_goes_its_own_way(world: World, live: Live, span: Callable) -> None:
    recorder = live(Recorder(world), 0, 2)
    recorder.span(*span(99), ad_load=0.1)
    before = state(recorder)
    twin = recorder.copy()
    assert state(twin) == before
    twin.end_of_day(2, world)
    live(twin, 3, 5)
    assert state(recorder) == before
    recorder.end_of_day(2, world)
    live(recorder, 3, 5)
    assert state(recorder) == state(twin)


def test_an_uninterrupted_and_a_branched_record_agree(world: World, live: Live) -> None:
    whole = live(Recorder(world), 0, 40)
    branched = live(live(Recorder(world), 0, 31).copy(), 31, 40)
    assert state(branched) == state(whole)


def test_the_cohort_is_frozen_at_onset(world: World, live: Live) -> None:
    recorder = live(Recorder(world, onset_day=2), 0, 1)
    assert recorder.onset is None
    world.close_account(np.array([5]), world.now + 1)
    live(recorder, 1, 2)
    assert recorder.onset is not None
    assert recorder.onset.day == 2
    assert not recorder.onset.active[5]
    world.creators.thaw()
    world.creators.followers[:] = 0
    assert (recorder.onset.followers > 0).all()
    assert Recorder(world).onset is not None, "without warm-up the cohort is that of the start"


def test_fingerprint_covers_state_and_ledger_but_not_what_is_recorded(world: World, live: Live) -> None:
    recorder = live(Recorder(world), 0, 2)
    seen = fingerprint(world, recorder.ledger)
    spare = live(Recorder(world, ["auc"], ledger=False), 0, 2)
    assert spare.ledger.frame().empty
    assert fingerprint(world, spare.ledger) == seen
    assert fingerprint(world.copy(), recorder.ledger) == seen
    assert fingerprint(world, live(Recorder(world), 0, 1).ledger) != seen
    live(recorder, 2, 2)  # the same clock again
    world.now = 2 * 86_400_000
    assert fingerprint(world, recorder.ledger) == seen
    world.users.satisfaction[7] = np.nextafter(world.users.satisfaction[7], 9.0)
    assert fingerprint(world, recorder.ledger) != seen
