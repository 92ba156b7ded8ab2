"""The benchmark works: it measures every part of a small platform. How fast it is, it says; no test asks."""

import json
import math
from typing import Any

import pytest

from experiments.benchmark.__main__ import PARTS, main
from experiments.benchmark.batch import Workload, batch, tables, visit
from experiments.benchmark.parts import MEASURE
from experiments.benchmark.table import SHOW

SMALL = ("experiment=benchmark_quick", "population.users=300", "population.creators=60")


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("benchmark")
    assert main([*SMALL, "only=run,scale,threads,start", f"hydra.run.dir={folder}"]) == 0
    return json.loads((folder / "benchmark.json").read_text())  # type: ignore[no-any-return]


def test_every_part_is_measured_and_shown() -> None:
    assert tuple(MEASURE) == tuple(SHOW) == PARTS


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


def test_the_whole_run_is_measured_at_four_and_at_eight_candidates(measured: dict[str, Any]) -> None:
    assert [life["candidates_per_slot"] for life in measured["run"]] == [4, 8]
    for life in measured["run"]:
        assert life["impressions"] > life["requests"] >= life["visits"] > 100
        assert life["refreshes"] == 8
        assert 0 < life["kernel_cpu_seconds"] < life["cpu_seconds"]
        assert sum(life["phases"].values()) == pytest.approx(life["wall_seconds"])
        assert life["numpy_cpu_seconds"] > 0


def test_a_user_takes_less_than_two_thousand_bytes(measured: dict[str, Any]) -> None:
    assert [life["users"] for life in measured["scale"]] == [30, 300, 3000]
    for life in measured["scale"]:
        assert sum(life["bytes_a_user"].values()) < 2_000
        assert life["peak_mib_before"] <= life["peak_mib"] < life["budget_mib"]


def test_two_threads_do_the_work_of_one(measured: dict[str, Any]) -> None:
    one, two = measured["threads"]
    assert (one["threads"], two["threads"]) == (1, 2)
    assert one["impressions"] == two["impressions"]


def test_starting_is_measured_against_a_bare_python(measured: dict[str, Any]) -> None:
    assert set(measured["start"]) == {"bare_python", "import_sim", "import_simulate", "command"}
    assert all(seconds > 0 for seconds in measured["start"].values())


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
