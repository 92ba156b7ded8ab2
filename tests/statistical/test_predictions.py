"""The controls of the predictions: with its mechanism off, the difference vanishes to the last bit."""

import pytest

from experiments.predictions.facts import FACTS
from experiments.predictions.trial import Sign, differences, vanishes, verdict

TINY = ["scenario=quick", "traffic=steady", "horizon_days=12", "population.users=120", "population.creators=40"]


@pytest.mark.parametrize("name", FACTS)
def test_without_its_mechanism_the_fact_vanishes(name: str) -> None:
    fact = FACTS[name]
    found = differences(fact, TINY, worlds=2, control=True)
    assert list(found.columns) == [sign.quantity for sign in fact.signs]
    assert vanishes(found)


@pytest.mark.parametrize("name", FACTS)
def test_with_it_the_sides_differ(name: str) -> None:
    """Hits are rare, and so are agencies that close: the world is larger and lives longer than that of the control."""
    larger = [*TINY, "horizon_days=30", "population.users=500", "population.creators=100"]
    if name == "agencies":
        larger = [*TINY, "horizon_days=150", "population.users=200", "population.creators=200"]
    assert not vanishes(differences(FACTS[name], larger, worlds=3 if name == "f12" else 1))


def test_a_prediction_is_judged_by_fifteen_of_twenty() -> None:
    import pandas as pd

    fact = FACTS["f1"]._replace(signs=(Sign("x", +1), Sign("y", -1), Sign("z", +1)))
    found = pd.DataFrame({"x": [1.0] * 15 + [-1.0] * 5, "y": [-1.0] * 14 + [1.0] * 6, "z": [1.0] * 14 + [0.0] * 6})
    x, y, z = verdict(fact, found).splitlines()
    assert x.endswith("as expected in 15 of 20 worlds: hit")
    assert y.endswith("as expected in 14 of 20 worlds: miss")
    assert z.endswith("as expected in 14 of 20 worlds (6 without a difference): miss")
    assert "20 worlds are needed" in verdict(fact, found.head(5))
