"""The refresh: the platform looks, allocates, serves a span, and settles it. The heart of the clock."""

from collections.abc import Generator
from time import perf_counter

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.core.clock import Rank
from sim.core.errors import PolicyError
from sim.core.units import TICKS_PER_DAY
from sim.market import settlement as sell
from sim.market.heat import heat
from sim.market.payout import pay_out
from sim.market.selling import open_book
from sim.platform.observed import Observed, ObservedCreators, ObservedItems, ObservedTopics, ObservedViewers, later
from sim.platform.plan import TrafficPlan
from sim.platform.settings import PlatformSettings
from sim.processes import estimates
from sim.processes.stage import Stage
from sim.recommender import index as indexing
from sim.recommender.index import Index
from sim.recommender.learner import labels_of
from sim.recommender.value import GRID, value_curve
from sim.world.circles import liked_by_friends
from sim.world.span import Span
from sim.world.tally import NO_LOG, Lane, Served, settle
from sim.world.world import World


def refresh(stage: Stage) -> Generator[simpy.Event, None, None]:
    """Open a span, let it pass, close it; for ever."""
    while True:
        yield stage.clock.at(stage.clock.now, Rank.OPEN)
        span, served, index = open_span(stage)
        yield stage.clock.at(span.end, Rank.CLOSE)
        close_span(stage, span, served, index)


def open_span(stage: Stage) -> tuple[Span, Served, Index]:
    """Freeze the world, allocate, index, serve."""
    world, mark = stage.world, perf_counter()
    world.now = stage.clock.now
    after_onset = stage.days_after_onset(world.now)
    span = Span(
        start=world.now,
        end=world.now + stage.refresh_ticks,
        attention=stage.traffic.attention.at(after_onset),
        candidates_per_slot=stage.candidates_per_slot,
        slate_size=stage.slate_size,
        log=stage.log or stage.learner.reads_log,
    )
    habits = platform_now(stage, after_onset)
    seen = observe(stage, span, habits)
    plan, stage.policy_states = stage.policy.allocate(seen, stage.policy_states)
    if plan.feedback_weight is not None and not stage.learner.weighs_feedback:
        raise PolicyError(
            f"policy {' + '.join(stage.policy.names)}: feedback_weight is {plan.feedback_weight}, but the learner "
            f"{type(stage.learner).__name__} learns from no feedback"
        )
    _served_here(stage, plan, span)
    second = None
    if stage.trial is not None:
        plan, second = stage.trial.plans(seen, plan)
    mark = _clock_in(stage, "allocate", mark)
    if plan.heat is not None:
        heat(world, plan.heat, span, stage.market.bidders.boost_play_rmb)
    if len(world.campaigns):  # until somebody bids, paid slots go by followers
        stage.book = open_book(world, stage.market, stage.learner, stage.responses, span, plan.market_merge)
    stage.payout = plan.payout
    index = index_of(stage, plan, habits, after_onset)
    other = None if second is None else index_of(stage, second, habits, after_onset)
    mark = _clock_in(stage, "index", mark)
    if stage.trial is None or other is None:
        served = stage.engine.serve(world, index, span)
    else:
        served = stage.engine.serve_two(world, index, other, stage.trial.arms, span)
    _clock_in(stage, "serve", mark)
    return span, served, index


def _served_here(stage: Stage, plan: TrafficPlan, span: Span) -> None:
    """Refuse what a plan asks of a market that is not there, or of a log that is not kept."""
    names = " + ".join(stage.policy.names)
    if plan.market_merge is not None and stage.market.name == "none":
        raise PolicyError(f"policy {names}: market_merge is {plan.market_merge}, allowed with a market")
    if plan.heat is not None and stage.market.name == "none":
        raise PolicyError(f"policy {names}: the platform is to pay for slots (heat), allowed with a market")
    if plan.payout is not None and plan.payout.per == "merit" and not span.log:
        raise PolicyError(f"policy {names}: payout is per merit, allowed with record.impressions=true")


def index_of(stage: Stage, plan: TrafficPlan, habits: PlatformSettings, after_onset: float) -> Index:
    """The index of a plan, under the platform's habits of the day."""
    return indexing.build(
        stage.world,
        plan,
        stage.learner,
        stage.learner_state,
        stage.retrieval,
        habits,
        stage.responses,
        stage.traffic.ad_load.at(after_onset) if stage.pursuit is None else stage.pursuit.load,
        stage.traffic.paid_elasticity,
        stage.book,
        stage.hands,
    )


