"""What a run will keep in memory: all of it is in the estimate, and what does not fit is refused before the work."""

import tracemalloc
from types import SimpleNamespace

import numpy as np
import pytest

import sim
from experiments.command import FAILED, guarded
from sim.comparison import comparing, work
from sim.comparison.arms import arms
from sim.core.errors import ConfigError
from sim.recommender.learner import Scale, bytes_of
from sim.results.pages import IN_MEMORY
from sim.results.rows import MOST_ROWS
from sim.results.size import SORTED
from sim.simulation import expected
from sim.together import set_stages
from sim.world.size import BESIDE, REST, copied, expected_items, joined
from sim.world.tally import COLUMNS, LOG

SMALL = ["population.users=300", "population.creators=60", "population.topics=8", "horizon_days=4", "warmup_days=1"]


def held(state: object) -> int:
    """Bytes of the arrays of a state."""
    if isinstance(state, np.ndarray):
        return state.nbytes
    if isinstance(state, list):
        return sum(map(held, state))
    return sum(map(held, state.values() if isinstance(state, dict) else getattr(state, "__dict__", {}).values()))


@pytest.mark.parametrize("learner", ["als", "two_tower", "hybrid"])
def test_vectors_of_learners_are_in_it(learner: str) -> None:
    config = sim.load([*SMALL, f"recommender={learner}"])
    world = sim.simulation.set_stage(config).world
    kept = held(config.build_learner().start(world))
    scale = Scale(300, 60, len(world.items), 8, 0.0, 4)  # nobody is shown anything yet
    assert kept < bytes_of(config.build_learner(), scale) < 4 * kept
    assert "learner" not in expected(sim.load(SMALL))


@pytest.mark.parametrize("learner", ["als", "two_tower"])
def test_what_learners_keep_of_plays_and_need_at_night_is_in_it(learner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = [
        "population.users=1000",
        "population.creators=150",
        "population.topics=8",
        "horizon_days=6",
        "warmup_days=1",
    ]
    config = sim.load([*said, f"recommender={learner}"])
    stage = sim.simulation.set_stage(config)
    sim.simulation.run_stage(stage, range(1, 4))  # compiled by now, which takes memory of its own
    learn, taken = type(stage.learner).learn, []

    def measured(own, world, state, *more):
        tracemalloc.start()
        after = learn(own, world, state, *more)
        taken.append(held(state) + tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        return after

    monkeypatch.setattr(type(stage.learner), "learn", measured)
    sim.simulation.run_stage(stage, range(4, 7))
    assert max(taken) < expected(config)["learner"] < 2.5 * max(taken)
    fewer = bytes_of(stage.learner, Scale(1000, 150, 0, 8, 0.0, 6))
    assert fewer < 0.5 * max(taken), "plays and what waits are most of it"


def test_a_sheet_of_counts_for_each_thread_is_in_it() -> None:
    said = ["population.users=100000", "population.creators=10000"]
    one, nine = (expected(sim.load([*said, f"engine.threads={threads}"])) for threads in (1, 9))
    sheet = expected_items(sim.load(said).population) * COLUMNS * np.dtype(np.int64).itemsize
    assert nine == one | {"sheets of threads": pytest.approx(8 * sheet)}
    assert expected(sim.load([*SMALL, "engine.threads=9"])) == expected(sim.load(SMALL)), "too few users for two"


def test_rows_of_shards_are_in_it() -> None:
    config = sim.load([*SMALL, "engine=sharded", "engine.place=here", "engine.shards=3"])
    stage = sim.simulation.set_stage(config)
    alone = expected(sim.load(SMALL))
    sim.simulation.run_stage(stage, range(1, 2))
    crowd = stage.engine.crowd
    taken = held(crowd.copy) + sum(held(shard.tables) for shard in crowd.shards) / 3  # places for all users in each
    assert expected(config) == alone | {"rows of shards": pytest.approx(taken, rel=0.25)}
    assert expected(config.changed(["engine.place=ray"]))["rows of shards"] == pytest.approx(held(crowd.copy), rel=0.25)


def test_recorded_impressions_are_in_it() -> None:
    config = sim.load([*SMALL, "record.impressions=true"])
    run = sim.simulate(config)
    assert run.impressions is not None
    taken = (LOG.itemsize + SORTED) * len(run.impressions)  # all of them are one part
    assert expected(config)["recorded impressions"] == pytest.approx(taken, rel=0.5)


def test_the_impressions_of_a_long_span_are_in_it_while_they_are_sorted() -> None:
    said = [
        "population.users=3000", "population.creators=200", "population.visits_per_day=20", "horizon_days=2",
        "warmup_days=1", "refresh_minutes=1440", "record.metrics=[]", "record.ledger=false",
    ]  # fmt: skip
    config = sim.load([*said, "record.impressions=true"])
    most = []
    for one in (sim.load(said), config):
        tracemalloc.start()
        sim.simulate(one)
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert 0.7 * (most[1] - most[0]) < expected(config)["recorded impressions"]


def test_records_that_the_disk_has_room_for_are_not_and_others_are(monkeypatch: pytest.MonkeyPatch) -> None:
    large = ["population.users=100000", "population.creators=10000", "horizon_days=400"]
    config = sim.load([*SMALL, "record.impressions=true", *large])
    free = 10**12
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=free))
    on_disk = expected(config)
    free = 10**9
    in_memory = expected(config)
    sorting = SORTED * MOST_ROWS
    assert on_disk["recorded impressions"] == IN_MEMORY + sorting < in_memory["recorded impressions"] / 50
    assert on_disk["ledger"] < in_memory["ledger"]


