"""One day's passage from each platform to the others."""

import math
from collections.abc import Sequence

import numpy as np

from sim.core import draws, elementwise, streams
from sim.core.units import MICRO, TICKS_PER_DAY
from sim.platforms import attention, homing, interests, money
from sim.platforms.accounts import carry_plans, earned_elsewhere, settle_in
from sim.platforms.names import number
from sim.platforms.settings import BetweenSettings
from sim.platforms.state import Between, Site, ordered
from sim.world.campaigns import Party
from sim.world.residence import Residence
from sim.world.world import World

DAYS_PER_WEEK, DAYS_PER_MONTH = 7, 30


def begin(sites: Sequence[Site], settings: BetweenSettings) -> Between:
    """Give every account a home, and let each platform begin with those at home on it."""
    sites = ordered(sites)
    worlds, numbers = [site.world for site in sites], [number(site.settings) for site in sites]
    first, count = worlds[0], len(worlds[0].creators)
    weights = [site.settings.native_weight for site in sites]
    home = homing.natives(first.key.seed, numbers, weights, count)
    there = home == np.arange(len(sites))[:, None]
    if len(sites) > 1:
        for place, world in enumerate(worlds):
            settle_in(world, Residence.of(~there[place], math.log(settings.ported_fit), settings.porting_cost_rmb))
            ids = np.arange(len(world.users))
            first_visit = draws.units(world.key.seed, streams.ACTIVITY, ids, replication=world.key.luck)[:, 2]
            world.users.hazard_left[:] = -elementwise.log(first_visit)
    none, nothing = np.zeros(there.shape, dtype=np.int64), np.zeros(there.shape)
    brands = 0 if first.commerce is None else len(first.commerce.brands)
    return Between(
        settings=settings,
        numbers=numbers,
        home=home,
        there=there,
        share=np.full((len(sites), len(first.users)), 1.0 / len(sites)),
        visits_per_day=first.users.visits_per_day.copy(),
        tastes=interests.Carried.of(first.users),
        purses=money.Purses.even(brands, len(sites)),
        views_then=none,
        uploads_then=none.copy(),
        views=nothing,
        uploads=nothing.copy(),
        days=none.copy(),
    )


def new_day(state: Between, sites: Sequence[Site], now: int) -> None:
    """Carry everything that crosses, before the first span of a day."""
    sites = ordered(sites)
    worlds = [site.world for site in sites]
    for world in worlds:
        world.now = now
    state.tastes = interests.carry([world.users for world in worlds], state.tastes)
    split_time(state, sites)
    if len(sites) == 1:
        return
    follow_home(state, worlds)
    notice(state, worlds)
    if now > 0 and now // TICKS_PER_DAY % DAYS_PER_WEEK == 0 and state.settings.multihoming:
        think_over(state, sites, now // TICKS_PER_DAY // DAYS_PER_WEEK)
    if now // TICKS_PER_DAY % DAYS_PER_MONTH == 0:
        grant(state, sites)
    for place, world in enumerate(worlds):
        assert world.residence is not None
        world.residence.elsewhere = earned_elsewhere(worlds, place)


def split_time(state: Between, sites: Sequence[Site]) -> None:
    """Split each user's visits between the platforms she has not left."""
    here = np.stack([site.world.users.away == 0 for site in sites])
    worth = np.stack(
        [
            attention.value(
                site.world.users.satisfaction - site.world.behaviour_settings.reference_utility,
                state.settings.utility_weight,
                site.settings.appeal,
                site.settings.friends_pull,
                attention.presence(site.world.friends, state.share[place], here[place]),
            )
            for place, site in enumerate(sites)
        ]
    )
    state.share = attention.shares(worth, here, state.settings.temperature)
    for place, site in enumerate(sites):
        users = site.world.users
        users.thaw(("shared",))
        users.visits_per_day[:] = state.visits_per_day * state.share[place]
        users.freeze(("shared",))


def follow_home(state: Between, worlds: Sequence[World]) -> None:
    """Carry plans from home, and close the accounts of those who gave up there."""
    for at, away in enumerate(worlds):
        for origin, home in enumerate(worlds):
            rows = np.flatnonzero(state.there[at] & (state.home == origin))
            if at == origin or rows.size == 0:
                continue
            left = ~home.creators.active(home.now)[rows]
            away.close_account(rows[left], away.now)
            state.there[at, rows[left]] = False
            carry_plans(home, away, rows[~left])


def notice(state: Between, worlds: Sequence[World]) -> None:
    """What each account got on each platform in the past day: views and uploads, as it remembers them."""
    for place, world in enumerate(worlds):
        creators = world.creators
        present = creators.active(world.now)
        state.days[place] = np.where(present, state.days[place] + 1, 0)
        weight = np.maximum(1.0 / np.maximum(state.days[place], 1), 1.0 / state.settings.memory_days)
        for seen, then, lately in (
            (creators.impressions, state.views_then, state.views),
            (creators.next_upload.astype(np.int64), state.uploads_then, state.uploads),
        ):
            today = np.where(present, seen - then[place], 0)
            lately[place] = np.where(present, lately[place] + weight * (today - lately[place]), 0.0)
            then[place] = seen


def think_over(state: Between, sites: Sequence[Site], week: int) -> None:
    """Let some accounts think about a platform: go there if it seems to pay, leave it if it does not."""
    settings = state.settings
    for place, site in enumerate(sites):
        world = site.world
        rmb = rmb_per_view(world)
        views = homing.per_upload(state.views[place], state.uploads[place])
        on_show = np.flatnonzero(world.creators.active(world.now))
        for origin, other in enumerate(sites):
            rows = np.flatnonzero((state.home == origin) & other.world.creators.active(world.now))
            if origin == place or rows.size == 0:
                continue
            key = world.key
            draw = draws.units(
                key.seed, streams.HOMING, rows, tick=week, slot=state.numbers[place], replication=key.replication
            )
            thinks, there = draw[:, 0] < settings.considered_per_week, state.there[place, rows]
            hoped = homing.gain(homing.foreseen(draw[:, 1:], on_show, views), rmb, settings.porting_cost_rmb)
            found = homing.gain(views[rows], rmb, settings.porting_cost_rmb)
            comes = rows[thinks & ~there & (hoped > 0.0)]
            goes = rows[thinks & there & (state.days[place, rows] >= settings.trial_days) & (found < 0.0)]
            state.there[place, comes], state.there[place, goes] = True, False
            world.open_account(comes, world.now)
            carry_plans(other.world, world, comes)
            state.uploads_then[place, comes] = world.creators.next_upload[comes]
            world.close_account(goes, world.now)


def rmb_per_view(world: World) -> float:
    """What a natural impression brings an account here: the platform's ad share, and what brands have paid so far."""
    careers = world.career_settings
    shared = careers.ad_share_rmb * careers.views_per_impression / 1000.0
    seen = int(world.creators.impressions.sum())
    if world.commerce is None or seen == 0:
        return shared
    return shared + int(world.money.balance[Party.ACCOUNT].sum()) / MICRO / seen


def grant(state: Between, sites: Sequence[Site]) -> None:
    """Split every brand's next budget between the platforms."""
    shops = [site.world.commerce for site in sites]
    tables = [shop.brands for shop in shops if shop is not None]
    if len(tables) < len(sites) or not len(tables[0]):
        return
    budget = max(site.budget_rmb for site in sites)
    state.purses, grants = money.review(state.purses, tables, [site.settings for site in sites], budget, state.settings)
    for place, shop in enumerate(shops):
        if shop is not None:
            shop.granted_fen = grants[:, place]
