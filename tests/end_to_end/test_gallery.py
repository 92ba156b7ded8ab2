"""The gallery: policies are found, tuned on other worlds, judged, bounded, gamed, and shown on one page."""

import math
import re
from pathlib import Path

import pandas as pd
import pytest

from experiments.gallery.__main__ import NUMBERS, main
from experiments.gallery.entries import REFERENCE, entries
from experiments.gallery.scores import arms, front
from experiments.gallery.tuning import HELD_OUT, Tuned, best, settings
from sim.comparison.arms import arms as lived
from sim.config.choices import choices
from sim.config.load import load
from sim.config.schema import LARGEST_SEED
from sim.platform.policy import FAMILIES

SMALL = [
    "experiment=gallery_quick", "population.users=50", "population.creators=30", "horizon_days=12", "warmup_days=4",
    "hydra/hydra_logging=none", "hydra/job_logging=none",
]  # fmt: skip
NAN = math.nan


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gallery")
    numbers = ["evaluations=2", "tuning_worlds=1", "bound_worlds=1", "gaming_worlds=2"]
    shown = "policies=[random,niche_boost,creator_floor]"
    assert main([*SMALL, *numbers, shown, f"hydra.run.dir={folder}"]) == 0
    return folder


def test_every_policy_is_found_leading_families_first() -> None:
    found = entries()
    assert sorted(entry.name for entry in found) == sorted(choices("policy"))
    places = [FAMILIES.index(entry.family) if entry.family else len(FAMILIES) for entry in found]
    assert places == sorted(places)
    assert all(entry.gives and entry.takes and entry.limits and entry.gamed_by for entry in found)
    assert {entry.family for entry in found} >= set(FAMILIES) - {"creator-aware"}


def test_the_numbers_are_kept(made: Path) -> None:
    table = pd.read_csv(made / "gallery.csv", index_col="arm")
    assert list(table.index[:2]) == [REFERENCE, "random"]
    assert table.loc[REFERENCE, ["protection", "level"]].tolist() == [0.0, 0.0]
    assert table.loc[REFERENCE, ["match_kept", "users_kept", "welfare_kept"]].tolist() == [1.0, 1.0, 1.0]
    assert table.loc["random", "match_kept"] < 0.7
    assert table.loc["random", "gini_excess"] < table.loc[REFERENCE, "gini_excess"]
    assert not table.loc["random", "within"]
    held = table.filter(regex=r"^held_\d\d$")
    assert (held.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    assert table["leakage"].between(0.01, 0.99).all()
    level = table["level"] / table["level_reach"]
    assert level.dropna().max() == pytest.approx(level.dropna().min())
    assert level.dropna().iloc[0] > 0.0, "hindsight can do more than interest did"


def test_the_page_needs_nothing_else(made: Path) -> None:
    page = (made / "gallery.html").read_text()
    for name in ("random", "niche_boost", "creator_floor", REFERENCE):
        assert f'id="policy-{name}"' in page
    assert page.count("Who could game it") == 4
    assert len(re.findall(r"Lorenz curve of natural impressions under", page)) >= 4
    assert "On the Pareto front" in page
    assert not re.search(r"https?://(?!www\.w3\.org/)", page.split("<section", 1)[1].replace("Source", ""))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_settings_are_as_many_for_every_policy_and_allowed() -> None:
    config = load(["experiment=gallery_quick"])
    for entry in entries():
        tried = settings(entry, 3, config)
        assert tried[0] == ()
        assert len(tried) == len(set(tried)) == (3 if entry.tunable else 1), entry.name


def test_tuning_worlds_are_held_out() -> None:
    config = load(["experiment=gallery"])
    plan = lived(config, ["interest"], None)
    first, last = (plan.warm(-1, world) for world in (0, HELD_OUT - 1))
    assert first.seed <= last.seed < first.seed + HELD_OUT, "worlds of a comparison reach no tuning world"
    assert last.replication < first.replication + HELD_OUT
    assert 2 * HELD_OUT < LARGEST_SEED


def tuned(protection: float, match: float, users: float = 1.0) -> Tuned:
    return Tuned("p", (f"x={protection}",), protection, match, users, 3)


def test_the_best_setting_protects_most_within_the_guardrails() -> None:
    bold, safe, plain = tuned(0.9, 0.95), tuned(0.2, 0.995), tuned(0.1, 1.0)
    assert best([plain, bold, safe]) is safe
    assert best([bold, tuned(0.8, 0.97), tuned(0.99, 1.0, users=0.9)]).match_kept == 0.97


def test_what_stays_at_its_default_is_judged_once() -> None:
    shown = entries(["interest", "niche_boost", "random"])
    changed = Tuned("niche_boost", ("policy.niche_boost.boost=0.5",), NAN, NAN, NAN, 3)
    names = list(arms(shown, {"niche_boost": changed, "random": changed._replace(overrides=())}))
    assert names == ["interest", "random", "niche_boost", "niche_boost, tuned"]


def test_the_front_is_what_no_other_beats() -> None:
    points = {"a": (1.0, 1.0), "b": (2.0, 0.5), "c": (1.0, 0.9), "d": (0.5, 2.0), "e": (1.9, 0.4), "f": (NAN, 9.0)}
    assert front(points) == ["d", "a", "b"]


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_must_be_one(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for said in ("few", "100001"):
        assert main([f"{name}={said}"]) == 2
        assert capsys.readouterr().err == f"error: {name} is {said}, allowed is a whole number from 0 to 100000\n"
