from itertools import product

import pytest

from sim.comparison.cells import batches

ARMS = list(product(["a", "b", "c", "d", "e", "f"], ["steady", "drying"]))


@pytest.mark.parametrize(("pairs", "processes"), [(5, 1), (5, 2), (5, 16), (1, 2), (20, 3), (128, 2), (5, 64)])
def test_every_run_is_dealt_once(pairs: int, processes: int) -> None:
    dealt = batches([(-1, r) for r in range(pairs)], ARMS, processes, warm_share=1 / 6)
    cells = [cell for batch in dealt for cell in batch.cells]
    assert len(cells) == len(set(cells)) == pairs * len(ARMS)
    assert all(
        (cell.draw, cell.replication) == (batch.draw, batch.replication) for batch in dealt for cell in batch.cells
    )


def rounds(pairs: int, processes: int) -> tuple[int, int]:
    """Batches a pair, and runs of the busiest process if all take alike."""
    dealt = batches([(-1, r) for r in range(pairs)], ARMS, processes, warm_share=1 / 6)
    size = max(len(batch.cells) for batch in dealt)
    return len(dealt) // pairs, -(-len(dealt) // processes) * size


def test_a_past_is_lived_once_or_twice_on_few_cores() -> None:
    assert rounds(5, 1) == (1, 60)
    assert rounds(5, 2) == (2, 30)
    assert rounds(128, 2) == (1, 768)


def test_many_cores_are_kept_busy() -> None:
    assert rounds(5, 16)[1] == 4
    assert rounds(5, 64)[1] == 1
