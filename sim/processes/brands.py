"""Brands: each chooses products, tests them with KOCs, scales what sells, and moves its budgets by the returns.

A brand decides some milliseconds after a cut, each at a tick of its own, so that brands never meet on one instant;
what it decides shows from the next cut on. All it knows is in the tables, so that a branch goes on where it was.
"""

from collections.abc import Generator

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.core import draws, streams
from sim.core.clock import Rank
from sim.core.units import FEN, TICKS_PER_DAY
from sim.market import bandits
from sim.market.budgets import believed, moved, split
from sim.market.granules import ANY
from sim.market.promoting import promote
from sim.market.scouting import scouts
from sim.market.settling import settle
from sim.market.signing import affordable, sign, spend
from sim.market.trying import try_out
from sim.processes.stage import Stage
from sim.world.brands import ARMS, Bucket, Phase
from sim.world.campaigns import Party
from sim.world.commerce import Commerce
from sim.world.creators import Tier
from sim.world.money import Entry
from sim.world.products import true_worth
from sim.world.wares import NOTHING

REVIEW_DAYS, WEEK_DAYS = 30, 7
WEEKS_OF_A_PURSE = 4  # scaling spends this part of a purse in a week


def brand(stage: Stage, number: int) -> Generator[simpy.Event, None, None]:
    """Choose, test, scale, and begin again."""
    commerce = _commerce(stage)
    steps = {Phase.CHOOSE: choose, Phase.TEST: judge, Phase.SCALE: scale}
    while True:
        yield stage.clock.at(int(commerce.brands.next_at[number]), Rank.CHANGE)
        stage.world.now = stage.clock.now
        days = steps[Phase(int(commerce.brands.phase[number]))](stage, commerce, number)
        _set(commerce, number, next_at=_soon_after(stage, days, number + 1))


def budget(stage: Stage, number: int) -> Generator[simpy.Event, None, None]:
    """Once a month look at the returns, move the budget, and fill the purses."""
    commerce = _commerce(stage)
    while True:
        yield stage.clock.at(int(commerce.brands.review_at[number]), Rank.CHANGE)
        stage.world.now = stage.clock.now
        review(stage, commerce, number)
        _set(commerce, number, review_at=_soon_after(stage, REVIEW_DAYS, len(commerce.brands) + number + 1))


def _soon_after(stage: Stage, days: float, offset: int) -> int:
    """A tick so many days from now, `offset` milliseconds after a cut."""
    then = stage.clock.now + round(days * TICKS_PER_DAY)
    return then // stage.refresh_ticks * stage.refresh_ticks + offset


def settlement(stage: Stage) -> Generator[simpy.Event, None, None]:
    """Once a day, just before its end, buyers pay brands, and brands pay commission."""
    while True:
        day = (stage.clock.now + TICKS_PER_DAY) // TICKS_PER_DAY
        yield stage.clock.at(day * TICKS_PER_DAY - 1, Rank.CHANGE)
        settle(stage.world, _commerce(stage), stage.clock.now)
        yield stage.clock.at(day * TICKS_PER_DAY, Rank.CLOSE)


def _commerce(stage: Stage) -> Commerce:
    assert stage.world.commerce is not None
    return stage.world.commerce


def _set(commerce: Commerce, number: int, **values: object) -> None:
    commerce.brands.thaw()
    for name, value in values.items():
        getattr(commerce.brands, name)[number] = value
    commerce.brands.freeze()


def _portfolio(stage: Stage, commerce: Commerce, number: int) -> NDArray[np.int64]:
    """The brand's products on sale: those tested least come first, of these the newest, [P']."""
    products, deals = commerce.products, commerce.deals
    own = np.flatnonzero(products.brand == number)
    own = own[products.on_sale(stage.world.now, own)]
    tried = np.count_nonzero(deals.product[_tests(commerce, number)] == own[:, None], axis=1)
    return own[np.lexsort((-products.launched_at[own], tried))]


