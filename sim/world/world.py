"""The state of the world, its frozen view, and how a span's sums are committed to it."""

import copy
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core import streams
from sim.core.noise import WORLD, philox
from sim.core.units import FIXED_POINT, NEVER, TICKS_PER_DAY
from sim.laws import behaviour
from sim.laws.settings import BehaviourSettings
from sim.world import diary, friends, population, tagging, vocation
from sim.world import stories as naming
from sim.world.agencies import Agencies
from sim.world.bidders import Bidders
from sim.world.calendar import Calendar, calendar
from sim.world.campaigns import Campaigns, Party
from sim.world.career_settings import CareerSettings
from sim.world.careers import Careers
from sim.world.commerce import Commerce
from sim.world.commerce_settings import CommerceSettings
from sim.world.creators import Creators, Kind
from sim.world.csr import Rows
from sim.world.from_data import sampling
from sim.world.items import Items
from sim.world.live import Live
from sim.world.live_settings import LiveSettings
from sim.world.money import Money
from sim.world.residence import Residence
from sim.world.settings import PopulationSettings
from sim.world.stories import StorySettings
from sim.world.succession import succeed
from sim.world.tally import Served, Tally
from sim.world.topics import Topics, topics
from sim.world.users import Users


class Key(NamedTuple):
    """Key of the noise: which world, which luck in it, and on which of several platforms.

    What people are and decide anywhere alike is keyed by seed and replication; what happens to them on a platform by
    seed and `luck`, which is the replication where there is one platform (number 0).
    """

    seed: int
    replication: int
    platform: int = 0

    @property
    def luck(self) -> int:
        """The second half of the key for what happens on this platform."""
        if self.platform == 0:
            return self.replication
        word: int = philox(self.seed, WORLD, self.replication, self.platform, 0, streams.PLATFORM)[0]
        return int(word) % WORLD


