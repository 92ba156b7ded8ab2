"""Kinds of accounts: how they are drawn, and what each lives on."""

import numpy as np
import pytest

from sim.config.load import load
from sim.core.errors import ConfigError
from sim.processes import choices
from sim.processes.sight import own_of
from sim.simulation import set_stage
from sim.world import kinds, livelihood
from sim.world.creators import Kind
from sim.world.world import World

ALONE = ["population.users=2", "population.first_follows=0", "careers=standard", "population.creators=4000"]
MIXED = ["population.merchant_share=0.2", "population.brand_share=0.1", "population.synthetic_share=0.1"]


def world(*overrides: str) -> World:
    return set_stage(load([*ALONE, *overrides])).world


@pytest.fixture(scope="module")
def mixed() -> World:
    return world(*MIXED)


def test_shares_are_those_asked_for_and_one_kind_more_changes_no_other(mixed: World) -> None:
    shares = np.bincount(mixed.creators.kind, minlength=len(Kind)) / len(mixed.creators)
    assert shares == pytest.approx([0.6, 0.2, 0.0, 0.1, 0.1], abs=4 * np.sqrt(0.24 / 4000))
    fewer = world(MIXED[0])
    merchants = fewer.creators.kind == Kind.MERCHANT
    assert np.array_equal(merchants, mixed.creators.kind == Kind.MERCHANT)
    same = mixed.creators.kind != Kind.SYNTHETIC
    for name in ("quality", "uploads_per_day", "first_followers"):
        assert np.array_equal(getattr(fewer.creators, name)[same], getattr(mixed.creators, name)[same])


def test_machines_publish_more_and_are_liked_less(mixed: World) -> None:
    plain, machine = world(), mixed.creators.kind == Kind.SYNTHETIC
    assert mixed.creators.uploads_per_day[machine] == pytest.approx(5.0 * plain.creators.uploads_per_day[machine])
    assert mixed.creators.quality[machine] == pytest.approx(plain.creators.quality[machine] - 0.5)


def test_more_than_all_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"merchant_share \+ population.brand_share .* is 1.2, allowed is at most 1"):
        load(["population.merchant_share=0.6", "population.synthetic_share=0.6"])


def test_each_kind_lives_on_its_own(mixed: World) -> None:
    settings, kind = mixed.career_settings, np.array(list(Kind), dtype=np.int8)
    per_view = livelihood.fen_per_view(settings, kind, sold=False)
    assert per_view == pytest.approx([8.4, 100.8, 8.4, 0.0, 8.4])  # 84 views at 1 or 12 RMB for a thousand
    assert livelihood.fen_per_view(settings, kind, sold=True)[Kind.MERCHANT] == 0.0, "sales pay it, not views"
    assert livelihood.fen_per_upload(settings, kind) == pytest.approx([500.0, 500.0, 500.0, 0.0, 20.0])
    assert livelihood.wages(settings, kind, np.full(5, 700.0)) == pytest.approx([700.0, 1500.0, 700.0, 0.0, 20.0])


def test_only_people_burn_out_and_who_is_paid_for_stays(mixed: World) -> None:
    rows = np.arange(len(mixed.creators))
    own = own_of(mixed, rows)._replace(load=np.full(rows.size, 50.0), income=np.full(rows.size, -1e6))
    never, always = np.zeros((rows.size, 2)), np.ones((rows.size, 2))
    always[:, 0] = 1e-4
    quits = choices.quits(own, mixed.career_settings, always)
    kind = mixed.creators.kind
    assert (quits[kind == Kind.CREATOR] == choices.Left.BURNOUT).all()
    assert (quits[kind == Kind.BRAND_OWNED] == choices.Left.NOT).all()
    income = choices.quits(own, mixed.career_settings, never)
    assert (income[(kind == Kind.MERCHANT) | (kind == Kind.SYNTHETIC)] == choices.Left.INCOME).all()


def test_schedules_set_the_pace_of_the_kinds_they_name() -> None:
    kind = np.array(list(Kind), dtype=np.int8)
    assert kinds.pace_factors(kind, 2.0, 3.0).tolist() == [1.0, 2.0, 1.0, 2.0, 3.0]
