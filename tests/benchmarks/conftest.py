"""What timings stand beside: a slow machine is slow at both."""

from time import process_time

import numpy as np
import pytest

CALLS = 500_000


@pytest.fixture
def small_call() -> float:
    """CPU seconds of a call of NumPy on three numbers, measured in the same process just before."""
    numbers = np.ones(3)
    start = process_time()
    for _ in range(CALLS):
        np.add(numbers, numbers)
    return (process_time() - start) / CALLS
