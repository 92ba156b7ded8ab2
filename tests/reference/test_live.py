"""Live rooms: both engines live them alike, to the bit, and every viewer who goes in is counted out again."""

from typing import Any

import numpy as np
import pytest

from sim.engines.compiled import CompiledEngine
from sim.engines.reference import ReferenceEngine
from sim.platform.policy import Composed
from sim.platform.trial import Design, Trial
from sim.simulation import branch, set_stage, simulate
from sim.world.items import FIRST_ROOM, Format
from sim.world.rooms import Air
from sim.world.sales import SALES, SCENES, Sale, Scene
from sim.world.tally import LANES, Lane

# Many rooms, open for less than a span or for several, much gone into and called to, by accounts that come and go.
ON_AIR = (
    "live=standard", "live.koc_share=0.8", "live.mid_share=0.8", "live.rooms_per_week=20", "live.shortest_hours=0.3",
    "live.longest_hours=14", "live.enter_intercept=1", "live.heeded=0.3", "live.heeded_minutes=40",
    "live.stay_minutes=9", "live.standing_weight=2", "live.standing_impressions=5",
)  # fmt: skip
SELLING = (
    "market=standard", "market.commerce.products=30", "market.commerce.brands=0", "market.commerce.live_click=0.5",
    "market.commerce.live_order=0.5", "market.commerce.card_click=0.2",
)  # fmt: skip
ALL = (
    *SELLING, "careers=standard", "population.friends=8", "platform.social_share=0.1", "behaviour.trust_gain=0.3",
    "behaviour.ad_response=1", "behaviour.unfollow_paid=0.3", "record.impressions=true",
)  # fmt: skip
WORLDS = {
    "by belief, hourly": ("refresh_minutes=60", "live.stay_spread=exponential"),
    "by truth, twice a day": ("recommender=oracle", "refresh_minutes=720"),
    "fixed stays, once a day": ("refresh_minutes=1440", "live.stay_spread=fixed", "policy=creator_floor"),
    "with all else": (*ALL, "refresh_minutes=240"),
}


LIVED: dict[str, Any] = {}


@pytest.fixture
def lives(config, live):
    """The compiled life of a world by its name, lived once, whichever test asks first."""

    def of(world: str) -> Any:
        if world not in LIVED:
            LIVED[world] = live(config(*ON_AIR, *WORLDS[world]), CompiledEngine(threads=2))
        return LIVED[world]

    return of


@pytest.mark.parametrize("world", WORLDS)
def test_both_engines_live_the_same_rooms(world, config, live, differences, lives) -> None:
    small = config(*ON_AIR, *WORLDS[world])
    compiled, judge = lives(world), live(small, ReferenceEngine())
    assert differences(compiled, judge) == []
    air = np.sum([span.air.sum(axis=0) for span in compiled.spans], axis=0)
    assert air[Lane.INTEREST] > 50
    assert air[Lane.FOLLOW] >= air[Air.CALLED] > 20
    assert air[Lane.PAID] > 0
    users = compiled.stage.world.users
    assert (users.room_until > users.room_from).sum() > 30


@pytest.mark.parametrize("world", WORLDS)
def test_who_goes_in_comes_out_again(world, lives) -> None:
    """Within every span; at its end those are present whose rows say so; nobody is left in a room that is settled."""
    life = lives(world)
    world, rooms, hosts = life.stage.world, life.stage.world.live.rooms, life.stage.world.live.hosts
    users, now = world.users, world.now
    inside = users.room[(users.room >= 0) & (users.room_from < now)]
    assert np.array_equal(np.bincount(np.searchsorted(rooms.serial, inside), minlength=len(rooms)), rooms.present)
    assert (users.room_until[users.room >= 0] >= now).all()
    assert (hosts.held > 0).sum() > 10
    begun = np.sum([span.air.sum(axis=0) for span in life.spans], axis=0)
    kept = hosts.air.sum(axis=0) + rooms.air.sum(axis=0)
    assert np.array_equal(kept[: Air.SHOWN], begun[: Air.SHOWN])
    waiting = ((users.room >= 0) & (users.room_from >= now)).sum()
    comings = sum(int(span.comings.sum()) for span in life.spans)
    assert comings == rooms.present.sum() == (users.room >= 0).sum() - waiting
    assert (kept[:LANES] >= 0).all()
    assert kept[Air.CALLED] <= kept[Lane.FOLLOW]
    assert (hosts.peak <= hosts.air[:, :LANES].sum(axis=1)).all()


def test_minutes_add_up_to_the_stays(lives) -> None:
    """The count by the minute and the clock of each viewer are two books of the same time."""
    life = lives("by belief, hourly")
    users, now = life.stage.world.users, life.stage.world.now
    level, minutes, entered = 0, 0, 0
    for span in life.spans:
        at_once = level + np.cumsum(span.comings.sum(axis=0))
        level, minutes = int(at_once[-1]), minutes + int(at_once.sum())
        entered += int(span.air[:, :LANES].sum())
    stays = sum(int(span.air[:, Air.STAY_MS].sum()) for span in life.spans)
    inside = users.room >= 0
    to_come = int((users.room_until[inside] - np.maximum(users.room_from[inside], now)).sum())
    assert abs(minutes * 60_000 - (stays - to_come)) < 4 * 60_000 * np.sqrt(entered / 6)
    frame = life.stage.recorder.frame()
    daily = frame[(frame["metric"] == "live_concurrency") & (frame["group"] == "all")]["value"]
    assert daily.sum() * 1440 == pytest.approx(minutes)


