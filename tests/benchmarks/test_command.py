"""The benchmark works: it measures every part of a small platform. How fast it is, it says; no test asks."""

import json
import math
from typing import Any

import pytest

from experiments.benchmark import refreshing
from experiments.benchmark.__main__ import PARTS, main
from experiments.benchmark.batch import Workload, batch, tables, visit
from experiments.benchmark.by_hand import program
from experiments.benchmark.laws import LAWS
from experiments.benchmark.life import first_day, lived
from experiments.benchmark.parts import MEASURE
from experiments.benchmark.starting import every_command
from experiments.benchmark.table import SHOW, of_engines
from sim.config.load import load
from sim.config.schema import Config

SMALL = ("experiment=benchmark_quick", "population.users=300", "population.creators=60")


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("benchmark")
    assert main([*SMALL, "only=run,scale,accounts,laws,threads,start", f"hydra.run.dir={folder}"]) == 0
    return json.loads((folder / "benchmark.json").read_text())  # type: ignore[no-any-return]


def test_every_part_is_measured_and_shown() -> None:
    assert tuple(MEASURE) == tuple(SHOW) == PARTS


def test_what_a_refresh_costs_is_told_from_what_a_day_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 40 ms a day and 2 ms a refresh, whatever the kernel takes and however much others disturb a turn."""
    disturbed = iter((0.0, 0.0, 0.1, 0.3, 0.0))  # the first of a small life that compiles

    def lived(config: Config) -> refreshing.Cost:
        days = config.horizon_days - first_day(config)
        outside = days * (0.040 + 0.002 * (1440 // config.refresh_minutes)) + next(disturbed)
        return refreshing.Cost(outside, 0.5 * days)

    monkeypatch.setattr(refreshing, "_lived", lived)
    found = refreshing.measured(["population.users=20", "population.creators=20"], turns=2)
    assert found["ms_a_refresh"] == pytest.approx(2.0)
    assert found["ms_a_day"] == pytest.approx(40.0)
    assert "2.000 ms CPU outside the kernel (at most 0.3: NO), and 40.000 ms a day" in SHOW["refresh"](found)
    assert "yes" in SHOW["refresh"]({**found, "ms_a_refresh": 0.3})


def test_all_that_the_kernel_takes_is_timed() -> None:
    cost = refreshing._lived(load([*SMALL, "engine.threads=1"]))
    assert min(cost) > 0.0


def test_what_careers_take_is_told_from_the_kernel() -> None:
    life = {
        "users": 10,
        "creators": 5,
        "cpu_seconds": 4.0,
        "wall_seconds": 5.0,
        "phases": {"serve": 3.0, "careers": 1.0},
    }
    assert "20.0% of it outside the kernel (less than 25%: yes)" in SHOW["careers"]({**life, "kernel_cpu_seconds": 3.2})
    shown = SHOW["careers"]({**life, "kernel_cpu_seconds": 2.0})
    assert "50.0% of it outside the kernel (less than 25%: NO)" in shown
    assert "careers 20.0%" in shown


def test_worlds_with_rooms_and_brands_are_lived_from_their_first_day() -> None:
    """Nobody can jump over the days in which rooms open and brands decide."""
    more = ["careers=agencies", "live=standard", "market=standard", "horizon_days=18", "candidates_per_slot=4"]
    assert first_day(load([*SMALL, *more])) == 0 < first_day(load([*SMALL, "careers=agencies"]))
    assert lived(load([*SMALL, *more]))["impressions"] > 1_000


def test_the_whole_run_is_measured_at_four_and_at_eight_candidates(measured: dict[str, Any]) -> None:
    assert [life["candidates_per_slot"] for life in measured["run"]] == [4, 8]
    for life in measured["run"]:
        assert life["impressions"] > life["requests"] >= life["visits"] > 100
        assert life["refreshes"] == 8
        assert 0 < life["kernel_cpu_seconds"] < life["cpu_seconds"]
        assert set(life["phases"]) == {"allocate", "index", "serve", "settle", "record", "publish and the rest"}
        assert min(life["phases"].values()) > 0.0, "the rest is what is left: nothing is counted twice"
        assert life["numpy_cpu_seconds"] > 0


def test_a_user_takes_less_than_two_thousand_bytes(measured: dict[str, Any]) -> None:
    assert [life["users"] for life in measured["scale"]] == [30, 300, 3000]
    for life in measured["scale"]:
        assert sum(life["bytes_a_user"].values()) < 2_000
        if life["peak_mib_before"] < life["budget_mib"]:  # a process that had to compile, too, has taken more before
            assert life["peak_mib_before"] <= life["peak_mib"] < life["budget_mib"]


def test_accounts_grow_tenfold_twice(measured: dict[str, Any]) -> None:
    few, some, many = (life["items"] for life in measured["accounts"])
    assert few < some < many
    assert all(life["impressions"] > 0 for life in measured["accounts"])


def test_every_law_takes_time(measured: dict[str, Any]) -> None:
    assert list(measured["laws"]) == list(LAWS)
    assert all(0.0 < cost < 1e5 for cost in measured["laws"].values())


def test_two_threads_do_the_work_of_one(measured: dict[str, Any]) -> None:
    one, two, *more = measured["threads"]
    assert [(life["users"] // one["users"], life["threads"]) for life in (one, two, *more)] == [
        (1, 1), (1, 2), (5, 1), (5, 2)
    ]  # fmt: skip
    assert one["impressions"] == two["impressions"]


def test_starting_is_measured_against_a_bare_python(measured: dict[str, Any]) -> None:
    start = dict(measured["start"])
    slowest = [name for name in start if name.startswith("slowest_help_of_")]
    assert len(slowest) == 1
    assert start.pop(slowest[0]) > start["bare_python"]
    assert list(start) == ["bare_python", "import_sim", "import_simulate", "help", "configuration", "tiny_run"]
    assert start["bare_python"] == min(start.values())
    assert start["tiny_run"] > start["configuration"] > start["help"], "who only asks waits less"
    assert {"run", "compare", "sweep", "benchmark", "app"} < set(every_command())


def test_every_policy_is_timed_beside_interest() -> None:
    from experiments.benchmark.policies import measured as timed
    from sim.config.choices import choices

    rows = timed(["experiment=benchmark_quick", "population.users=60", "population.creators=30"], turns=1)
    assert sorted(row["policy"] for row in rows) == sorted(choices("policy"))
    assert all(row["cpu_seconds"] > 0 and row["interest_seconds"] > 0 and row["slots"] > 100 for row in rows)
    allowed = {row["policy"]: row["allowed"] for row in rows}
    assert allowed["mmr"] == allowed["dpp"] == allowed["calibrated"] == 2.0
    assert allowed["ladder"] == 1.25
    shown = SHOW["policies"]([rows[0] | {"ratio": 1.3, "allowed": 1.25}]).splitlines()
    assert shown[1].endswith("NO")


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["only=run,nothing"]) == 2
    assert "only is nothing, allowed are run, scale" in capsys.readouterr().err


def test_the_yardstick_does_the_work_it_is_given() -> None:
    import numpy as np

    work = Workload(
        users=50, items=200, topics=8, visits=5_000, requests=7_000, impressions=33_333, slate_size=10,
        candidates_per_slot=4,
    )  # fmt: skip
    assert batch(work) > 0
    draw = np.random.default_rng(0)
    t = tables(work, draw)
    shown = float(t.shown.sum())
    visit(work, t, draw, draw.integers(0, work.users, 100), asks=140, looks=666)
    assert t.counts[:, 0].sum() == 666
    assert float(t.shown.sum()) - shown == 666
    assert 0 < t.counts[:, 2:].sum() < 666 * 6
    assert math.isfinite(float(t.played.sum()))


@pytest.mark.skipif(program() is None, reason="needs a C compiler")
def test_the_c_program_makes_the_same_draws_and_does_the_work_it_is_given() -> None:
    import subprocess

    from sim.core.noise import philox

    made = str(program())
    said = subprocess.run([made, "philox"], capture_output=True, text=True, check=True).stdout.split()
    words = philox(0xA4093822, 0x299F31D0, 0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344)
    assert [int(word, 16) for word in said] == [int(word) for word in words]
    work = ["50", "200", "8", "24", "500", "700", "4001", "10", "4"]
    seconds, asked, seen, plays = subprocess.run(
        [made, *work], capture_output=True, text=True, check=True
    ).stdout.split()
    assert float(seconds) >= 0
    assert (int(asked), int(seen)) == (700, 4001)
    assert 0 < int(plays) < 4001
    assert subprocess.run([made, "1", "2"], check=False).returncode == 2


def test_without_a_compiler_there_is_no_such_column(monkeypatch: pytest.MonkeyPatch) -> None:
    from experiments.benchmark import by_hand
    from experiments.benchmark.table import beside_c

    monkeypatch.setattr(by_hand, "program", lambda: None)
    assert by_hand.c_seconds({"impressions": 5}) is None
    assert beside_c({"c_cpu_seconds": None}) == ("-", "-")
    assert beside_c({"c_cpu_seconds": 2.0, "kernel_cpu_seconds": 3.0}) == ("2.00 s", "1.50 x")


def test_general_engines_live_the_same_visits() -> None:
    from experiments.benchmark import peers

    work = Workload(20, 40, 4, 60, 70, 400, 6, 4)
    for name, engine in peers.engines().items():
        turns: list[int] = []
        engine(turns.append, work.users, work.visits)
        assert len(turns) >= work.visits, name
        assert set(turns) <= set(range(work.users))
        assert peers.per_second(engine, work._asdict()) > 0


def test_peers_are_shown_beside_the_best_of_their_turns() -> None:
    life = {"candidates_per_slot": 4, "impressions": 1_000, "cpu_seconds": 1.0, "numpy_cpu_seconds": 2.0}
    shown = of_engines([{**life, "peers": {"SimPy": [50.0, 100.0]}}])
    assert "500, 2.0 x" in shown
    assert "100, 10.0 x" in shown
