"""Agencies: they take a share of what their accounts earn, spend on reach or on content, sign, part, close and open."""

import numpy as np
from numpy.typing import NDArray

from sim.core import draws, elementwise, streams
from sim.core.units import FEN_PER_RMB, TICKS_PER_DAY
from sim.laws.quitting import within
from sim.processes.sight import DAYS_PER_WEEK
from sim.world import vocation
from sim.world.agencies import NO_AGENCY, Agencies, Weighs
from sim.world.agency_settings import AgencySettings
from sim.world.careers import Careers
from sim.world.creators import Kind
from sim.world.money import in_fen
from sim.world.world import World

DAYS_PER_MONTH = 30.0
RECORD_DAYS = 30  # of its present spell: an account is signed for what it has shown
WORDS = 4  # numbers drawn for each place of a look

Rows = NDArray[np.int64]
Floats = NDArray[np.float64]


def settle(world: World, agencies: Agencies, fee: Rows) -> None:
    """Take the day's shares `fee` (fen, [C]), pay for the day, and part with accounts that are gone.

    Uploads, items and overhead cost what they are planned at, paid slots what was charged for them.
    """
    careers, settings = _careers(world), world.career_settings.agencies
    signed = np.flatnonzero(careers.agency != NO_AGENCY)
    planned = careers.budget[signed] * (1.0 - _on_tickets(world, agencies, signed)) + settings.overhead_rmb
    cost = in_fen(planned * FEN_PER_RMB / DAYS_PER_MONTH, "a day of an agency")
    taken, spent = np.zeros(len(agencies), dtype=np.int64), agencies.charged.copy()
    np.add.at(taken, careers.agency[signed], fee[signed])
    np.add.at(spent, careers.agency[signed], cost)
    agencies.thaw()
    agencies.taken += taken
    agencies.spent += spent
    agencies.charged[:] = 0
    agencies.days[agencies.open == 1] += 1
    weight = np.maximum(1.0 / np.maximum(agencies.days, 1), 1.0 / settings.patience_days)
    rmb_a_month = DAYS_PER_MONTH / FEN_PER_RMB * (taken - spent)
    agencies.profit[:] = np.where(agencies.open == 1, agencies.profit + weight * (rmb_a_month - agencies.profit), 0.0)
    agencies.freeze()
    careers.contract_days[signed] += 1
    gone = signed[~world.creators.active(world.now)[signed]]
    vocation.release(careers, world.creators, gone)
    careers.thaw()


def week(world: World, agencies: Agencies) -> None:
    """Close and open, review contracts, sign, and decide what to spend on whom."""
    careers, settings = _careers(world), world.career_settings.agencies
    _close(world, agencies, settings)
    _found(world, agencies, settings)
    lasted = (careers.agency != NO_AGENCY) & (careers.contract_days >= settings.contract_days)
    vocation.release(careers, world.creators, np.flatnonzero(lasted & ~worth_it(careers, settings)))
    _sign(world, agencies, settings)
    _invest(world, careers, agencies, settings)


def gross(careers: Careers, settings: AgencySettings) -> Floats:
    """What each account earns in a month before an agency's share, [C]."""
    share = np.where(careers.agency == NO_AGENCY, 0.0, settings.income_share)
    return np.asarray(careers.income / (1.0 - share))


def worth_it(careers: Careers, settings: AgencySettings) -> NDArray[np.bool_]:
    """Accounts whose share of income, less what is spent on them, covers the overhead, [C]."""
    kept = settings.income_share * (1.0 - settings.invested) * gross(careers, settings)
    return np.asarray(kept >= settings.overhead_rmb)


def would_sign(world: World, careers: Careers) -> NDArray[np.bool_]:
    """Creators on their own who have a record and earn less than they want, [C]: who lives well needs no agency."""
    creators = world.creators
    here = np.zeros(len(creators), dtype=bool)
    here[world.deciding(world.now)] = True
    free = here & (creators.kind == Kind.CREATOR) & (careers.days >= RECORD_DAYS)
    return np.asarray(free & (careers.income < careers.wage))