def test_the_order_of_users_does_not_matter(config, live, differences) -> None:
    small = config(*ON_AIR, "refresh_minutes=240", "horizon_days=2")
    backwards = ReferenceEngine(order=range(59, -1, -1))
    assert differences(live(small), live(small, backwards)) == []


def test_the_four_factors_make_the_sales_and_sales_are_in_the_books(lives) -> None:
    life = lives("with all else")
    sums = np.sum([span.sales.sum(axis=0) for span in life.spans], axis=0).reshape(SCENES, SALES)[Scene.LIVE]
    commerce, live = life.stage.world.commerce, life.stage.world.live
    assert sums[Sale.ORDERS] > 50
    assert live.hosts.gmv_fen.sum() + live.rooms.gmv_fen.sum() == sums[Sale.GMV]
    assert np.array_equal(commerce.products.gmv_fen, commerce.products.orders * commerce.products.price_fen)
    frame = life.stage.recorder.frame()
    day = frame[(frame["metric"] == "live_gpm") & (frame["day"] == 2)].set_index("group")["value"]
    assert len(day) == 5
    assert day["all"] == pytest.approx(1000 * day.drop("all").prod())
    gmv = frame[(frame["metric"] == "gmv") & (frame["group"] == "scene=live")]["value"].sum()
    assert gmv == pytest.approx(sums[Sale.GMV] / 100)
    rooms = commerce.wares.product[life.stage.world.items.format == Format.LIVE]
    assert (rooms >= 0).any()


def test_a_branch_with_rooms_open_across_the_cut_is_the_uninterrupted_run(config) -> None:
    small = config(*ON_AIR, *ALL, "refresh_minutes=240", "live.stay_minutes=200")
    whole = simulate(small)
    for day in (1, 2):
        half = simulate(small, until_day=day)
        assert half.warm.world.live.rooms.present.sum() > 0
        assert branch(half, [])[0].fingerprint == whole.fingerprint, day


def test_a_checkpoint_holds_the_rooms(config, tmp_path) -> None:
    small = config(*ON_AIR, "record.checkpoint_days=1")
    path = tmp_path / "state"
    asked = []
    with pytest.raises(Exception, match="stop"):
        simulate(small, checkpoint=path, stop=lambda: bool(asked) or asked.append(1))
    assert simulate(small, checkpoint=path).fingerprint == simulate(small).fingerprint


def test_two_plans_in_one_world_share_its_rooms(config, live, differences) -> None:
    def begin(config):
        stage = set_stage(config)
        policies = config.changed(["policy=niche_boost"]).build_policies()
        stage.trial = Trial.deal(
            Design.USER,
            Composed(list(policies.values()), list(policies)),
            60,
            len(stage.world.creators),
            (0, 0),
            0.5,
            1,
        )
        return stage

    small = config(*ON_AIR, "refresh_minutes=240", "horizon_days=2")
    one, two = (live(small, engine, begin=begin) for engine in (CompiledEngine(), ReferenceEngine()))
    assert differences(one, two) == []
    assert sum(int(span.air[:, :LANES].sum()) for span in one.spans) > 50


def test_rooms_that_nobody_opens_change_nothing(config, live) -> None:
    without, silent = (
        live(config()).stage,
        live(
            config(
                "live=standard", "live.koc_share=0", "live.mid_share=0", "live.head_share=0", "live.merchant_share=0"
            )
        ).stage,
    )
    for name in ("users", "creators", "items"):
        for column, array in getattr(without.world, name).columns():
            assert array.tobytes() == getattr(getattr(silent.world, name), column).tobytes(), f"{name}.{column}"
    assert without.world.live is None


def test_the_same_rooms_open_under_every_policy_and_luck(config, live) -> None:
    def rooms(*overrides):
        found = []

        def begin(config):
            stage = set_stage(config)
            open_rooms = stage.world.live.open
            stage.world.live.open = lambda items, closes: (
                found.extend(zip(items.creator, items.upload, items.visible_from, closes, items.quality, strict=True)),
                open_rooms(items, closes),
            )
            return stage

        live(config(*ON_AIR, "traffic.exit_hazard_per_month=0", *overrides), begin=begin)
        return found

    here = rooms()
    assert len(here) > 60
    assert here == rooms("policy=random", "replication=7")
    uploads = [upload for _, upload, *_ in here]
    assert min(uploads) == FIRST_ROOM
    spans = {}
    for creator, _, opens, closes, _ in here:
        assert opens >= spans.get(creator, 0), "an account has one room open at a time"
        spans[creator] = closes


def test_talent_and_practice_are_of_the_format(config, live) -> None:
    """An account may be better in rooms than in videos; with careers it learns in rooms what rooms teach."""
    world = live(config(*ON_AIR, "careers=standard", "live.talent_sd=2")).stage.world
    room = world.items.format == Format.LIVE
    talent = world.live.hosts.talent[world.items.creator[room]]
    base = world.creators.quality[world.items.creator[room]]
    assert np.corrcoef(world.items.quality[room] - base, talent)[0, 1] > 0.8
    assert np.array_equal(world.careers.sessions > 0, world.careers.sessions >= 1)
    held = world.careers.sessions[world.live.hosts.held > 0]
    assert (held > 0).all()
    assert world.careers.sessions.sum() < world.live.hosts.session.sum(), "who is not there holds no room"
