"""Every payment is taken and given at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.errors import InvariantError
from sim.world.campaigns import Party
from sim.world.money import Entry, Money

PAYMENTS = st.lists(
    st.tuples(
        st.sampled_from(Party), st.integers(0, 5), st.sampled_from(Party), st.integers(0, 5), st.integers(0, 2**50)
    )
)


@given(PAYMENTS)
def test_all_balances_together_are_nothing(payments) -> None:
    books = Money({Party.ACCOUNT: 3})
    for payer, who, payee, whom, amount in payments:
        books.pay(Entry.AD, (payer, who), (payee, whom), np.int64(amount))
    books.check()
    assert books.paid.sum() == sum(payment[-1] for payment in payments)


def test_who_pays_has_less_and_who_is_paid_has_more() -> None:
    books = Money({Party.ACCOUNT: 3})
    books.pay(Entry.AD, (Party.ACCOUNT, [0, 0, 2]), (Party.PLATFORM, 0), np.array([5, 6, 7]))
    assert books.balance[Party.ACCOUNT].tolist() == [-11, 0, -7]
    assert books.balance[Party.PLATFORM].tolist() == [18]


@pytest.mark.parametrize("amount", [-1, 0.5])
def test_only_whole_amounts_are_paid(amount) -> None:
    with pytest.raises(InvariantError, match="AD"):
        Money({}).pay(Entry.AD, (Party.OUTSIDE, 0), (Party.PLATFORM, 0), amount)


def test_a_copy_is_independent() -> None:
    books = Money({})
    books.copy().pay(Entry.AD, (Party.BRAND, 4), (Party.PLATFORM, 0), 3)
    assert books.balance[Party.BRAND].tolist() == [0]


def test_books_that_do_not_balance_are_refused() -> None:
    books = Money({})
    books.balance[Party.BRAND][0] = 1
    with pytest.raises(InvariantError, match="1 millionths"):
        books.check()
