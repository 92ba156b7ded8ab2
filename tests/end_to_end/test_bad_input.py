"""Whatever a user gets wrong: exit code 2, at most two lines with key, value and what is allowed, nothing written."""

import subprocess
import sys
from pathlib import Path

import pytest

import sim
from experiments import candidates, compare
from experiments.benchmark import __main__ as benchmark
from experiments.calibrate import laws
from experiments.predictions import __main__ as predictions
from experiments.robustness import __main__ as robustness
from experiments.run import COMMAND
from sim.core.errors import ConfigError

ROOT = Path(__file__).parents[2]

BAD = [  # arguments, what the message must hold
    (["population.user=5"], ["population.user", "5", "allowed", "did you mean population.users?"]),
    (["users=5"], ["users", "5", "did you mean population.users?"]),
    (["polcy=interest"], ["polcy", "interest", "did you mean policy?"]),
    (["policy=intrest"], ["policy is intrest", "creator_floor", "did you mean interest?"]),
    (["policy=[interest,nobody]"], ["policy is nobody", "allowed is one of"]),
    (["policy=[interest,interest]"], ["policy names interest twice", "allowed is once"]),
    (["policy=[]"], ["policy is []", "allowed is at least one of"]),
    (["policy=creator_floor", "policy.creator_floor.share=1.5"], ["policy.creator_floor.share is 1.5", "at most 1"]),
    (["policy=creator_floor", "policy.creator_floor.shar=1"], ["did you mean policy.creator_floor.share?"]),
    (
        ["policy.interest._target_=os.system"],
        ["_target_ is 'os.system'", "sim.policies.alpha_fair.AlphaFair"],
    ),
    (["policies=[interest,interst]"], ["policies is interst", "did you mean interest?"]),
    (["traffic=dryin"], ["traffic is dryin", "did you mean drying?"]),
    (["traffic=from_csv"], ["traffic.ad_load.file is missing", "path of a CSV file"]),
    (["traffic=from_csv", "traffic.ad_load.file=no.csv"], ["traffic.ad_load", "no.csv", "No such file"]),
    (["traffic.ad_load=abc"], ["traffic.ad_load is 'abc'", "allowed is a number, 0 to 1, or a schedule"]),
    (["traffic.ad_load=nan"], ["traffic.ad_load is nan", "allowed is a number, 0 to 1"]),
    (["traffic.attention=[1]"], ["traffic.attention is [1]", "allowed is a number, above 0"]),
    (["policy.interest=5"], ["policy.interest is 5", "allowed are its parameters (policy.interest.temperature)"]),
    (["policy.creator_floor.share=nan"], ["policy.creator_floor.share is nan", "at least 0 and at most 1"]),
    (["policy.creator_floor.share=0.3"], ["share is 0.3", "allowed with policy=[interest,creator_floor]"]),
    (["policy.creator_flor.share=0.3"], ["policy is creator_flor", "did you mean creator_floor?"]),
    (["~policy"], ["~policy takes something away", "allowed is policy=choice"]),
    (["~population.users"], ["~population.users takes something away", "allowed is key=value"]),
    (["recommender.learner=abc"], ["recommender.learner is 'abc'", "such as sim.recommender."]),
    (["traffic.ad_load=1.2"], ["traffic.ad_load reaches 1.2", "allowed is 0 to 1"]),
    (["population.visits_per_day=-1"], ["population.visits_per_day is -1", "allowed is a number, above 0"]),
    (["behaviour.leave_hazard_per_day=-0.1"], ["behaviour.leave_hazard_per_day is -0.1", "at least 0"]),
    (["population.koc_share=0.9"], ["population.koc_share + population.mid_share is 1.07", "allowed is at most 1"]),
    (
        ["platform.follow_share=0.99"],
        ["platform.follow_share + platform.explore_share + platform.social_share is 1.02", "allowed is at most 1"],
    ),
    (["horizon_days=0"], ["horizon_days is 0", "at least 1"]),
    (["warmup_days=210"], ["warmup_days is 210", "allowed is below horizon_days (210)"]),
    (["refresh_minutes=7"], ["refresh_minutes is 7", "allowed is a divisor of 1440 minutes"]),
    (["population.visits_per_day=nan"], ["population.visits_per_day is nan", "allowed is a number"]),
    (["population.visits_per_day=inf"], ["population.visits_per_day is inf", "allowed is a number"]),
    (["population.users=many"], ["population.users is 'many'", "allowed is a whole number"]),
    (["population.users=1e3"], ["population.users is 1000.0", "allowed is a whole number"]),
    (["population.users=true"], ["population.users is true", "allowed is a whole number"]),
    (["seed=-1"], ["seed is -1", "at most 4294967294"]),
    (["seed=4294967295"], ["seed is 4294967295", "at most 4294967294"]),
    (["engine=fast"], ["engine is fast", "compiled, reference"]),
    (["engine.threads=0"], ["engine.threads is 0", "at least 1"]),
    (["scenario=quik"], ["scenario is quik", "did you mean quick?"]),
    (["experiment=ful"], ["experiment is ful", "did you mean full?"]),
    (["platform=[douyin,kuaishou]"], ["platform is kuaishou", "allowed is one of channels, douyin, twin"]),
    (["platform=[douyin,douyin]"], ["platform names douyin twice"]),
    (
        ["platform=channels", "population.friends=0"],
        ["population.friends=0 is the default, which channels replaces by 16", "platform.world=[]"],
    ),
    (["platforms.channels.appeal=1"], ["platforms names channels", "allowed with platform=[douyin,channels]"]),
    (["platforms.weibo.appeal=1"], ["platforms is weibo", "allowed is one of channels, douyin, twin"]),
    (["platforms={weibo:{}}"], ["platforms is weibo", "allowed is one of channels, douyin, twin"]),
    (["platform=[douyin,twin]", "platforms.twin=5"], ["platforms.twin is 5", "as platforms.twin.appeal"]),
    (["platform=[douyin,twin]", "platforms.twin.appeel=1"], ["platforms.twin.appeel (1)", "platforms.twin.appeal?"]),
    (["platform=[douyin,twin]", "platforms.twin.social_share=2"], ["platforms.twin.social_share is 2", "at most 1"]),
    (["platform=[douyin,twin]", "platforms.twin.values.hide=1"], ["platforms.twin.values.hide is 1", "at most 0"]),
    (["platform=channels", "platforms.channels.appeel=1"], ["platform.appeel (1)", "did you mean platform.appeal?"]),
    (["platform=[douyin,twin]", "platform.appeal=x"], ["platform.appeal is 'x'", "allowed is a number"]),
    (["record.metrics=[exposure_gin]"], ["record.metrics is exposure_gin", "did you mean exposure_gini?"]),
    (["population=5"], ["population is 5", "large, minimal, standard"]),
    (["seed"], ["override 'seed'", "allowed is key=value", "there is no ="]),
    (["seed=[1,"], ["override 'seed=[1,'", "allowed is key=value"]),
    (["seed=1,2"], ["seed=1,2 is a sweep", "add -m"]),
    (["seed=${nothing}"], ["'nothing' not found", "seed"]),
    (["-m", "hydra.launcher.n_jobs=0"], ["hydra.launcher.n_jobs is 0", "from 1 up"]),
    (["hydra/launcher=nope"], ["hydra/launcher/nope", "basic"]),
    (["--frobnicate"], ["--frobnicate", "allowed are the options of --help"]),
    (["--cfg", "jo"], ["jo", "job"]),
    (["--parameters", "visits_per_dy"], ["visits_per_dy", "did you mean visits_per_day?"]),
    (["-m", "seed=1,2", "population.users=10,-1"], ["population.users is -1", "in run 2 of 4"]),
    (["-m", "policy=interest,nobody"], ["policy is nobody", "in run 2 of 2"]),
    (["-m", "seed=interval(0,1)"], ["seed=interval(0,1) cannot be swept"]),
    (["hydra.run.dir=/"], ["hydra.run.dir is /", "allowed is a folder with a name"]),
    (["-m", "--cfg", "job"], ["--multirun is given with --cfg"]),
    (["-m", "seed=range(1,2,0)"], ["seed=range(1,2,0) cannot be swept", "allowed are lists and ranges"]),
    (["-m", "seed=range(3,1)"], ["seed=range(3,1) stands for no run", "allowed is a range of some"]),
    (["platform.also=['traffic.ad_load=[1,2]']"], ["traffic.ad_load is [1, 2]", "allowed is a number, 0 to 1, or a"]),
]


