import pytest

from sim.config.choices import choices
from sim.config.load import load
from sim.config.rows import assumptions, schema_rows


def test_defaults_are_those_of_the_standard_world() -> None:
    config = load().model_dump(mode="json")
    for row in schema_rows():
        if row.choice or row.default == "required":
            continue
        value = config
        for part in row.key.split("."):
            value = value[part]
        assert value in (row.default, {"_target_": "sim.traffic.steady.Steady", "value": row.default}), row.key


@pytest.mark.parametrize("recommender", choices("recommender"))
@pytest.mark.parametrize("policy", choices("policy"))
def test_assumptions_can_be_drawn(recommender: str, policy: str) -> None:
    """Both ends of each plausible range can be set by the row's own key, and hold the default between them."""
    chosen = [f"recommender={recommender}", f"policy={policy}"]
    rows = assumptions(load(chosen))
    for row in rows:
        assert row.plausible is not None, row.key
        assert row.plausible[0] <= row.default <= row.plausible[1], row.key
    for end in (0, 1):
        values = [f"{row.key}={row.plausible[end]}" for row in rows if row.plausible]
        assert load(chosen + values).changed(values) == load(chosen + values)


def test_keys_are_unique_and_explained() -> None:
    rows = schema_rows()
    assert len({(row.key, row.choice) for row in rows}) == len(rows)
    assert all(row.doc and row.unit and row.allowed for row in rows)


def test_parameters_of_policies_and_schedules_are_there() -> None:
    choices = {(row.key, row.choice) for row in schema_rows()}
    assert ("policy.creator_floor.share", "policy=creator_floor") in choices
    assert ("traffic.ad_load.midpoint_days", "traffic.ad_load._target_=sim.traffic.logistic.Logistic") in choices


def test_a_parameter_matters_only_while_its_switch_is_on() -> None:
    hour = next(row for row in schema_rows() if row.key == "population.cosine_peak_hour")
    assert not hour.matters(load([]))
    assert hour.matters(load(["population.hourly_profile=cosine"]))
    number = hour._replace(needs="behaviour.ad_dislike")
    assert number.matters(load([]))
    assert not number.matters(load(["behaviour.ad_dislike=0"]))


def test_every_switch_is_a_key() -> None:
    found = schema_rows()
    keys = {row.key for row in found}
    assert {row.needs.partition("=")[0] for row in found} - {""} <= keys
