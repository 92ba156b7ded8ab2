import pytest

from sim.config.targets import all_kinds, build, complete
from sim.core.errors import ConfigError
from sim.platform.policy import Policy
from sim.recommender.learner import Learner
from sim.recommender.oracle import Oracle
from sim.traffic import Schedule
from sim.traffic.steady import Steady

STEADY = "sim.traffic.steady.Steady"


def test_builds_what_is_named() -> None:
    assert build(Schedule, {"_target_": STEADY, "value": 0.3}) == Steady(value=0.3)
    assert isinstance(build(Learner, {"_target_": "sim.recommender.oracle.Oracle"}), Oracle)  # type: ignore[type-abstract]


def test_an_object_stays_itself() -> None:
    class Mine(Policy):
        pass

    mine = Mine()
    assert build(Policy, mine) is mine


def test_defaults_are_filled_in() -> None:
    target = "sim.traffic.logistic.Logistic"
    spec = complete(Schedule, {"_target_": target, "start": 0, "end": 1})
    assert spec == {"_target_": target, "start": 0.0, "end": 1.0, "midpoint_days": 90.0, "days_5_to_95": 162.0}


@pytest.mark.parametrize(
    "name",
    [
        "os.system",
        "subprocess.Popen",
        "sim.core.parameters.Parameters",
        "sim.policies.interest.Interest",  # a policy is no schedule
        "sim.traffic.Schedule",  # the base itself
        "sim.traffic.steady.Schedule",  # an import of the base
        "sim.traffic.steady.parameter",
        "sim.traffic.settings.TrafficSettings",
        "sim.traffic.steady",
        "steady",
        "",
        7,
    ],
)
def test_nothing_else_can_be_named(name: object) -> None:
    with pytest.raises(ConfigError, match=r"^traffic\.ad_load\._target_ is .*, allowed "):
        build(Schedule, {"_target_": name, "value": 0.1}, "traffic.ad_load")


def test_a_near_miss_is_offered() -> None:
    with pytest.raises(ConfigError, match=r"did you mean Steady\?"):
        build(Schedule, {"_target_": "sim.traffic.steady.Stedy"})
    with pytest.raises(ConfigError, match=r"did you mean sim.traffic.steady.Steady\?"):
        build(Schedule, {"_target_": "sim.traffic.stedy.Steady"})


def test_a_name_is_needed() -> None:
    with pytest.raises(ConfigError, match=r"^x\._target_ is missing, allowed is a policy such as sim\.policies\."):
        build(Policy, {"share": 1}, "x")
    with pytest.raises(ConfigError, match=r"^x is 3, allowed is `_target_`, such as sim\.policies\."):
        build(Policy, 3, "x")


def test_parameters_are_judged_by_their_full_key() -> None:
    with pytest.raises(ConfigError, match=r"^traffic\.ad_load\.valeu \(1\) is not a .*traffic\.ad_load\.value\?"):
        build(Schedule, {"_target_": STEADY, "valeu": 1, "value": 1}, "traffic.ad_load")
    with pytest.raises(ConfigError, match=r"^traffic\.ad_load\.value is 'much', allowed is a number"):
        build(Schedule, {"_target_": STEADY, "value": "much"}, "traffic.ad_load")


def test_kinds_are_found_by_their_files() -> None:
    assert {"Steady", "Linear", "Logistic", "Step", "Seasonal", "DryRefill", "FromCsv", "Endogenous"} == {
        kind.__name__ for kind in all_kinds(Schedule)
    }
