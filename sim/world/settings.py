"""Parameters of the population: who lives in the world."""

from typing import Literal, Self

from pydantic import model_validator

from sim.core.parameters import Parameters, parameter
from sim.world.from_data.settings import DataSettings

_KUAIRAND = "KuaiRand-Pure, Gao et al., CIKM 2022"
_COSINE = "population.hourly_profile=cosine"


class PopulationSettings(Parameters):
    """Topics, users, accounts and items."""

    from_data: DataSettings = parameter(DataSettings(), "files to build the population from, if any")

    users: int = parameter(1_500, "number of users", unit="users", ge=1, le=50_000_000)
    creators: int = parameter(300, "number of accounts at the start", unit="accounts", ge=1, le=1_000_000)

    entrants_at_most: float = parameter(
        0.12,
        "new accounts that can join in 30 days, as a share of `creators`; schedules thin this one stream",
        unit="1/month",
        ge=0,
        le=2,
    )

    topics: int = parameter(40, "number of leaf topics", unit="topics", ge=2, le=512)
    verticals: int = parameter(8, "number of verticals above the leaf topics", unit="verticals", ge=1, le=512)
    topic_exponent: float = parameter(
        1.1, "Zipf-Mandelbrot exponent of topic demand", gt=0, le=10, grade="A", source=_KUAIRAND
    )
    topic_shift: float = parameter(0.8, "Zipf-Mandelbrot shift of topic demand", ge=0, grade="A", source=_KUAIRAND)
    niche_definition: Literal["cumulative", "share", "depth"] = parameter(
        "cumulative", "which topics are niche: outside the top share of demand, small, or deep in the tree"
    )
    niche_coverage: float = parameter(
        0.8, "cumulative: niche topics lie outside the smallest set that covers this share of demand", gt=0, lt=1
    )
    niche_share_below: float = parameter(
        0.5, "share: niche topics have less demand than this many mean topics", unit="mean topics", gt=0, le=1
    )
    niche_depth_below: float = parameter(
        1.0,
        "depth: niche topics are not the first of their vertical and have less demand than this many mean topics",
        unit="mean topics",
        gt=0,
        le=1,
    )
    niche_mass: float = parameter(0.6, "share of its output on niche topics from which an account is niche", gt=0, le=1)
    interest_concentration: float = parameter(
        4.0, "total Dirichlet concentration of user interests", gt=0, grade="assumption", plausible=(2.0, 8.0)
    )
    sibling_weight: float = parameter(
        0.3, "how far interest in a topic carries to its siblings", ge=0, le=1, grade="assumption", plausible=(0.0, 0.6)
    )
    match_offset: float = parameter(
        0.01, "added to the lift before the logarithm", gt=0, grade="assumption", plausible=(0.003, 0.03)
    )

    visits_per_day: float = parameter(
        1.6, "mean visits of a user on a day", unit="1/day", gt=0, le=1_000, grade="assumption", plausible=(1.0, 3.0)
    )
    visits_log_sd: float = parameter(
        0.9, "log standard deviation of visits between users", le=5, ge=0, grade="assumption", plausible=(0.6, 1.2)
    )
    hourly_profile: Literal["cosine", "measured"] = parameter(
        "measured",
        "share of visits by hour: a cosine, or impressions of KuaiRand-27K",
        grade="A",
        source="KuaiRand-27K",
    )
    cosine_amplitude: float = parameter(
        0.8, "amplitude of the cosine profile", ge=0, le=1, grade="assumption", needs=_COSINE, plausible=(0.5, 0.9)
    )
    cosine_peak_hour: float = parameter(
        21.0, "hour of its peak", unit="h", ge=0, lt=24, grade="assumption", needs=_COSINE, plausible=(19.0, 22.0)
    )
    weekend_factor: float = parameter(
        1.1,
        "visits on days 5 and 6 of a week relative to others",
        gt=0,
        le=100,
        grade="assumption",
        plausible=(1.0, 1.2),
    )

    first_follows: float = parameter(
        4.0,
        "mean number of accounts a user follows at the start",
        ge=0,
        le=32,
        grade="assumption",
        plausible=(2.0, 8.0),
    )
    first_follow_spread: Literal["geometric", "lognormal"] = parameter(
        "lognormal",
        "how the number of first follows is spread over users: as in data, or evenly",
    )
    first_follow_log_sd: float = parameter(
        1.62,
        "log standard deviation of the number of first follows, before it is made whole and cut at the places",
        gt=0,
        le=5,
        grade="A",
        source=_KUAIRAND,
        needs="population.first_follow_spread=lognormal",
    )
    first_follow_rule: Literal["fame", "price"] = parameter(
        "fame", "how first follows are chosen: by the accounts' given fame, or by growth of the network (Price 1976)"
    )
    newcomer_weight: float = parameter(
        0.1,
        "price: weight of an account nobody follows, in mean followers; the tail's exponent is 1 more than this",
        gt=0,
        grade="assumption",
        plausible=(0.05, 0.3),
        source="exponents near 1.0-1.2 fit the local slopes of follower counts in KuaiRand-Pure",
        needs="population.first_follow_rule=price",
    )
    growth_homophily: float = parameter(
        4.0,
        "price: log weight of an account per unit of similarity of its topic mix to the user's interests",
        ge=0,
        le=50,
        grade="assumption",
        plausible=(0.0, 12.0),
        needs="population.first_follow_rule=price",
    )
    follow_homophily: float = parameter(
        0.7,
        "share of first follows chosen by interest, the rest by fame",
        ge=0,
        le=1,
        grade="assumption",
        plausible=(0.3, 0.9),
        needs="population.first_follow_rule=fame",
    )
    first_follow_attempts: int = parameter(
        16,
        "fame: times that an account is drawn for a place before it stays empty, as it does where she follows whoever "
        "was drawn: with one attempt and few accounts users follow fewer than asked",
        unit="draws",
        ge=1,
        le=1_000,
        needs="population.first_follow_rule=fame",
    )

    follower_scale: float = parameter(
        1.0,
        "real followers that a new follow stands for, relative to followers over follows at the start",
        gt=0,
        le=1_000,
    )

    friends: int = parameter(
        0,
        "mean number of friends, an even number; 0: nobody has any, and there is no word of mouth",
        unit="users",
        ge=0,
        le=1_000,
        multiple_of=2,
        plausible=(8, 32),
        source="the median of KuaiRand-Pure is 16",
    )
    friend_rewiring: float = parameter(
        0.1,
        "probability that a tie of friendship is moved away from the ring",
        ge=0,
        le=1,
        grade="assumption",
        plausible=(0.02, 0.3),
        needs="population.friends",
    )
    likes_seen: bool = parameter(
        False,
        "whether friends see what a user liked lately: what a ranking by friends needs",
        needs="population.friends",
    )

    niche_share: float = parameter(
        0.25, "share of accounts that are niche: they publish on niche topics only", ge=0, le=1
    )
    specialist_share: float = parameter(
        0.6, "share of accounts with a narrow topic mix", ge=0, le=1, grade="assumption", plausible=(0.3, 0.8)
    )
    specialist_concentration: float = parameter(
        2.0, "total Dirichlet concentration of a specialist's topic mix", gt=0, grade="assumption", plausible=(1.0, 4.0)
    )
    generalist_concentration: float = parameter(
        20.0, "that of a generalist", gt=0, grade="assumption", plausible=(10.0, 40.0)
    )
    koc_share: float = parameter(0.80, "share of accounts below 10 k followers", ge=0, le=1)
    mid_share: float = parameter(
        0.17, "share of accounts from 10 k to below 300 k followers; the rest are head", ge=0, le=1
    )
    merchant_share: float = parameter(
        0.0, "share of accounts that are merchants", ge=0, le=1, grade="assumption", plausible=(0.0, 0.3)
    )
    brand_share: float = parameter(
        0.0, "share of accounts that brands run themselves", ge=0, le=1, grade="assumption", plausible=(0.0, 0.1)
    )
    synthetic_share: float = parameter(
        0.0, "share of accounts that machines run", ge=0, le=1, grade="assumption", plausible=(0.0, 0.3)
    )
    synthetic_volume: float = parameter(
        5.0, "uploads of such an account relative to those of a person", gt=0, le=1_000, grade="assumption",
        plausible=(2.0, 20.0), needs="population.synthetic_share",
    )  # fmt: skip
    synthetic_penalty: float = parameter(
        0.5, "quality that its items lack", ge=-5, le=5, grade="assumption", plausible=(0.0, 2.0),
        needs="population.synthetic_share",
    )  # fmt: skip
    mistag_share: float = parameter(
        0.0,
        "share of mainstream accounts that tag their mainstream items with a niche topic; the platform reads the tag, "
        "viewers meet the item",
        ge=0,
        le=1,
        grade="assumption",
        needs="population.mistag_share",
        plausible=(0.0, 0.3),
    )
    quality_sd: float = parameter(1.0, "standard deviation of mean quality between accounts", le=5, ge=0)
    inconsistency_median: float = parameter(
        0.6,
        "median of the standard deviation of quality within an account",
        le=5,
        ge=0,
        grade="assumption",
        plausible=(0.3, 0.9),
    )
    inconsistency_log_sd: float = parameter(
        0.4, "log standard deviation of it between accounts", le=2, ge=0, grade="assumption", plausible=(0.2, 0.6)
    )
    koc_uploads_per_day: float = parameter(
        0.3,
        "planned uploads of an account below 10 k followers",
        unit="1/day",
        gt=0,
        le=100,
        grade="assumption",
        plausible=(0.15, 0.6),
    )
    mid_uploads_per_day: float = parameter(
        0.8,
        "planned uploads of an account below 300 k",
        unit="1/day",
        gt=0,
        le=100,
        grade="assumption",
        plausible=(0.4, 1.6),
    )
    head_uploads_per_day: float = parameter(
        1.5, "planned uploads of a head account", unit="1/day", gt=0, le=100, grade="assumption", plausible=(0.75, 3.0)
    )
    cadence_log_sd: float = parameter(
        0.4,
        "log standard deviation of planned uploads within a tier",
        le=2,
        ge=0,
        grade="assumption",
        plausible=(0.2, 0.6),
    )
    cadence_reliability: float = parameter(
        0.9, "probability that a planned upload appears", gt=0, le=1, grade="assumption", plausible=(0.7, 1.0)
    )
    duration_median_seconds: float = parameter(
        81.0, "median duration of an item", unit="s", gt=0, grade="A", source=_KUAIRAND
    )
    duration_log_sd: float = parameter(
        0.8, "log standard deviation of duration", le=5, ge=0, grade="A", source=_KUAIRAND
    )
    duration_shortest_seconds: float = parameter(5.0, "shortest item", unit="s", gt=0)
    duration_longest_seconds: float = parameter(600.0, "longest item", le=1e9, unit="s", gt=0)
    catalogue_days: float = parameter(
        14.0,
        "days an item can be recommended; an account's newest item stays until the next",
        unit="day",
        gt=0,
        le=3_650,
        grade="assumption",
        plausible=(7.0, 28.0),
    )

    @model_validator(mode="after")
    def _shares(self) -> Self:
        if self.friends >= self.users and self.friends:
            raise ValueError(f"friends is {self.friends}, allowed is below users ({self.users})")
        if self.koc_share + self.mid_share > 1:
            total = self.koc_share + self.mid_share
            raise ValueError(f"koc_share + population.mid_share is {total:g}, allowed is at most 1")
        kinds = self.merchant_share + self.brand_share + self.synthetic_share
        if kinds > 1:
            raise ValueError(
                f"merchant_share + population.brand_share + population.synthetic_share is {kinds:g}, "
                "allowed is at most 1"
            )
        if self.verticals > self.topics:
            raise ValueError(f"verticals is {self.verticals}, allowed is at most topics ({self.topics})")
        if self.duration_shortest_seconds > self.duration_longest_seconds:
            raise ValueError(
                f"duration_shortest_seconds is {self.duration_shortest_seconds}, "
                f"allowed is at most duration_longest_seconds ({self.duration_longest_seconds})"
            )
        return self
