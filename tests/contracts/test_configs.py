"""What every YAML file of the configuration must do: compose, be allowed, and repeat no default."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.config.choices import choices, config_folder, content, groups
from sim.config.load import as_yaml, load, validate
from sim.config.rows import schema_rows
from sim.platform.policy import Policy
from sim.traffic import Schedule

FILES = [(group, choice) for group in groups() for choice in choices(group)]
NEEDS = {("traffic", "from_csv"): "traffic.ad_load.file="}  # what cannot have a default


@pytest.fixture(scope="module")
def csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("traffic") / "load.csv"
    path.write_text("day,value\n0,0.1\n180,0.35\n")
    return path


def overrides(group: str, choice: str, csv: Path) -> list[str]:
    needed = NEEDS.get((group, choice))
    return [f"{group}={choice}", *([f"{needed}{csv}"] if needed else [])]


@pytest.mark.parametrize(("group", "choice"), FILES)
def test_composes_and_is_allowed(group: str, choice: str, csv: Path) -> None:
    config = load(overrides(group, choice, csv))
    assert validate(yaml.safe_load(as_yaml(config))) == config
    if group in ("scenario", "experiment"):
        assert getattr(config, group) == choice


@pytest.mark.parametrize("group", ["policy", "traffic"])
def test_every_choice_goes_with_every_scenario(group: str, csv: Path) -> None:
    for scenario in choices("scenario"):
        for choice in choices(group):
            assert load([f"scenario={scenario}", *overrides(group, choice, csv)]).scenario == scenario


@pytest.mark.parametrize("experiment", choices("experiment"))
def test_every_experiment_goes_with_every_scenario(experiment: str) -> None:
    for scenario in choices("scenario"):
        assert load([f"scenario={scenario}", f"experiment={experiment}"]).experiment == experiment


@pytest.mark.parametrize("policy", choices("policy"))
def test_a_policy_file_names_its_policy(policy: str) -> None:
    built = load(f"policy={policy}").build_policies()
    assert list(built) == [policy]
    assert isinstance(built[policy], Policy)
    assert type(built[policy]).__module__.startswith("sim.policies.")


def test_every_policy_has_a_file() -> None:
    files = (config_folder().parent / "sim" / "policies").glob("[!_]*.py")
    modules = {path.stem for path in files}
    assert modules <= set(choices("policy")), "each has one of its own name; a file more is a setting with a name"
    assert {content("policy", name)[name]["_target_"].split(".")[-2] for name in choices("policy")} == modules


@pytest.mark.parametrize("choice", choices("traffic"))
def test_schedules_keep_to_their_bounds(choice: str, csv: Path) -> None:
    traffic = load(overrides("traffic", choice, csv)).traffic
    for name in traffic.SCHEDULES:
        schedule: Schedule | None = getattr(traffic, name)
        if schedule is not None:
            low, high = schedule.bounds()
            assert all(low <= schedule.at(day / 4) <= high for day in range(-100, 4000))
            assert len({schedule.at(day) for day in (-1000.0, -30.0, -1e-9)}) == 1  # one value before onset


def leaves(tree: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    if isinstance(tree, dict):
        for name, branch in tree.items():
            if name not in ("defaults", "_target_", "hydra"):
                yield from leaves(branch, f"{prefix}.{name}" if prefix else name)
    else:
        yield prefix, tree


@pytest.mark.parametrize(("group", "choice"), FILES)
def test_no_file_repeats_a_default(group: str, choice: str) -> None:
    path = config_folder() / group / f"{choice}.yaml"
    tree = yaml.safe_load(path.read_text(encoding="utf-8"))
    prefix = "" if group in ("scenario", "experiment") else group
    defaults = {row.key: row.default for row in schema_rows()}
    repeated = [key for key, value in leaves(tree, prefix) if defaults.get(key, "required") == value]
    assert not repeated, f"the schema has these values already: {repeated}"


@pytest.mark.parametrize(("group", "choice"), FILES)
def test_a_file_says_what_it_is_for(group: str, choice: str) -> None:
    text = (config_folder() / group / f"{choice}.yaml").read_text(encoding="utf-8")
    assert group == "policy" or "# " in text.removeprefix("# @package _global_\n")
