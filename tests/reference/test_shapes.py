"""Worlds of an extreme size or shape: both engines live the same run, to the bit."""

import pytest

from sim.core.units import NEVER
from sim.engines.compiled import CompiledEngine
from sim.engines.reference import ReferenceEngine
from sim.world.users import FOLLOW_PLACES, SEEN_PLACES

NOBODY_COMES = ("population.entrants_at_most=0", "traffic.entrants_per_month=0")
SHAPES = {
    "one user": ("population.users=1", "population.visits_per_day=40", "behaviour.leave_hazard_per_day=0"),
    "one account": ("population.creators=1", *NOBODY_COMES),
    "two topics": ("population.topics=2", "population.verticals=1"),
    "a topic for each account": ("population.topics=120", "population.verticals=120"),
    "one candidate a slot": ("candidates_per_slot=1",),
    "many candidates a slot": ("candidates_per_slot=64", "population.users=20"),
    "slates of one": ("slate_size=1",),
    "long slates": ("slate_size=30",),
    "every account closes": ("traffic.exit_hazard_per_month=1e6", *NOBODY_COMES),
    "items live for a quarter of a day": ("population.catalogue_days=0.25",),
    "nobody follows": ("population.first_follows=0", "behaviour.follow_intercept=-50"),
    "nobody ever leaves a session": ("behaviour.stay_base=50", "behaviour.pause_seconds=60", "population.users=3"),
    "follow lists overflow": (
        "population.users=15",
        "population.visits_per_day=15",
        "population.creators=150",
        "behaviour.base=1",
    ),
    "everybody leaves at once": ("behaviour.stay_base=-50",),
    "sharp retrieval": ("recommender.retrieval.sharpness=5",),
    "blind retrieval": ("recommender.retrieval.sharpness=0",),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_is_lived_alike_by_both_engines(shape, config, live, differences) -> None:
    small = config(*SHAPES[shape], "seed=8", "refresh_minutes=120")
    compiled = live(small)
    assert 50 < compiled.impressions < 10_000
    assert differences(compiled, live(small, ReferenceEngine())) == []


def test_a_world_without_items_serves_no_slots(config, live) -> None:
    empty = live(config(*SHAPES["every account closes"], "refresh_minutes=120"))
    assert len(empty.stage.world.items) == 0
    assert all(span.totals[2] == 0 for span in empty.spans[12:])
    assert any(span.totals[1] > 0 for span in empty.spans[12:]), "people still come and ask"


class Onlooker(CompiledEngine):
    """An engine that counts the sessions which go on across a cut."""

    crossing = 0

    def serve(self, world, index, span):
        served = super().serve(world, index, span)
        self.crossing += int(world.users.in_session.sum())
        return served


def test_the_corners_are_reached(config, live) -> None:
    """What the comparisons of both engines would be blind to, if it never happened."""
    engine = Onlooker()
    world = live(config(*SHAPES["follow lists overflow"], "seed=8", "refresh_minutes=20"), engine).stage.world
    users, creators = world.users, world.creators
    assert users.follows_ever.max() > FOLLOW_PLACES
    assert users.seen_times.max() > 1
    assert 0 < users.away.sum() < len(users)
    assert engine.crossing > 20
    assert (users.drift_day > 1).any()
    assert world.next_serial > len(world.items), "items have retired"
    assert world.next_serial > SEEN_PLACES
    assert ((creators.joined_at >= 0) & (creators.joined_at < NEVER)).any(), "somebody has entered"
    assert (creators.left_at < world.now).any(), "somebody has left"
    acts = ("plays", "completes", "likes", "comments", "shares", "follows")
    assert all(getattr(world.items, name).sum() > 0 for name in acts)
