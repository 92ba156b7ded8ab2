"""What a policy in the arena costs: 10,000 requests for three items at a refresh of one, beside small NumPy calls."""

from time import process_time

import numpy as np
import pytest

import sim

REQUESTS = 10_000
ALLOWED_CALLS = 1_500  # a request takes about 300


@pytest.mark.parametrize("policy", ["alpha_fair", "creator_floor", "popularity", "ladder", "fairco"])
def test_a_request_takes_some_hundred_small_calls(policy: str, small_call: float) -> None:
    relevance = np.array([[1.0, 0.5, 0.1], [0.2, 0.5, 1.0]])
    sim.arena(policy, relevance, requests=10)  # compiles what there is to compile
    start = process_time()
    sim.arena(policy, relevance, requests=REQUESTS)
    calls = (process_time() - start) / REQUESTS / small_call
    print(f"{policy}: {calls:.0f} calls a request")
    assert calls < ALLOWED_CALLS