def test_worlds_at_once_are_added_up_but_for_what_is_there_once() -> None:
    one = {"users": 5.0, BESIDE: float(REST)}
    assert joined([one, one, one]) == {"users": 15.0, BESIDE: float(REST)}
    assert copied(one) == {"users": 5.0}


def test_a_branch_that_has_no_room_beside_its_past_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    warm = sim.simulate(SMALL, until_day=1)
    beside = sum(copied(expected(sim.load(SMALL))).values())
    monkeypatch.setattr("sim.world.size.free_bytes", lambda: int(0.9 * beside))
    with pytest.raises(ConfigError, match="population needs about"):
        sim.branch(warm, [])
    monkeypatch.setattr("sim.world.size.free_bytes", lambda: int(1.1 * beside))
    assert len(sim.branch(warm, [])) == 1


def test_a_comparison_needs_room_for_two_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    config = sim.load(SMALL)

    class OneWorld:
        def warm(self, *_: int) -> object:
            return config

    monkeypatch.setattr("sim.world.size.free_bytes", lambda: int(1.001 * sum(expected(config).values())))
    with pytest.raises(ConfigError, match="population needs about"):
        work._past(OneWorld(), work.Cell(0, 0, "interest", "steady"))  # type: ignore[arg-type]


def test_platforms_are_judged_together_before_any_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    several = sim.load([*SMALL, "platform=[douyin,channels]"])
    alone = sum(expected(sim.load([*SMALL, "platform=douyin"])).values())
    monkeypatch.setattr("sim.world.size.free_bytes", lambda: int(1.001 * alone))
    monkeypatch.setattr("sim.simulation.World", None)  # none may be built
    with pytest.raises(ConfigError, match="population needs about"):
        set_stages(several)


def test_memory_that_runs_out_is_said_on_two_lines(capsys: pytest.CaptureFixture[str]) -> None:
    def work() -> int:
        return int(np.zeros(2**58, dtype=np.int8).size)

    assert guarded(work) == FAILED
    said = capsys.readouterr().err
    assert said.startswith("error: memory ran out: Unable to allocate")
    assert len(said.splitlines()) == 2


def test_a_comparison_that_has_no_room_is_refused_before_any_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.comparison.comparing.compile_once", None)  # nothing may begin
    with pytest.raises(ConfigError, match=r"population needs about [0-9,.]+ GB .*the branch's copy") as refused:
        sim.compare([*SMALL, "population.users=50000000", "population.creators=1000000"], ["interest", "random"])
    assert len(str(refused.value).splitlines()) == 2


@pytest.mark.parametrize("warm", [0, 1])
def test_processes_that_have_no_room_are_not_started(
    warm: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = sim.load([*SMALL, f"warmup_days={warm}"])
    one, free = sum(work.needed(config).values()), 0.0
    plan = arms(config, ["interest", "random"], None)
    monkeypatch.setattr("sim.world.size.free_bytes", lambda: int(free))
    free = 3.9 * one
    assert comparing._at_once(plan, 3) == 3
    assert not capsys.readouterr().err
    assert comparing._at_once(plan, 8) == 3
    (said,) = capsys.readouterr().err.splitlines()
    assert said == f"processes: 3 in place of 8, each needs about {one / 1e9:,.1f} GB of memory"
    free = 0.9 * one
    with pytest.raises(ConfigError, match="population needs about"):
        comparing._at_once(plan, 8)


def test_fewer_processes_are_what_a_comparison_uses(monkeypatch: pytest.MonkeyPatch) -> None:
    config = sim.load([*SMALL, "population.users=60"])
    monkeypatch.setattr("sim.world.size.free_bytes", lambda: int(1.5 * sum(work.needed(config).values())))
    monkeypatch.setattr("sim.comparison.crew.together", None)  # more than one may not begin
    found = sim.compare(config, ["interest", "random"], replications=2, processes=4)
    assert found.manifest["processes"] == 1
    assert found.manifest["status"] == "complete"