@pytest.mark.parametrize(("arguments", "wanted"), BAD, ids=[" ".join(arguments) for arguments, _ in BAD])
def test_refused_in_two_lines_at_most(
    arguments: list[str],
    wanted: list[str],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert COMMAND.main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    lines = said.err.strip().splitlines()
    assert 1 <= len(lines) <= 2
    assert lines[0].startswith("error: ")
    assert not [part for part in wanted if part not in said.err], said.err
    assert not list(tmp_path.iterdir())


EVERYWHERE = [  # what a newcomer gets wrong, and what the message must hold
    (["population.user=5"], "did you mean population.users?"),
    (["policy=intrest"], "did you mean interest?"),
    (["population.visits_per_day=-1"], "population.visits_per_day is -1"),
    (["population.koc_share=0.9", "population.mid_share=0.17"], "allowed is at most 1"),
    (["horizon_days=0"], "horizon_days is 0"),
    (["population.visits_per_day=nan"], "population.visits_per_day is nan"),
    (["traffic.ad_load=abc"], "allowed is a number, 0 to 1"),
    (["population.users=many"], "allowed is a whole number"),
    (["warmup_days=900"], "allowed is below horizon_days"),
    (["engine=fast"], "compiled, reference"),
]
COMMANDS = {
    "compare": (compare.COMMAND.main, []),
    "candidates": (candidates.COMMAND.main, []),
    "benchmark": (benchmark.main, ["only=run"]),
    "calibrate.laws": (laws.COMMAND.main, []),
    "predictions": (predictions.main, ["fact=f1"]),
    "robustness": (robustness.main, ["study=refresh"]),
}


@pytest.mark.parametrize(("arguments", "wanted"), EVERYWHERE, ids=[" ".join(given) for given, _ in EVERYWHERE])
@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_refuses_alike(
    name: str,
    arguments: list[str],
    wanted: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    main, first = COMMANDS[name]
    assert main([*first, *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) <= 2
    assert wanted in said.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["compare", "benchmark", "predictions", "robustness"])
def test_commands_that_ask_of_one_platform_refuse_several(
    name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    main, first = COMMANDS[name]
    assert main([*first, "platform=[douyin,twin]"]) == 2
    said = capsys.readouterr().err
    assert f"platform is [douyin,twin], allowed in experiments.{name} is one platform" in said
    assert len(said.strip().splitlines()) == 2
    assert not list(tmp_path.iterdir())


def test_a_change_names_only_platforms_that_are_there() -> None:
    several, one = sim.load(["platform=[douyin,twin]"]), sim.load()
    assert several.changed(["platforms.twin.appeal=2"]).platforms["twin"].appeal == 2.0
    for config, line, wanted in (
        (several, "platforms.channels.appeal=1", r"allowed with platform=\[douyin,twin,channels\]"),
        (several, "platforms.twin.appeel=1", r"did you mean platforms.twin.appeal\?"),
        (one, "platforms.douyin.appeal=1", "allowed are those of platform, for it is alone"),
    ):
        with pytest.raises(ConfigError, match=wanted):
            config.changed([line])


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("policy.interest=[1]", "policy.interest is [1], allowed are its parameters (policy.interest.temperature)"),
        ("stories.accounts=[a]", "stories.accounts is ['a'], allowed is a group of parameters"),
        ("recommender.learner=[1]", "recommender.learner is [1], allowed is `_target_`, such as sim.recommender."),
        ("traffic.ad_load=[1,2]", "traffic.ad_load is [1, 2], allowed is a number, 0 to 1, or a schedule"),
        ("market.brands=[3]", "market.brands is [3], allowed is a group of parameters"),
        ("policies={a: 3}", "policies is {'a': 3}, allowed is a list of text"),
        ("policies.a=3", "policies is {'a': 3}, allowed is a list of text"),
        ("policies.a.b=3", "policies is {'a': {'b': 3}}, allowed is a list of text"),
        ("platform.world.0=x", "platform.world is {'0': 'x'}, allowed is a list of text"),
        ("platform.world={a: 1}", "platform.world is {'a': 1}, allowed is a list of text"),
        ("platforms=[1]", "platforms is [1], allowed is a group of parameters"),
        ("platforms=[]", "platforms is [], allowed is a group of parameters"),
    ],
)
def test_a_list_and_a_group_do_not_take_each_others_place(line: str, wanted: str) -> None:
    with pytest.raises(ConfigError) as caught:
        sim.load().changed([line])
    assert str(caught.value).startswith(wanted)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(("arguments", "wanted"), EVERYWHERE, ids=[" ".join(given) for given, _ in EVERYWHERE])
def test_so_does_load(arguments: list[str], wanted: str) -> None:
    with pytest.raises(ConfigError) as caught:
        sim.load(arguments)
    assert wanted in str(caught.value)


@pytest.mark.parametrize("arguments", [["population.user=5"], ["-m", "seed=1,-2"]])
def test_the_same_as_a_process(arguments: list[str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "experiments.run", *arguments]
    result = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert 1 <= len(result.stderr.strip().splitlines()) <= 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("place=moon", "place is moon, allowed is here or ray"),
        ("populaton.users=5", "populaton"),
        ("-m", "allowed here are key=value"),
        ("seed", "override 'seed' is not understood"),
    ],
)
def test_shards_are_not_measured_for_a_word_that_is_not_known(
    word: str, wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from experiments.benchmark import shards

    assert shards.main([word]) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert wanted in said
    assert len(said.splitlines()) <= 2
