import pickle
from typing import Any

import pytest

from sim.config.load import load, validate
from sim.config.schema import Config
from sim.core.errors import ConfigError
from sim.traffic.linear import Linear
from sim.traffic.steady import Steady


def refusal(*overrides: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(overrides)
    return str(caught.value)


def test_the_standard_world() -> None:
    config = load()
    assert (config.population.users, config.population.creators) == (1_500, 300)
    assert (config.horizon_days, config.warmup_days, config.refresh_minutes) == (210, 30, 360)
    assert (config.candidates_per_slot, config.slate_size) == (8, 10)
    assert list(config.policy) == ["interest"]


def test_policies_compose_in_the_order_given() -> None:
    config = load(["policy=[creator_floor,interest]", "policy.creator_floor.share=0.2"])
    built = config.build_policies()
    assert list(built) == ["creator_floor", "interest"]
    assert built["creator_floor"].model_dump()["share"] == 0.2


def test_a_fresh_learner_each_time() -> None:
    config = load()
    assert config.build_learner() is not config.build_learner()


def test_a_plain_number_is_a_steady_schedule() -> None:
    assert load(["traffic.attention=0.9"]).traffic.attention == Steady(value=0.9)
    assert load(["traffic=drying", "traffic.ad_load=0"]).traffic.ad_load == Steady(value=0.0)
    assert load(["traffic.ad_load.value=0.2"]).traffic.ad_load == Steady(value=0.2)


def test_a_schedule_can_be_spelled_out() -> None:
    line = "traffic.attention={_target_: sim.traffic.linear.Linear, start: 1.0, end: 0.5}"
    assert load([line]).traffic.attention == Linear(start=1.0, end=0.5)


def test_whole_numbers_are_numbers_and_booleans_are_not() -> None:
    assert load(["population.visits_per_day=2"]).population.visits_per_day == 2.0
    assert refusal("population.visits_per_day=true").startswith(
        "population.visits_per_day is true, allowed is a number"
    )
    assert refusal("seed=false").startswith("seed is false, allowed is a whole number")
    assert refusal("record.ledger=1").startswith("record.ledger is 1, allowed is true or false")


@pytest.mark.parametrize("seed", [0, 2**32 - 2])
def test_extreme_seeds(seed: int) -> None:
    assert load([f"seed={seed}", f"replication={seed}"]).seed == seed


@pytest.mark.parametrize("minutes", [1, 7.5, 11, 1440, 2880])
def test_a_refresh_divides_a_day(minutes: float) -> None:
    if minutes in (1, 1440):
        assert load([f"refresh_minutes={minutes}"]).refresh_minutes == minutes
    else:
        assert refusal(f"refresh_minutes={minutes}").startswith(f"refresh_minutes is {minutes}, allowed is a ")


def test_shares_that_exceed_the_whole() -> None:
    message = refusal("traffic.follow_share=0.98")
    assert (
        message
        == "traffic.follow_share + platform.explore_share + platform.social_share reaches 1.01, allowed is at most 1"
    )
    assert refusal("population.koc_share=0.9").startswith(
        "population.koc_share + population.mid_share is 1.07, allowed is at most 1"
    )


def test_a_parameter_of_a_policy_that_is_not_chosen() -> None:
    message = refusal("policy.creator_floor.share=0.2")
    assert message.startswith("policy.creator_floor.share is 0.2 but creator_floor is not chosen")
    assert message.endswith("allowed with policy=[interest,creator_floor]")


def test_metrics_by_name() -> None:
    assert load(["record.metrics=[coverage,dryness]"]).record.metrics == ["coverage", "dryness"]
    assert refusal("record.metrics=[covrage]").endswith("did you mean coverage?")
    assert refusal("record.metrics=[dryness,dryness]") == "record.metrics names dryness twice, allowed is once"


def test_frozen_and_picklable() -> None:
    config = load(["traffic=drying", "policy=creator_floor"])
    assert pickle.loads(pickle.dumps(config)) == config
    with pytest.raises(ValueError, match="frozen"):
        config.seed = 3  # type: ignore[misc]


def test_saved_and_read_again() -> None:
    config = load(["traffic=drying", "policy=[interest,creator_floor]", "policy.creator_floor.share=0.25"])
    assert validate(config.model_dump(mode="json")) == config


@pytest.mark.parametrize("raw", [None, 3, [], "seed", {}, {"policy": {}}, {"policy": 3, "recommender": 3}])
def test_what_is_no_configuration_is_refused(raw: Any) -> None:
    with pytest.raises(ConfigError):
        validate(raw)


def test_changed_replaces_groups_and_values() -> None:
    config = load(["traffic=drying", "traffic.ad_load.end=0.4", "population.users=77", "policy=creator_floor"])
    assert config.changed([]) == config
    other = config.changed(["policy=random", "traffic=step", "traffic.ad_load.end=0.3", "seed=5"])
    assert other == load(["policy=random", "traffic=step", "traffic.ad_load.end=0.3", "seed=5", "population.users=77"])
    assert config.changed(["traffic.ad_load.start=0.2"]).traffic.ad_load.bounds() == (0.2, 0.4)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ("scenario=quick", "scenario is chosen anew"),
        ("~seed", "cannot change a configuration"),
        ("seed=1,2", "is a sweep"),
        ("policy=nobody", "policy is nobody"),
        ("horizon_days=30", r"warmup_days is 30, allowed is below horizon_days \(30\)"),
    ],
)
def test_changed_refuses(change: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        load().changed([change])


def test_every_parameter_says_what_it_means() -> None:
    assert all(field.description for field in Config.model_fields.values())
