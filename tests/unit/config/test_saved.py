"""What another version saved can be opened; what is wrong with it beyond unknown keys is still said."""

import warnings

import pytest

import sim
from sim.config.saved import validate_saved
from sim.core.errors import ConfigError


def saved() -> dict:
    return sim.load(["scenario=quick", "policy=creator_floor", "traffic=drying"]).model_dump(mode="json")


def test_keys_that_are_gone_are_left_out_and_named_in_one_line() -> None:
    raw = saved()
    raw["population"]["hats"] = 3
    raw["weather"] = "wet"
    raw["policy"]["creator_floor"]["hat"] = 1.0
    raw["traffic"]["ad_load"]["slope"] = 2
    with pytest.warns(UserWarning, match="left out") as heard:
        config = validate_saved(raw, "config.yaml")
    assert config == sim.load(["scenario=quick", "policy=creator_floor", "traffic=drying"])
    said = str(heard[0].message)
    assert "\n" not in said
    assert all(
        key in said for key in ("population.hats", "weather", "policy.creator_floor.hat", "traffic.ad_load.slope")
    )
    assert raw["weather"] == "wet"  # only read


def test_what_is_known_is_said_nothing_of() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert validate_saved(saved(), "config.yaml") == sim.load(
            ["scenario=quick", "policy=creator_floor", "traffic=drying"]
        )


def test_a_value_out_of_range_is_refused_as_ever() -> None:
    raw = saved()
    raw["population"] |= {"users": -1, "hats": 3}
    with pytest.raises(ConfigError, match=r"population\.users is -1"):
        validate_saved(raw, "config.yaml")


def test_a_policy_that_is_gone_is_refused() -> None:
    raw = saved()
    raw["policy"]["creator_floor"]["_target_"] = "sim.policies.gone.Gone"
    with pytest.raises(ConfigError, match="_target_"):
        validate_saved(raw, "config.yaml")
