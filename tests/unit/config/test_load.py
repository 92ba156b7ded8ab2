from pathlib import Path

import pytest

from sim.config.load import as_yaml, load, load_policies, read
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


def test_loading_inside_a_composition_leaves_it_alone() -> None:
    from hydra import compose, initialize_config_dir

    from sim.config.choices import config_folder

    with initialize_config_dir(str(config_folder()), version_base="1.3"):
        load("seed=3")
        assert "population" in compose("config")
