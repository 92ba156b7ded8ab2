import re
from pathlib import Path

import pytest
import yaml

from sim.config.load import as_yaml, load, load_policies, read, validate
from sim.core.errors import ConfigError


def test_one_override_needs_no_list() -> None:
    assert load("seed=3") == load(["seed=3"])


def test_the_last_override_wins() -> None:
    assert load(["seed=3", "seed=4"]).seed == 4


def test_a_scenario_yields_to_the_command_line() -> None:
    assert load("scenario=quick").population.users == 200
    config = load(["population.users=50", "traffic=steady", "scenario=quick"])
    assert config.population.users == 50
    assert config.traffic == load().traffic


def test_one_configuration_for_each_policy() -> None:
    overrides = ["policy=[interest,random]", "policy.creator_floor.share=0.2", "seed=5"]
    each = load_policies(overrides, ["interest", "creator_floor"])
    assert {name: list(config.policy) for name, config in each.items()} == {
        "interest": ["interest"],
        "creator_floor": ["creator_floor"],
    }
    assert each["creator_floor"].policy["creator_floor"]["share"] == 0.2
    assert {config.seed for config in each.values()} == {5}


def test_written_and_read(tmp_path: Path) -> None:
    config = load(["traffic=drying", "scenario=quick"])
    path = tmp_path / "config.yaml"
    path.write_text(as_yaml(config))
    assert read(path) == config


@pytest.mark.parametrize("text", ["", "seed: [", "- 1\n- 2", "seed: 1"])
def test_what_is_no_configuration_cannot_be_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError):
        read(path)
    with pytest.raises(ConfigError, match=r"cannot read .*none\.yaml"):
        read(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("key", "said", "message"),
    [
        (
            "policies",
            "!!set {interest, random}",
            "policies is of the kind set, allowed in data are lists, keys with values, ",
        ),
        ("stories", "{accounts: !!set {a, b}}", "stories.accounts is of the kind set, allowed in data are lists, "),
        ("policies", "[interest, !!binary cmFuZG9t]", "policies.1 is of the kind bytes, allowed in data are lists, "),
        ("platforms", "{3: {}}", "platforms holds the name 3, allowed are names that are text"),
        ("platforms", "{3: {}, b: {}}", "platforms holds the name 3, allowed are names that are text"),
    ],
)
def test_what_has_no_order_or_no_name_is_refused(key: str, said: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    kept = {name: value for name, value in load().model_dump(mode="json").items() if name != key}
    path.write_text(f"{yaml.safe_dump(kept)}{key}: {said}\n")
    with pytest.raises(ConfigError, match=f"^{re.escape(message)}[^\n]*$"):
        read(path)


def test_a_platform_of_which_nothing_is_said_changes_nothing() -> None:
    plain = load().model_dump(mode="json")
    null, empty = (validate(plain | {"platforms": dict.fromkeys("ab", said)}) for said in (None, {}))
    assert null == empty
    assert list(null.platforms) == ["a", "b"]


def test_loading_inside_a_composition_leaves_it_alone() -> None:
    from hydra import compose, initialize_config_dir

    from sim.config.choices import config_folder

    with initialize_config_dir(str(config_folder()), version_base="1.3"):
        load("seed=3")
        assert "population" in compose("config")
