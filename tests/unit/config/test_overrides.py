import re

import pytest

from sim.config.overrides import cells, ready, without_policies
from sim.core.errors import ConfigError


def test_values_are_forced_and_choices_passed_on() -> None:
    given = [
        "seed=3",
        "policy=[interest,random]",
        "policy.x.y=1",
        "+a=1",
        "hydra.run.dir=x",
        "hydra/launcher=joblib",
    ]
    wanted = ["++seed=3", "policy=[interest,random]", "++policy.x.y=1", "+a=1", *given[-2:]]
    assert ready(given) == wanted
    assert ready(wanted) == wanted


@pytest.mark.parametrize(
    "line",
    [
        "hydra.run.dir=outputs/${now:%Y}",
        "hydra.run.dir='a b'",
        "++hydra.sweep.dir=x",
        "hydra.sweep.subdir=${hydra.job.override_dirname}",
        "hydra.verbose=true",
        "hydra.mode=MULTIRUN",
        "hydra/job_logging=none",
        "hydra/hydra_logging='none'",
        "hydra.launcher.n_jobs=2",
        "+hydra.launcher.ray.init.object_store_memory=null",
    ],
)
def test_words_of_hydras_that_commands_take(line: str) -> None:
    assert ready([line]) == ready([line], sweep=True) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "hydra=x",
        "~hydra.x",
        "~hydra/job_logging",
        "hydra.job.chdir=true",
        "+hydra.job.chdir=true",
        "++hydra.output_subdir=x",
        "hydra.launcher={n_jobs:2}",
        "hydra.launcher.x='${hydra.y}'",
        "hydra.run.dir={a:1}",
        "hydra.run={dir:x}",
        "hydra/launcher=../x",
        "hydra/launcher=[basic,joblib]",
        "hydra/launcher@hydra.job=basic",
        "traffic@hydra.job_logging=steady",
        "traffic@_global_.hydra.job_logging=steady",
        "hydra/sweeper=basic",
        "hydra.run.dir=a,b",
    ],
)
def test_other_words_of_hydras_are_refused(line: str) -> None:
    with pytest.raises(ConfigError, match="is not taken, allowed of hydra's keys are hydra/launcher, "):
        ready([line], sweep=True)


def test_a_sweep_only_where_one_is_asked_for() -> None:
    assert ready(["seed=1,2"], sweep=True) == ["++seed=1,2"]
    with pytest.raises(ConfigError, match=r"seed=1,2 is a sweep, allowed is one value: add -m"):
        ready(["seed=1,2"])


@pytest.mark.parametrize("line", ["seed", "=5", "seed=[1,", "--seed=1", "seed==1", "", "a b=1"])
def test_broken_syntax_is_named(line: str) -> None:
    with pytest.raises(ConfigError, match=r"is not understood, allowed is key=value"):
        ready([line])


def test_cells_are_the_product_in_order() -> None:
    assert list(cells(["seed=1,2", "x=5", "policy=interest,random"])) == [
        ["seed=1", "x=5", "policy=interest"],
        ["seed=1", "x=5", "policy=random"],
        ["seed=2", "x=5", "policy=interest"],
        ["seed=2", "x=5", "policy=random"],
    ]


def test_cells_of_ranges_lists_and_patterns() -> None:
    assert list(cells(["seed=range(0,3)"])) == [["seed=0"], ["seed=1"], ["seed=2"]]
    assert list(cells(["policy=[interest],[interest,random]"])) == [["policy=[interest]"], ["policy=[interest,random]"]]
    assert list(cells(["traffic=glob(*step*)"])) == [["traffic=step"]]
    assert list(cells([])) == [[]]


def test_an_interval_cannot_be_swept() -> None:
    with pytest.raises(ConfigError, match=r"cannot be swept"):
        list(cells(["seed=interval(0,1)"]))


@pytest.mark.parametrize("line", ["seed=range(3,1)", "seed=range(1,2,-1)", "seed=glob(*)", "traffic=glob(no*)"])
def test_a_sweep_of_nothing_is_refused(line: str) -> None:
    with pytest.raises(ConfigError, match=rf"^{re.escape(line)} stands for no run, allowed is a range of some"):
        list(cells(["policy=interest,random", line]))


def test_a_range_without_a_step_cannot_be_swept() -> None:
    with pytest.raises(ConfigError, match=r"^seed=range\(1,2,0\) cannot be swept, allowed are lists and ranges"):
        list(cells(["seed=range(1,2,0)"]))


def test_policies_can_be_taken_out() -> None:
    given = ["policy=[interest,random]", "policy.a.x=1", "++policy.b.x=2", "seed=1", "policies=[a]"]
    assert without_policies(given, keep="b") == ["++policy.b.x=2", "seed=1", "policies=[a]"]


@pytest.mark.parametrize("line", ["seed=" + "9" * 5000, "population.users=" + "[" * 5000])
def test_what_is_too_long_to_read_is_refused_in_two_lines(line: str) -> None:
    with pytest.raises(ConfigError, match="is not understood") as caught:
        ready([line])
    assert len(str(caught.value)) < 1000
    assert len(str(caught.value).splitlines()) == 2


@pytest.mark.parametrize("lines", [["seed=range(0,1000000000)"], ["seed=range(0,1000)", "replication=range(0,1000)"]])
def test_a_sweep_of_more_runs_than_anybody_lives_is_refused_before_they_are_listed(lines: list[str]) -> None:
    with pytest.raises(ConfigError, match="allowed are at most 100000"):
        next(cells(lines))
