"""What each part of the key decides, and what nobody's presence or curiosity can change."""

import numpy as np
import pytest

from sim.core.units import TICKS_PER_DAY
from sim.world import population

UPLOADS = ("serial", "creator", "upload", "topic", "quality", "duration_ms", "visible_from", "visible_to")
ACCOUNTS = ("quality", "inconsistency", "first_followers", "uploads_per_day", "topic_mix", "comes_at", "joined_at")
PEOPLE = ("visits_per_day", "home_logit")
STILL = ("traffic.exit_hazard_per_month=0",)  # an exit is luck, and stops the uploads of those who go


def alike(one, two, columns) -> list[str]:
    return [name for name in columns if not np.array_equal(getattr(one, name), getattr(two, name))]


@pytest.mark.parametrize(
    "record",
    ["record.metrics=[]", "record.metrics=[exposure_gini]", "record.ledger=false", "record=full"],
)
def test_what_is_recorded_changes_no_fingerprint(record, config, live) -> None:
    assert live(config(record)).fingerprint == live(config()).fingerprint


def test_the_replication_changes_the_luck_and_not_the_world(config, live) -> None:
    one, two = live(config(*STILL)).stage.world, live(config(*STILL, "replication=1")).stage.world
    assert alike(one.items, two.items, UPLOADS) == []
    assert alike(one.creators, two.creators, ACCOUNTS) == []
    assert alike(one.users, two.users, PEOPLE) == []
    assert one.taste.centre == two.taste.centre
    assert set(alike(one.items, two.items, ("impressions", "plays", "likes"))) == {"impressions", "plays", "likes"}
    assert alike(one.users, two.users, ("visit", "satisfaction", "logit")) == ["visit", "satisfaction", "logit"]


def test_the_seed_changes_the_world(config, live) -> None:
    one, two = live(config(*STILL)).stage.world, live(config(*STILL, "seed=1")).stage.world
    changed = ("quality", "inconsistency", "first_followers", "uploads_per_day", "topic_mix")
    assert alike(one.creators, two.creators, changed) == list(changed)
    assert alike(one.users, two.users, PEOPLE) == list(PEOPLE)
    assert len(one.items) != len(two.items) or alike(one.items, two.items, ("topic", "quality"))


def test_the_same_uploads_appear_under_every_policy(config, live) -> None:
    one, two = (live(config(f"policy={name}")).stage.world for name in ("interest", "random"))
    assert alike(one.items, two.items, UPLOADS) == []
    assert alike(one.creators, two.creators, (*ACCOUNTS, "left_at")) == []
    assert alike(one.items, two.items, ("impressions",)) == ["impressions"]


def test_one_more_user_changes_nobody_else_within_the_first_span(config, monkeypatch) -> None:
    from sim.processes.publishing import publish
    from sim.processes.refresh import open_span
    from sim.simulation import set_stage

    def first_span(stage):
        publish(stage)
        _, served, _ = open_span(stage)
        return stage.world, served

    day = ("refresh_minutes=1440", "population.visits_per_day=20")
    few = set_stage(config(*day))
    # the constants of the taste score come from the whole population: hold them
    monkeypatch.setattr(population, "standardise", lambda *_: few.world.taste)
    many = set_stage(config(*day, "population.users=61"))
    assert [
        name for name, a in few.world.users.columns() if not np.array_equal(a, getattr(many.world.users, name)[:-1])
    ] == []
    one, less = first_span(few)
    two, more = first_span(many)
    assert two.users.request[-1] > 0, "the one more does something"
    for name, column in one.users.columns():
        assert np.array_equal(column, getattr(two.users, name)[:-1]), name
    extra = more.by_item - less.by_item
    assert extra[:, :6].min() == 0
    assert extra[:, :6].sum() == more.totals[2] - less.totals[2] > 0


def test_a_cut_on_the_hour_moves_no_visit(config, live) -> None:
    quiet = ("behaviour.visit_sensitivity=0", "behaviour.leave_hazard_per_day=0", "behaviour.stay_base=-50")
    runs = [live(config(*quiet, f"refresh_minutes={minutes}")).stage for minutes in (60, 120, 1440)]
    assert runs[0].clock.now == 3 * TICKS_PER_DAY
    for stage in runs[1:]:
        assert alike(runs[0].world.users, stage.world.users, ("visit", "counted_to", "hazard_left")) == []