def close_span(stage: Stage, span: Span, served: Served, index: Index) -> None:
    """Settle the span's sums, commit them, let the learner learn and the recorder see."""
    world, mark = stage.world, perf_counter()
    world.now = span.end
    items = world.items
    accounts, topics = len(world.creators), world.topics.demand.size
    tally = settle(served, items.creator, items.topic, world.tags(), accounts, topics, stage.hands)
    if world.live is not None:
        air, viewers = world.live.by_account(served, items, world.now)
        tally = tally._replace(air=air, viewers=viewers)
    world.commit(served, tally)
    if stage.book is not None:
        sell.settle(world, stage.book, served, stage.market)
    if stage.payout is not None:
        pay_out(world, stage.payout, served, tally, stage.market.impressions_scale)
    stage.learner_state = stage.learner.learn(world, stage.learner_state, served, tally, index.clip)
    mark = _clock_in(stage, "settle", mark)
    kept = served if stage.log else served._replace(log=NO_LOG)  # a learner's reading is not for the record
    stage.recorder.span(tally, kept, index.ad_load)
    if span.end % TICKS_PER_DAY == 0:
        stage.recorder.end_of_day(span.end // TICKS_PER_DAY - 1, world, stage.hands)
    _clock_in(stage, "record", mark)
    stage.kept = np.arange(len(items))


def platform_now(stage: Stage, day_after_onset: float) -> PlatformSettings:
    """The platform's habits, with the follow lane as the traffic schedule has it."""
    schedule = stage.traffic.follow_share
    if schedule is None:
        return stage.platform
    return stage.platform.model_copy(update={"follow_share": schedule.at(day_after_onset)})


def observe(stage: Stage, span: Span, habits: PlatformSettings) -> Observed:
    """The world as the platform sees it at the start of a span."""
    world = stage.world
    items = world.items
    return Observed(
        day=span.start / TICKS_PER_DAY,
        days=(span.end - span.start) / TICKS_PER_DAY,
        users=len(world.users),
        lanes=indexing.habit_lanes(habits)[: Lane.PAID],
        topics=ObservedTopics(world.topics.niche, world.topics.vertical),
        creators=_accounts(world, span),
        items=ObservedItems(
            count=len(items),
            serial=items.serial,
            creator=items.creator,
            topic=world.tags(),
            age_days=later(lambda: (span.start - items.visible_from) / TICKS_PER_DAY),
            duration_ms=items.duration_ms,
            impressions=items.impressions,
            natural_impressions=items.natural_impressions,
            plays=items.plays,
            completes=items.completes,
            likes=items.likes,
            comments=items.comments,
            shares=items.shares,
            follows=items.follows,
            kept=stage.kept,
            sales_rmb=estimates.sales(world) if stage.policy.reads_sales else None,
            format=items.format,
        ),
        viewers=ObservedViewers(
            counts=lambda: (_seen(world.users.belief_shown), _seen(world.users.belief_played)),
            label=later(lambda: labels_of(stage.learner, world)),
            liked_by_friends=liked_by_friends(world) if stage.policy.reads_friends else None,
            unit=later(lambda: _usual_value(stage, habits)),
        ),
    )


def _accounts(world: World, span: Span) -> ObservedCreators:
    """The accounts as the platform sees them; what it makes of its counts, only if a policy asks."""
    creators = world.creators
    accounts = ObservedCreators(
        count=len(creators),
        active=later(lambda: creators.active(span.start)),
        niche=later(world.niche_by_label),
        followers=creators.followers,
        kind=creators.kind,
        region=world.region,
        age_days=later(lambda: (span.start - creators.joined_at) / TICKS_PER_DAY),
        impressions=creators.impressions,
        impressions_last_span=creators.impressions_last_span,
        plays=creators.plays,
        utility=later(lambda: creators.plays.astype(np.float64)),
        merit=later(lambda: estimates.merit(world)),
        attention_last_span=later(lambda: creators.impressions_last_span.astype(np.float64)),
        relevance_last_span=later(lambda: estimates.due(world, accounts.merit)),
    )
    return accounts


def _usual_value(stage: Stage, habits: PlatformSettings) -> float:
    """Twice the value of an impression that pleases as much as a usual one."""
    curve = value_curve(stage.responses, habits.values)
    return float(2.0 * np.interp(stage.world.behaviour_settings.reference_utility, GRID, curve))


def _seen(array: NDArray[np.float32]) -> NDArray[np.float32]:
    """A read-only view."""
    view = array.view()
    view.flags.writeable = False
    return view


def _clock_in(stage: Stage, phase: str, since: float) -> float:
    now = perf_counter()
    stage.seconds[phase] = stage.seconds.get(phase, 0.0) + now - since
    return now