def _tests(commerce: Commerce, number: int) -> NDArray[np.int64]:
    """The contracts of all tests of a brand so far."""
    deals = commerce.deals
    own = np.flatnonzero(deals.brand == number)
    tests: NDArray[np.int64] = own[deals.trial[own] == 1]
    return tests


def _name(commerce: Commerce, number: int, step: int) -> int:
    """A number for the draws of one decision, never used twice by a brand."""
    return (number << 20) + (int(commerce.brands.campaign[number]) << 8) + step


def choose(stage: Stage, commerce: Commerce, number: int) -> float:
    """Take the newest products into a test; days until it is judged."""
    settings = stage.brands
    own = _portfolio(stage, commerce, number)[: settings.arms]
    if own.size == 0:
        return WEEK_DAYS
    arm = np.full(ARMS, NOTHING)
    arm[: own.size] = own
    campaign = int(commerce.brands.campaign[number]) + 1
    _set(commerce, number, phase=Phase.TEST, round=0, arm=arm, campaign=campaign)
    return _try(stage, commerce, number)


def _trials(commerce: Commerce, number: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Products under test, and what their trial contracts have sold on how many clicks."""
    brands, deals = commerce.brands, commerce.deals
    arm = brands.arm[number][brands.arm[number] != NOTHING].astype(np.int64)
    tests = _tests(commerce, number)
    of_arm = deals.product[tests] == arm[:, None]
    sold, clicks = ((of_arm * column[tests]).sum(axis=1) for column in (deals.orders, deals.clicks))
    return arm, sold, clicks


def _try(stage: Stage, commerce: Commerce, number: int) -> float:
    """Sign the contracts of a round of the test, as the rule shares them out."""
    settings, world, brands = stage.brands, stage.world, commerce.brands
    arm, sold, clicks = _trials(commerce, number)
    rounds = 1 if settings.rule == "explore_then_commit" else settings.test_rounds
    step = int(brands.round[number])
    names = np.arange(arm.size)
    key = world.key
    luck = draws.units(key.seed, streams.TEST, names, _name(commerce, number, step), 0, key.luck)[:, 0]
    share = bandits.RULES[settings.rule](sold, clicks, max(settings.test_kocs // rounds, 1), luck)
    signed, left = np.zeros(arm.size, dtype=bool), int(brands.purse_fen[number, Bucket.KOC])
    for place, (product, wanted) in enumerate(zip(arm.tolist(), share.tolist(), strict=True)):
        kocs = scouts(world, commerce, product, Tier.KOC, _name(commerce, number, step))
        signed[place], sum_fen = try_out(world, commerce, settings, number, product, kocs, wanted, left)
        left -= sum_fen
    _set(commerce, number, round=step + 1)
    if commerce.sums != ANY and step == 0:
        if not signed.any():  # the sum is more than the purse holds: wait for the next budget
            _set(commerce, number, phase=Phase.CHOOSE)
            return WEEK_DAYS
        if settings.rule in bandits.ALL_AT_FIRST:  # who could not be paid for is not in the race
            _set(commerce, number, arm=np.where(np.isin(brands.arm[number], arm[signed]), brands.arm[number], NOTHING))
    return settings.test_days / rounds


def judge(stage: Stage, commerce: Commerce, number: int) -> float:
    """Another round of the test, or its end: scale the best product if it beats the threshold, or drop them all."""
    settings, world = stage.brands, stage.world
    rounds = 1 if settings.rule == "explore_then_commit" else settings.test_rounds
    step = int(commerce.brands.round[number])
    if step < rounds:
        return _try(stage, commerce, number)
    arm, sold, clicks = _trials(commerce, number)
    key = world.key
    name = np.array([number])
    tie = float(draws.units(key.seed, streams.TEST, name, _name(commerce, number, step), 1, key.luck)[0, 0])
    found = bandits.best(sold, clicks, tie)
    truly = int(np.argmax(true_worth(commerce.products, commerce.settings, world.now, arm)))
    brands = commerce.brands
    likely = bandits.probability_above(int(sold[found]), int(clicks[found]), settings.threshold)
    good = clicks[found] > 0 and likely > settings.certainty  # no click: nothing but the prior
    _set(
        commerce, number, tests=brands.tests[number] + 1, right=brands.right[number] + (found == truly), round=0,
        phase=Phase.SCALE if good else Phase.CHOOSE, product=arm[found] if good else NOTHING,
        launches=brands.launches[number] + good,
    )  # fmt: skip
    return scale(stage, commerce, number) if good else WEEK_DAYS


def scale(stage: Stage, commerce: Commerce, number: int) -> float:
    """A week of scaling: contracts with KOCs and heads, paid traffic for what sells best."""
    settings, world, brands = stage.brands, stage.world, commerce.brands
    week, product = int(brands.round[number]), int(brands.product[number])
    if week >= settings.scale_weeks or not commerce.products.on_sale(world.now, np.array([product])).all():
        _set(commerce, number, phase=Phase.CHOOSE, product=NOTHING, round=0)
        return WEEK_DAYS
    step = _name(commerce, number, 100 + week)
    for bucket, tier in ((Bucket.KOC, Tier.KOC), (Bucket.HEAD, Tier.HEAD)):
        most = int(brands.purse_fen[number, bucket]) // WEEKS_OF_A_PURSE
        accounts = affordable(world, commerce, settings, scouts(world, commerce, product, tier, step), most)
        sign(world, commerce, settings, number, product, bucket, accounts, most=most)
    promote(world, commerce, settings, number, int(brands.purse_fen[number, Bucket.ECOM]) // WEEKS_OF_A_PURSE)
    _set(commerce, number, round=week + 1)
    return WEEK_DAYS


def review(stage: Stage, commerce: Commerce, number: int) -> None:
    """Believe what came back, move the shares, spend what is spent by the month, and fill the purses."""
    settings, world, brands = stage.brands, stage.world, commerce.brands
    granted = commerce.granted_fen
    total = round(100 * settings.budget_rmb) if granted is None else int(granted[number])
    if brands.funded_fen[number] == 0:
        rest = 1.0 - settings.first_head - settings.first_koc - settings.first_ecom
        share = np.array([settings.first_head, settings.first_koc, settings.first_ecom, rest])
        _set(commerce, number, share=share)
    else:
        spent = brands.spent_fen[number] - brands.seen_spent_fen[number]
        earned = brands.earned_fen[number] - brands.seen_earned_fen[number]
        log_roi = believed(brands.log_roi[number], spent, earned, settings.memory)
        share = moved(brands.share[number], log_roi, settings.move, settings.temperature)
        _set(
            commerce, number, share=share, log_roi=log_roi,
            seen_spent_fen=brands.spent_fen[number], seen_earned_fen=brands.earned_fen[number],
        )  # fmt: skip
    world.money.pay(Entry.FUNDS, (Party.OUTSIDE, 0), (Party.BRAND, number), total * FEN)
    _set(
        commerce, number, funded_fen=brands.funded_fen[number] + total,
        purse_fen=brands.purse_fen[number] + split(total, share),
    )  # fmt: skip
    team = round((1.0 - settings.ad_share) * float(total * share[Bucket.ECOM]))
    for bucket, fen, back in (
        (Bucket.ECOM, team, settings.team_roi),
        (Bucket.BRANDING, int(brands.purse_fen[number, Bucket.BRANDING]), settings.branding_roi),
    ):
        fen = min(fen, int(brands.purse_fen[number, bucket]))
        spend(commerce, number, bucket, fen)
        world.money.pay(Entry.OWN_WORK, (Party.BRAND, number), (Party.OUTSIDE, 0), fen * FEN)
        earned = brands.earned_fen[number].copy()
        earned[bucket] += round(back * fen)
        _set(commerce, number, earned_fen=earned)
