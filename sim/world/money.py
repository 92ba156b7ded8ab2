"""Who has paid whom: accounts in whole millionths of an RMB, where every payment is taken and given at once."""

from collections.abc import Mapping
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.core.errors import ConfigError, InvariantError
from sim.core.units import FEN, MICRO
from sim.world.campaigns import Party

SALES, MADE_GOOD, PAYOUTS, HEATING = 0, 1, 2, 3  # indices of the platform's own accounts

MOST = 2.0**53  # millionths of an RMB in one sum, 9 thousand million RMB: whole numbers of a float are exact below
HELD = 2.0**62  # and in all payments of a kind together, well below where 64 bits end


def in_micro(rmb: NDArray[np.float64]) -> NDArray[np.int64]:
    """Sums of RMB in whole millionths.

    Raises:
        ConfigError: if one is too large to be kept, as budgets and worths that differ without measure are.
    """
    micro = np.round(rmb * MICRO)
    _refuse_more_than(MOST, np.abs(micro), 1, "a bid or a budget")
    return np.asarray(micro, dtype=np.int64)


def in_fen(fen: NDArray[np.float64], what: str) -> NDArray[np.int64]:
    """Sums of fen, such as fees, in whole fen. `what` one of them is called.

    Raises:
        ConfigError: if one is too large to be kept.
    """
    whole = np.round(fen)
    _refuse_more_than(MOST, np.abs(whole), FEN, what)
    return np.asarray(whole, dtype=np.int64)


def _refuse_more_than(most: float, sums: NDArray[np.float64], unit: int, what: str) -> None:
    """Refuse sums whose whole numbers would be others, or would overflow. `unit` is what they count, in millionths."""
    if np.all(sums <= most / unit):  # not so of nan
        return
    worst = float(sums[np.argmax(np.nan_to_num(sums, nan=np.inf))]) * unit / MICRO
    raise ConfigError(
        f"{what} is {worst:g} RMB, allowed is at most {most / MICRO:g} RMB\n"
        "  smaller: what market, careers.agencies or a policy gives for traffic, or market.impressions_scale"
    )


class Entry(IntEnum):
    """What a payment is for."""

    AD = 0  # paid impressions: from whoever bids to the platform; for what it pushes itself, from its heating account
    MAKE_GOOD = 1  # impressions delivered beyond a budget: from the platform's make-good account to its sales
    FUNDS = 2  # a brand's budget: from outside to the brand
    FEE = 3  # script fee: from a brand to an account
    SALE = 4  # net sales: from buyers to the brand
    COMMISSION = 5  # share of net sales: from a brand to an account
    GIVE_AWAY = 6  # give-aways in a head account's sales: from a brand to its buyers
    OWN_WORK = 7  # a brand's own live team, and branding: from the brand to whoever works for it
    AFFILIATE = 8  # share of what an account sells of its own accord: from the seller outside to the account
    OWN_MONEY = 9  # what a merchant or an account brings along to pay for traffic: from outside
    PAYOUT = 10  # pay for natural exposure, by a rule of the policy: from the platform to an account


class Money:
    """Balances of all parties since the start, and the sums of every kind of payment.

    `balance[party]` is an array by index; payments out of nothing come from `Party.OUTSIDE`. All balances
    together are always 0. `paid[entry, payer, payee]` is the sum of those payments so far.
    """

    def __init__(self, sizes: Mapping[int, int]) -> None:
        self.balance = {party: np.zeros(sizes.get(party, 1), dtype=np.int64) for party in Party}
        self.paid = np.zeros((len(Entry), len(Party), len(Party)), dtype=np.int64)
        self.real_impressions = 1.0  # that an impression stands for, in money

    def pay(
        self,
        entry: Entry,
        payer: tuple[Party, ArrayLike],
        payee: tuple[Party, ArrayLike],
        amounts: ArrayLike,
    ) -> None:
        """Payments of whole amounts (at least 0) from some of a kind to some of a kind, one for each amount.

        Raises:
            InvariantError: if an amount is negative or not whole.
            ConfigError: if all such payments together are more than the books can hold.
        """
        amount = np.atleast_1d(np.asarray(amounts))
        if amount.dtype.kind not in "iu" or (amount.size and int(amount.min()) < 0):
            raise InvariantError(f"a payment of {amount.min(initial=0)} ({entry.name}): whole amounts of at least 0")
        so_far = float(self.paid[entry, payer[0], payee[0]])
        _refuse_more_than(HELD, so_far + amount.sum(dtype=np.float64, keepdims=True), 1, "what was paid so far")
        total = int(amount.sum(dtype=np.int64))
        if total == 0:
            return
        for sign, (party, index) in ((-1, payer), (1, payee)):
            rows = np.asarray(index)
            self._grow(party, int(rows.max(initial=-1)) + 1)
            if rows.ndim == 0:  # one party pays or gets all of it
                self.balance[party][int(rows)] += sign * total
            else:
                np.add.at(self.balance[party], rows, sign * amount.astype(np.int64))
        self.paid[entry, payer[0], payee[0]] += total

    def _grow(self, party: Party, size: int) -> None:
        more = size - self.balance[party].size
        if more > 0:
            self.balance[party] = np.concatenate([self.balance[party], np.zeros(more, dtype=np.int64)])

    def check(self) -> None:
        """Refuse books that do not balance.

        Raises:
            InvariantError: naming what is missing.
        """
        total = sum(int(balance.sum()) for balance in self.balance.values())
        if total:
            raise InvariantError(f"the books are off by {total} millionths of an RMB")

    def copy(self) -> "Money":
        """Independent books with the same past."""
        twin = Money({})
        twin.balance = {party: balance.copy() for party, balance in self.balance.items()}
        twin.paid = self.paid.copy()
        twin.real_impressions = self.real_impressions
        return twin

    def arrays(self) -> list[tuple[str, NDArray[np.int64]]]:
        """Names and arrays of all there is, in a fixed order."""
        return [*((party.name.lower(), self.balance[party]) for party in Party), ("paid", self.paid)]
