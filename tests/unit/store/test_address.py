"""The name of a run, and who may live it."""

import shutil
from multiprocessing import get_context
from pathlib import Path

import pytest

import sim
from sim.core.compile import PACKAGE
from sim.core.sources import code_digest
from sim.store.address import address
from sim.store.claim import claim

BASE = sim.load(["scenario=quick"])


@pytest.mark.parametrize("line", ["engine=reference", "engine.threads=3", "record.checkpoint_days=1"])
def test_what_the_numbers_do_not_depend_on_is_not_in_it(line: str) -> None:
    assert address(sim.load(["scenario=quick", line])) == address(BASE)


@pytest.mark.parametrize("line", ["seed=1", "replication=1", "record.ledger=false", "behaviour.like_slope=1.01"])
def test_what_they_depend_on_is(line: str) -> None:
    assert address(sim.load(["scenario=quick", line])) != address(BASE)


def test_the_order_of_policies_counts() -> None:
    one, other = (sim.load([f"policy=[{names}]"]) for names in ("creator_floor,fairco", "fairco,creator_floor"))
    assert address(one) != address(other)


def test_a_file_counts_by_its_content(tmp_path: Path) -> None:
    file = tmp_path / "load.csv"
    names = []
    for last in ("0.2", "0.3", "0.2"):
        file.write_text(f"day,value\n0,0.1\n9,{last}\n")
        names.append(address(sim.load(["traffic=from_csv", f"traffic.ad_load.file={file}"])))
    assert names[0] == names[2] != names[1]


def test_any_source_counts_and_prose_does_not(tmp_path: Path) -> None:
    package = tmp_path / "sim"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    assert code_digest(package) == code_digest()
    code_digest.cache_clear()
    (package / "README.md").write_text("other words")
    assert code_digest(package) == code_digest()
    code_digest.cache_clear()
    (package / "report" / "words.py").write_text("one = 1\n")
    assert code_digest(package) != code_digest()


def test_one_holds_a_claim_and_its_death_frees_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    context = get_context("fork")
    held, go_on = context.Event(), context.Event()

    def hold() -> None:
        with claim(path) as mine:
            assert mine
            held.set()
            go_on.wait()

    other = context.Process(target=hold)
    other.start()
    assert held.wait(20)
    with claim(path) as mine:
        assert not mine
    assert str(other.pid) in path.read_text()
    other.kill()
    other.join()
    assert path.exists(), "a killed process leaves the file, but not the lock"
    with claim(path) as mine:
        assert mine
    assert not path.exists()


def test_tables_of_a_folder_count_by_their_content(tmp_path: Path) -> None:
    config = sim.load(["scenario=quick", f"population.from_data.path={tmp_path}"])
    names = [address(config)]
    for row in ("1,2,3,4,5,like", "1,2,3,4,5,share"):
        (tmp_path / "log.csv").write_text(f"user,item,creator,topic,time,action\n{row}\n", encoding="utf-8")
        names.append(address(config))
    assert names[1] != names[0]
    assert address(config) == names[-1]
    assert len(set(names)) == len(names)
