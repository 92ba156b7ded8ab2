"""Results move only on purpose: digests of small runs, kept by type of processor.

A change that moves results on purpose records them anew, in the same commit, with the reason in CHANGELOG.md:

    python -m tests.golden.test_fingerprints
"""

import json
from pathlib import Path

import numpy as np
import pytest

import sim

FILE = Path(__file__).with_name("fingerprints.json")
SMALL = ["scenario=quick", "population.users=120", "population.creators=30", "horizon_days=6", "warmup_days=2"]
CASES = {
    "interest": [],
    "oracle": ["recommender=oracle"],
    "random, other world": ["policy=random", "seed=1"],
    "floor, other luck": ["policy=creator_floor", "replication=1"],
    "ladder, drying, turnover": [
        "policy=ladder", "traffic=drying", "traffic.entrants_per_month=0.1", "traffic.exit_hazard_per_month=0.5",
    ],
    "popularity and boost": ["policy=[popularity,niche_boost]"],
    "hourly refresh": ["refresh_minutes=60"],
    "market": ["market=standard"],
    "two platforms": ["platform=[douyin,channels]", "market=standard", "careers=standard"],
}  # fmt: skip


def processor() -> str:
    """The vector instructions NumPy found here: they decide the last bits of the population."""
    build = np.show_config(mode="dicts")
    return " ".join(build["SIMD Extensions"]["found"]) or "none"  # type: ignore[index]


def fingerprint(name: str) -> str:
    return sim.simulate([*SMALL, *CASES[name]]).fingerprint


def known() -> dict[str, dict[str, str]]:
    return json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_the_result_has_not_moved(name: str) -> None:
    here = known().get(processor())
    if here is None:
        pytest.skip(f"no fingerprints are kept for a processor with {processor()}")
    assert fingerprint(name) == here[name]


def test_cases_differ() -> None:
    for fingerprints in known().values():
        assert set(fingerprints) == set(CASES)
        assert len(set(fingerprints.values())) == len(CASES)


if __name__ == "__main__":
    kept = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    kept[processor()] = {name: fingerprint(name) for name in CASES}
    FILE.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