def _close(world: World, agencies: Agencies, settings: AgencySettings) -> None:
    """Those with a loss over the time they judge by close, and their accounts are free."""
    losing = (agencies.open == 1) & (agencies.days >= settings.patience_days) & (agencies.profit < 0.0)
    agencies.thaw()
    agencies.open[losing], agencies.days[losing], agencies.profit[losing] = 0, 0, 0.0
    agencies.freeze()
    careers = _careers(world)
    signed = careers.agency != NO_AGENCY
    vocation.release(careers, world.creators, np.flatnonzero(signed & losing[careers.agency]))


def _found(world: World, agencies: Agencies, settings: AgencySettings) -> None:
    """Others open in empty places, and weigh things as those do who earn most."""
    empty = np.flatnonzero(agencies.open == 0)
    key = world.key
    draw = draws.units(key.seed, streams.AGENCY, empty, _week(world), settings.scouted, key.replication)
    new = empty[draw[:, 0] < within(settings.founded_per_month, float(DAYS_PER_WEEK))]
    if new.size == 0:
        return
    means = [_mean_profit(agencies, weighs) for weighs in Weighs]
    agencies.thaw()
    agencies.open[new] = 1
    if max(means) > -np.inf:  # else nobody is there to learn from: as the one before
        agencies.weighs[new] = int(np.argmax(means))
    agencies.freeze()


def _mean_profit(agencies: Agencies, weighs: Weighs) -> float:
    """Of those in business that weigh things so; -inf of none."""
    here = (agencies.open == 1) & (agencies.weighs == weighs)
    return float(agencies.profit[here].mean()) if here.any() else -np.inf


def _sign(world: World, agencies: Agencies, settings: AgencySettings) -> None:
    """Each agency with room signs at most one account a week: of those it meets, the one that earns most."""
    careers, creators = _careers(world), world.creators
    wanted = would_sign(world, careers) & worth_it(careers, settings)
    held = np.bincount(careers.agency[careers.agency != NO_AGENCY], minlength=len(agencies))
    looking = np.flatnonzero((agencies.open == 1) & (held < settings.roster))
    creators.thaw()
    careers.thaw()
    for agency, met in zip(looking.tolist(), scouted(world, looking), strict=True):
        found = met[wanted[met]]
        if found.size == 0:
            continue
        best = found[np.lexsort((found, -careers.income[found]))[0]]
        wanted[best] = False
        careers.agency[best], careers.contract_days[best] = agency, 0
        creators.kind[best] = Kind.AGENCY_SIGNED
    creators.freeze()


def scouted(world: World, agencies: Rows) -> Rows:
    """Accounts that each agency meets this week, [N, M], from all there may ever be: most of them are not there."""
    key, everybody = world.key, len(world.creators)
    places = world.career_settings.agencies.scouted
    looks = [
        draws.units(key.seed, streams.AGENCY, agencies, _week(world), place, key.replication) for place in range(places)
    ]
    return np.floor(np.concatenate(looks, axis=1) * everybody).astype(np.int64).reshape(agencies.size, places * WORDS)


def _invest(world: World, careers: Careers, agencies: Agencies, settings: AgencySettings) -> None:
    """Spend a part of the share on each account: on its items, on uploads and, where slots are sold, on tickets.

    The market opens the campaigns for tickets (`sim.market.bidding`).
    """
    signed = np.flatnonzero(careers.agency != NO_AGENCY)
    reach = agencies.reach(settings)[careers.agency[signed]]
    earned = np.maximum(gross(careers, settings)[signed], 0.0)
    careers.thaw()
    careers.budget[signed] = settings.income_share * settings.invested * earned
    uploads = (reach - _on_tickets(world, agencies, signed)) * careers.budget[signed] / settings.upload_rmb
    careers.extra[signed] = uploads / DAYS_PER_MONTH
    on_items = (1.0 - reach) * careers.budget[signed]
    careers.polish[signed] = settings.polish_most * (1.0 - elementwise.exp(-on_items / settings.polish_rmb))


def _on_tickets(world: World, agencies: Agencies, signed: Rows) -> Floats:
    """The part of what is spent on each of these accounts that buys paid slots, [n]: none where they are not sold."""
    settings = world.career_settings.agencies
    share = settings.paid_share if world.bidders is not None else 0.0
    return np.asarray(share * agencies.reach(settings)[_careers(world).agency[signed]])


def _week(world: World) -> int:
    return world.now // (DAYS_PER_WEEK * TICKS_PER_DAY)


def _careers(world: World) -> Careers:
    assert world.careers is not None
    return world.careers
