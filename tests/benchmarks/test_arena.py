"""What a policy in the arena costs: 10,000 requests for three items at a refresh of one."""

from time import process_time

import numpy as np
import pytest

import sim

ALLOWED_SECONDS = 2.0  # about half a second on an idle core


@pytest.mark.parametrize("policy", ["alpha_fair", "creator_floor", "popularity", "ladder", "fairco"])
def test_ten_thousand_requests_take_a_second_or_so(policy: str) -> None:
    relevance = np.array([[1.0, 0.5, 0.1], [0.2, 0.5, 1.0]])
    sim.arena(policy, relevance, requests=10)  # compiles what there is to compile
    start = process_time()
    sim.arena(policy, relevance)
    taken = process_time() - start
    print(f"{policy}: {taken:.2f} s")
    assert taken < ALLOWED_SECONDS
