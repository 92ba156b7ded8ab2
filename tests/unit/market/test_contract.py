import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.market.contract import Contract, cost_fen, head_margin, profit_fen, roi

KOC = Contract(fee_fen=85_000, commission=2_000)


def test_the_formulas() -> None:
    sales = 1_000_000  # 10,000 RMB net
    assert cost_fen(sales, KOC, 50_000) == 85_000 + 200_000 + 50_000
    assert profit_fen(sales, 5_500, KOC, 50_000) == 350_000 - 85_000 - 50_000
    assert roi(sales, 5_500, KOC, 50_000) == pytest.approx(550_000 / 335_000)
    assert roi(0, 5_500, Contract(0, 2_000), 0) != roi(0, 5_500, Contract(0, 2_000), 0), "nothing laid out: nan"


def test_a_head_accounts_result() -> None:
    assert head_margin(0.45, 0.10, 0.10) == pytest.approx(0.25)
    assert head_margin(0.45, 0.30, 0.10) == pytest.approx(0.05)


@given(
    sales=st.integers(0, 10**11), fee=st.integers(0, 10**7), share=st.integers(0, 10_000), paid=st.integers(0, 10**8)
)
def test_profit_and_return_agree_on_the_sign(sales: int, fee: int, share: int, paid: int) -> None:
    contract = Contract(fee, share, extra=300)
    cost = cost_fen(sales, contract, paid)
    profit = profit_fen(sales, 5_500, contract, paid)
    assert isinstance(profit, int)
    if cost:
        assert (profit > 0) == (roi(sales, 5_500, contract, paid) > 1.0)
