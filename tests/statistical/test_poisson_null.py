import numpy as np
import pytest

from sim.core.inequality import gini, poisson_gini


@pytest.mark.parametrize("mean", [0.5, 4.0, 50.0])
def test_equal_accounts_with_poisson_luck_have_the_gini_of_the_null(mean: float) -> None:
    draw = np.random.default_rng(7)
    accounts = 200
    ginis = [gini(draw.poisson(mean, accounts)) for _ in range(400)]
    error = np.std(ginis) / np.sqrt(len(ginis))
    # the expected ratio differs from the ratio of expectations by about the mean's relative variance
    assert np.mean(ginis) == pytest.approx(poisson_gini(mean, accounts), abs=4 * error + 1 / (mean * accounts))