class World:
    """Everything that changes, and the constants it was built with.

    Users' own columns are live inside a span; all else changes only between spans.
    """

    def __init__(
        self,
        population_settings: PopulationSettings,
        behaviour_settings: BehaviourSettings,
        key: Key,
        horizon_days: float = 0.0,
        commerce: CommerceSettings | None = None,
        career_settings: CareerSettings | None = None,
        stories: StorySettings | None = None,
        impressions_scale: float = 1.0,
        live: LiveSettings | None = None,
    ) -> None:
        self.key = key
        self.now = 0
        portrait = sampling.portrait_of(population_settings.from_data)
        if portrait is not None:
            population_settings = sampling.told(population_settings, portrait)
        self.settings = population_settings
        self.hold_behaviour(behaviour_settings)
        self.calendar: Calendar = calendar(population_settings, portrait)
        self.topics: Topics = topics(population_settings, portrait)
        self.creators: Creators = population.build_creators(
            population_settings, self.topics, key.seed, horizon_days, portrait
        )
        self.false_topic = tagging.false_topics(population_settings, self.topics, key.seed, self.creators.niche)
        self.mistags = bool((self.false_topic != tagging.HONEST).any())
        self.stories = stories or StorySettings()
        naming.place(self.stories, population_settings, self.topics, self.creators)
        self.residence: Residence | None = None  # with several platforms: who is at home here
        self.careers: Careers | None = None
        self.agencies: Agencies | None = None
        self.hold_careers(career_settings or CareerSettings())
        first = population_settings.creators
        supply = (self.creators.topic_mix[:first] * self.creators.uploads_per_day[:first, None]).sum(axis=0)
        self.taste = population.standardise(
            population_settings, self.topics, key.seed, supply.astype(np.float64) / supply.sum(), portrait
        )
        self.users: Users = population.build_users(
            population_settings,
            self.topics,
            self.taste,
            self.creators,
            key.seed,
            portrait=portrait,
            trust=behaviour_settings.trust_gain > 0.0,
            ads=behaviour_settings.ad_response > 0.0,
        )
        self.friends: Rows | None = friends.build(population_settings, key.seed)
        self.users.satisfaction[:] = behaviour_settings.reference_utility
        self.users.ad_share[:] = behaviour_settings.ad_share_used_to
        self.items = Items()
        self.next_serial = 0
        self.campaigns = Campaigns()
        self.bidders: Bidders | None = None  # until there is a market
        self.money = Money({Party.ACCOUNT: len(self.creators)})
        self.followers_per_follow = self._followers_per_follow()
        self.commerce: Commerce | None = None  # nothing is sold
        if commerce is not None and commerce.products:
            users = population_settings.users
            self.commerce = Commerce(
                commerce, self.topics, self.creators, users, key.seed, horizon_days, impressions_scale
            )
        self.live: Live | None = None  # nobody goes live
        if live is not None and live.enabled:
            self.live = Live(live, self.creators, self.stories, self.calendar.hourly, key.seed, first)
        self.users.freeze(("shared",))
        self.creators.freeze()
        self.items.freeze()
        self.campaigns.freeze()

    def _followers_per_follow(self) -> float:
        """How many real followers one follow in this world stands for: as at the start, times a scale."""
        scale = self.settings.follower_scale
        follows = float(np.minimum(self.users.follows_ever, self.users.follows.shape[1]).sum())
        followers = float(self.creators.first_followers[: self.settings.creators].sum())
        return scale * followers / follows if follows > 0 else scale

    def hold_behaviour(self, settings: BehaviourSettings) -> None:
        """Say how users behave from now on."""
        self.behaviour_settings = settings
        self.behaviour = behaviour.record(settings)

    def hold_careers(self, settings: CareerSettings) -> None:
        """Give accounts careers, or take them away; those who have some keep what they have become."""
        self.career_settings = settings
        self.region = vocation.regions(settings, self.key.seed, len(self.creators))
        self.region.flags.writeable = False
        self.hold_agencies(settings)
        if not settings.enabled:
            self.careers = None
        elif self.careers is None:
            self.careers = vocation.take_up(settings, self.settings, self.creators, self.key.seed)
            naming.place_careers(self.stories, settings, self.creators, self.careers)

    def hold_agencies(self, settings: CareerSettings) -> None:
        """Open agencies, or let them all go; those that are there keep what they have become."""
        wanted = settings.agencies.count if settings.enabled else 0
        if wanted == (0 if self.agencies is None else len(self.agencies)):
            return
        self.agencies = Agencies(settings.agencies) if wanted else None
        signed = self.creators.kind == Kind.AGENCY_SIGNED
        if self.careers is not None and signed.any():
            vocation.release(self.careers, self.creators, np.flatnonzero(signed))

    def copy(self) -> "World":
        """An independent copy: the fork of a branch."""
        twin = object.__new__(World)
        twin.__dict__.update(self.__dict__)
        twin.users = self.users.copy()
        twin.creators = self.creators.copy()
        twin.careers = None if self.careers is None else self.careers.copy()
        twin.residence = copy.copy(self.residence)
        twin.agencies = None if self.agencies is None else self.agencies.copy()
        twin.items = self.items.copy()
        twin.campaigns = self.campaigns.copy()
        twin.bidders = None if self.bidders is None else self.bidders.copy()
        twin.money = self.money.copy()
        twin.commerce = self.commerce.copy() if self.commerce else None
        twin.live = self.live.copy() if self.live else None
        twin.users.freeze(("shared",))
        twin.creators.freeze()
        twin.items.freeze()
        twin.campaigns.freeze()
        for table in (twin.careers, twin.agencies):
            if table is not None:
                table.freeze()
        return twin

    def tags(self) -> NDArray[np.int32]:
        """The topic that each item is labelled with, [I]: what a platform reads."""
        if not self.mistags:
            return self.items.topic
        return tagging.labels(self.items.topic, self.items.creator, self.false_topic, self.topics)

    def deciding(self, tick: int) -> NDArray[np.int64]:
        """The active accounts whose owners decide here about their careers; guests' owners do so at home."""
        active = self.creators.active(tick)
        return np.flatnonzero(active if self.residence is None else active & ~self.residence.guest)

    def niche_by_label(self) -> NDArray[np.bool_]:
        """Which accounts publish mostly under niche labels, [C]."""
        return np.asarray((self.creators.niche == 1) | (self.false_topic >= 0))

    def retire(self) -> NDArray[np.int64]:
        """Drop items that can no longer be shown; rows kept, in order [I']."""
        kept = np.flatnonzero(self.items.visible_to > self.now)
        if kept.size < len(self.items):
            self.items.select(kept)
            self.items.freeze()
            if self.commerce:
                self.commerce.keep(kept)
        return kept

    def publish(self, more: Items) -> None:
        """Add items. Each account's former newest item may retire when its next one appears."""
        if not len(more):
            return
        items, creators = self.items, self.creators
        items.append(more)
        if self.commerce:
            self.commerce.stock(more)
        items.freeze()
        succeed(items, creators, more, round(self.settings.catalogue_days * TICKS_PER_DAY))
        if self.careers is not None:
            diary.count_uploads(self.careers, more)

    def open_rooms(self, more: Items, closes_at: NDArray[np.int64]) -> None:
        """Add live rooms, which are no uploads: an account's newest video stays what it is."""
        if self.live is None or not len(more):
            return
        self.items.append(more)
        self.items.freeze()
        if self.commerce:
            self.commerce.stock(more)
        self.live.open(more, closes_at)
        if self.careers is not None:
            diary.count_rooms(self.careers, more)

    def open_campaigns(self, more: Campaigns) -> None:
        """Add campaigns, each with a number of its own."""
        more.serial[:] = len(self.campaigns) + np.arange(len(more))  # none is ever dropped
        self.campaigns.append(more)
        self.campaigns.freeze()

    def commit(self, served: Served, tally: Tally) -> None:
        """Add a span's integer sums to the platform's counters and the follower counts."""
        items, creators = self.items, self.creators
        tally.count_items(items)
        tally.count_accounts(creators, served.follow_change, self.followers_per_follow)
        if self.commerce:
            self.commerce.commit(served.sales, items.creator)
        if self.live is not None:
            self.live.commit(served, items, self.now)
        if self.careers is not None:
            diary.count_views(self.careers, items, tally)

    def open_account(self, rows: NDArray[np.int64], at: NDArray[np.int64] | int | None = None) -> None:
        """Let accounts in at a time, or else when they come; each publishes an item at once."""
        when = self.creators.comes_at[rows] if at is None else at
        self.creators.thaw()
        self.creators.joined_at[rows] = when
        self.creators.left_at[rows] = NEVER
        self.creators.next_upload_at[rows] = when
        self.creators.freeze()
        if self.careers is not None:
            diary.begin_spell(self.careers, rows, self.creators.joined_at[rows])

    def forget(self) -> None:
        """Clear what a learner keeps in the tables: counts by user and topic, and plays it expected of items."""
        self.users.belief_shown[:] = 0
        self.users.belief_played[:] = 0
        self.items.thaw()
        self.items.expected[:] = self.items.plays * FIXED_POINT  # as expected: no item stands out
        self.items.freeze()

    def close_account(self, rows: NDArray[np.int64], tick: int) -> None:
        """Close accounts from a tick on; their items retire with them."""
        self.creators.thaw()
        self.creators.left_at[rows] = tick
        self.creators.next_upload_at[rows] = NEVER
        self.creators.freeze()
        gone = np.isin(self.items.creator, rows)
        self.items.thaw()
        self.items.visible_to[gone] = np.minimum(self.items.visible_to[gone], tick)
        self.items.freeze()
