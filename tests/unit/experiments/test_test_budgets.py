"""Product tests paid in a platform's sums: never more than there is, never more choice where sums are larger."""

import pytest

from experiments.test_budgets.trials import BUDGET, LOOK, NUMBERS, PLATFORMS, plan, table


@pytest.mark.parametrize("rounds", [1, 3])
@pytest.mark.parametrize("products", NUMBERS)
def test_larger_sums_never_leave_more_choice(rounds: int, products: int) -> None:
    first = []
    for smallest, step in PLATFORMS:
        held = plan(products, rounds, smallest, step)
        assert sum(count * looks for count, looks in held) * LOOK <= BUDGET
        assert all(looks * LOOK + LOOK > smallest for _, looks in held), "what must be paid is used"
        first.append(held[0][0])
    assert first == sorted(first, reverse=True)


def test_where_all_products_sell_alike_sums_do_not_matter() -> None:
    assert (table(0, spread=0.0, tests=4)["value"] == 1.0).all()


def test_where_they_differ_small_sums_find_better_ones() -> None:
    best = table(0, tests=300).groupby("smallest")["value"].max()
    assert best[500] > best[20_000] + 0.2
