import numpy as np
import pandas as pd
import pytest

import sim
from sim.analysis.moat import explained, moat
from sim.core.errors import DataError


def orthogonal(count: int = 256) -> pd.DataFrame:
    """Three traits that are exactly uncorrelated."""
    angle = 2 * np.pi * np.arange(count) / count
    return pd.DataFrame({"a": np.cos(angle), "b": np.sin(angle), "c": np.cos(2 * angle)}) * np.sqrt(2)


def test_shares_of_independent_traits_are_their_own_parts_of_variance() -> None:
    traits = orthogonal()
    angle = 2 * np.pi * np.arange(256) / 256
    outcome = 2 * traits["a"] + traits["b"] + 2 * np.sqrt(2) * np.cos(3 * angle)  # variance 4 + 1 + 0 + 4 unexplained
    found = explained(traits, outcome.to_numpy(), "x").set_index("trait")
    assert found["share"].tolist() == pytest.approx([4 / 9, 1 / 9, 0.0], abs=1e-9)
    assert found["r2"].iloc[0] == pytest.approx(5 / 9)
    assert found["slope"].tolist() == pytest.approx([2, 1, 0], abs=1e-9)


def test_shares_sum_to_what_is_explained_and_twins_share_alike() -> None:
    noise = np.random.default_rng(2)
    traits = orthogonal()
    traits["twin"] = traits["a"]
    found = explained(traits, traits["a"].to_numpy() + noise.normal(size=256), "x").set_index("trait")
    assert found["share"].sum() == pytest.approx(found["r2"].iloc[0])
    assert found.loc["a", "share"] == pytest.approx(found.loc["twin", "share"])


def test_of_a_run_quality_shows_in_exposure() -> None:
    small = ["scenario=quick", "careers=standard", "population.creators=60", "horizon_days=14"]
    found = moat(sim.simulate(small)).set_index(["outcome", "trait"])
    assert {outcome for outcome, _ in found.index} == {"exposure", "survival"}
    assert "reliability" in found.loc["exposure"].index
    assert found.loc[("exposure", "quality"), "slope"] > 0


def test_too_few_accounts_are_refused() -> None:
    with pytest.raises(DataError, match="too few"):
        explained(orthogonal(6), np.zeros(6), "x")
