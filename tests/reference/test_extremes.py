"""At the ends of what the schema allows both engines still live the same run: no exponential overflows in either."""

import pytest

from sim.engines.reference import ReferenceEngine

LIVE = (  # accounts that go live, where whoever is drawn goes in and stays
    "live=standard", "live.koc_share=0.8", "live.rooms_per_week=14", "live.enter_intercept=60", "live.enter_slope=2",
    "live.stay_slope=1", "live.stay_log_sd=5", "live.stay_minutes=1440", "live.talent_sd=5", "live.heeded=1",
    "live.heeded_minutes=1440", "live.shortest_hours=0.01",
)  # fmt: skip
CALM = ("behaviour.visit_sensitivity=0", "behaviour.stay_gain=0", "horizon_days=2", "population.users=30")
ENDS = {
    "pull far up": (
        "base=60", "match_weight=20", "quality_weight=5", "follow_bonus=20", "dwell_scale=20", "dwell_slope=2",
        "dwell_duration=3", "dwell_shape=0.1", "like_slope=2", "comment_slope=-2", "hide_slope=-2",
        "leave_sensitivity=10",
    ),
    "pull far down": (
        "base=-60", "match_weight=20", "quality_weight=5", "follow_bonus=-20", "topic_weariness=1",
        "creator_weariness=2", "ad_dislike=20", "dwell_scale=-5", "dwell_slope=2", "dwell_shape=5", "like_slope=2",
        "comment_slope=-2", "hide_slope=-2", "hide_intercept=60", "reference_utility=50", "leave_sensitivity=10",
    ),
}  # fmt: skip


@pytest.mark.parametrize("rooms", [(), LIVE], ids=["videos", "rooms"])
@pytest.mark.parametrize("end", ENDS)
def test_the_ends_of_the_schema_are_lived_alike_by_both_engines(end, rooms, config, live, differences) -> None:
    overrides = (f"behaviour.{one}" for one in ENDS[end])
    small = config(*CALM, *overrides, *rooms, "recommender.retrieval.sharpness=20", "policy=random")
    compiled = live(small)
    assert compiled.impressions > 20
    assert differences(compiled, live(small, ReferenceEngine())) == []
