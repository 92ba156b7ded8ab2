"""Parameters of careers: what accounts earn, want, learn and bear, and how they change their ways."""

from functools import partial
from typing import Literal

from sim.core.parameters import Parameters, parameter
from sim.world.agency_settings import AgencySettings

_parameter = partial(parameter, needs="careers.enabled")
_ZENG = "Zeng, Dai, Zhang et al., Management Science 2023 (N = 993,676)"


class CareerSettings(Parameters):
    """Careers of accounts. Off, nothing of this exists; every mechanism can be switched off alone."""

    enabled: bool = parameter(False, "whether accounts have careers")
    entry: bool = _parameter(True, "newcomers respond to what recent newcomers earn")
    exit: bool = _parameter(True, "accounts give up for lack of income, or burn out; replaces traffic's exit hazard")
    returns: bool = _parameter(True, "some who gave up come back")
    cadence: bool = _parameter(True, "uploads respond to reward and to boosts")
    learning: bool = _parameter(True, "quality grows with practice")
    topics: bool = _parameter(True, "accounts move to topics that pay")
    information: Literal["peers", "full"] = _parameter(
        "peers", "what an account compares itself with: a few peers, or everybody (an ablation)"
    )

    views_per_impression: float = _parameter(
        84.0,
        "real views that one simulated impression stands for: 6,700 views per account and day over 80 impressions",
        unit="views",
        gt=0,
        grade="assumption",
        plausible=(20.0, 300.0),
    )
    ad_share_rmb: float = _parameter(
        1.0, "ad share of 1,000 natural views", unit="RMB", ge=0, grade="assumption", plausible=(0.2, 2.0)
    )
    production_cost_rmb: float = _parameter(
        5.0, "out-of-pocket cost of an upload", unit="RMB", ge=0, grade="assumption", plausible=(1.0, 50.0)
    )
    merchant_margin_rmb: float = _parameter(
        12.0, "margin on what a merchant sells to 1,000 natural views, where products are not sold one by one: 30 % of "
        "13.7 RMB on a user's day of 336", unit="RMB", ge=0, grade="assumption", plausible=(4.0, 40.0),
    )  # fmt: skip
    merchant_upkeep_rmb: float = _parameter(
        1500.0, "what a merchant's account must earn in a month to be kept up", unit="RMB", gt=0, grade="assumption",
        plausible=(500.0, 10000.0),
    )  # fmt: skip
    synthetic_upkeep_rmb: float = _parameter(
        20.0, "what a machine's account must earn in a month to be kept up", unit="RMB", gt=0, grade="assumption",
        plausible=(5.0, 200.0),
    )  # fmt: skip
    synthetic_cost_rmb: float = _parameter(
        0.2, "cost of a machine's upload", unit="RMB", ge=0, grade="assumption", plausible=(0.02, 2.0)
    )
    income_days: float = _parameter(
        30.0, "days over which an account judges its income", unit="day", ge=1, grade="assumption", plausible=(14, 90)
    )

    koc_full_time_share: float = _parameter(
        0.1, "share of small accounts run full-time", ge=0, le=1, grade="assumption", plausible=(0.02, 0.3)
    )
    mid_full_time_share: float = _parameter(
        0.5, "share of mid-sized accounts run full-time", ge=0, le=1, grade="assumption", plausible=(0.2, 0.8)
    )
    head_full_time_share: float = _parameter(
        0.95, "share of head accounts run full-time", ge=0, le=1, grade="assumption", plausible=(0.8, 1.0)
    )
    part_time_wage_rmb: float = _parameter(
        500.0, "reservation wage of a part-time account, a month", unit="RMB", gt=0, grade="assumption",
        plausible=(200.0, 1500.0),
    )  # fmt: skip
    full_time_wage_rmb: float = _parameter(
        5000.0, "median reservation wage of a full-time one, a month", unit="RMB", gt=0, grade="assumption",
        plausible=(3000.0, 8000.0),
    )  # fmt: skip
    full_time_wage_log_sd: float = _parameter(
        0.5, "its log standard deviation", ge=0, le=5, grade="assumption", plausible=(0.3, 0.7)
    )
    second_career_share: float = _parameter(
        0.3, "share of entrants with a career behind them", ge=0, le=1, grade="assumption", plausible=(0.15, 0.45)
    )
    expertise: float = _parameter(
        0.5, "quality they add on their own topic", ge=0, grade="assumption", plausible=(0.2, 1.0)
    )
    young_share: float = _parameter(
        0.27, "share of entrants aged 18 to 25; its two counts have different bases", ge=0, le=1, grade="assumption",
        plausible=(0.15, 0.4),
    )  # fmt: skip
    regions: int = _parameter(31, "regions that accounts come from", unit="regions", ge=1, le=127)
    reliability_logit_sd: float = _parameter(
        0.8, "spread between accounts of the logit of keeping a planned upload", ge=0, le=20, grade="assumption",
        plausible=(0.3, 1.2),
    )  # fmt: skip

    entrants_per_month: float = _parameter(
        0.067, "new accounts in 30 days as a share of the initial ones, where traffic's schedule is not higher",
        unit="1/month", ge=0, grade="assumption", plausible=(0.03, 0.1),
    )  # fmt: skip
    entry_elasticity: float = _parameter(
        0.5, "response of that rate to the income of accounts one to three months old", ge=0, grade="assumption",
        plausible=(0.0, 1.5),
    )  # fmt: skip
    entry_reference_rmb: float = _parameter(
        20.0, "their monthly income at which the rate is as stated", unit="RMB", gt=0, grade="assumption",
        plausible=(10.0, 60.0),
    )  # fmt: skip

    exit_level_per_month: float = _parameter(
        0.0285, "exit hazard of an account that earns its reservation wage", unit="1/month", ge=0, grade="C",
        source="level fitted so that the mean hazard is 0.067 a month: fewer than 2 of 10 streamers last two years",
    )  # fmt: skip
    exit_spread: float = _parameter(
        0.5, "income gap that matters, as a share of the reservation wage", gt=0, grade="assumption",
        plausible=(0.2, 1.0),
    )  # fmt: skip
    koc_turnover: float = _parameter(
        1.5, "exit hazard of accounts below 10 k followers relative to others", gt=0, grade="assumption",
        plausible=(1.0, 2.0),
    )  # fmt: skip
    burnout_per_month: float = _parameter(
        0.01, "hazard of burning out at a bearable pace", unit="1/month", ge=0, grade="assumption",
        plausible=(0.0, 0.02),
    )  # fmt: skip
    burnout_days: float = _parameter(
        30.0, "days over which uploads wear an account out; who begins is rested", unit="day", ge=1,
        grade="assumption", plausible=(14, 90),
    )  # fmt: skip
    part_time_bearable: float = _parameter(
        1.0, "uploads a day that are bearable beside a job", unit="1/day", gt=0, grade="assumption",
        plausible=(0.5, 2.0),
    )  # fmt: skip
    full_time_bearable: float = _parameter(
        3.0, "uploads a day that are bearable full-time", unit="1/day", gt=0, grade="assumption", plausible=(1.5, 5.0)
    )
    return_per_month: float = _parameter(
        0.02, "hazard of coming back after giving up", unit="1/month", ge=0, grade="assumption", plausible=(0.0, 0.05)
    )

    drive_rate: float = _parameter(
        0.02, "growth of the log pace a day at full reward", unit="1/day", ge=0, grade="assumption",
        plausible=(0.005, 0.05),
    )  # fmt: skip
    drive_cost: float = _parameter(
        2.0, "cost of leaving one's habit: the log pace settles at reward over cost", gt=0, grade="assumption",
        plausible=(1.0, 5.0),
    )  # fmt: skip
    drive_farthest: float = _parameter(
        1.0, "farthest log pace from habit", ge=0, grade="assumption", plausible=(0.5, 1.5)
    )
    boost_weight: float = _parameter(0.12, "log pace of one fresh boost", ge=0, grade="A", source=_ZENG)
    boost_days: float = _parameter(
        3.0, "time constant of a boost", unit="day", gt=0, grade="assumption", plausible=(1.0, 7.0)
    )
    boost_ratio: float = _parameter(
        2.0, "a day with this many times the usual feedback counts as a boost", gt=1, grade="assumption",
        plausible=(1.5, 4.0),
    )  # fmt: skip
    boost_least: int = _parameter(3, "least feedback of such a day", unit="acts", ge=1)

    skill_most: float = _parameter(0.5, "quality that practice can add", ge=0, grade="assumption", plausible=(0.2, 1.0))
    video_practice: float = _parameter(
        50.0, "uploads that teach 63 % of it", unit="uploads", gt=0, grade="assumption", plausible=(20.0, 100.0)
    )
    live_practice: float = _parameter(
        30.0, "live sessions that teach 63 % of it", unit="sessions", gt=0, grade="assumption", plausible=(10.0, 60.0)
    )
    past_uploads: float = _parameter(
        154.0, "uploads behind a small account at the start", unit="uploads", ge=0, grade="A",
        source="Pew Research Center, median lifetime posts of followed accounts below 10 k followers (as quoted)",
    )  # fmt: skip

    agencies: AgencySettings = parameter(AgencySettings(), "agencies that sign creators")

    peers: int = _parameter(5, "accounts one looks at, drawn anew every week", unit="accounts", ge=1, le=32)
    peer_weight: float = _parameter(
        0.3, "weight of peers in what a topic is thought to pay", ge=0, le=1, grade="assumption", plausible=(0.1, 0.6)
    )
    topic_rate: float = _parameter(
        0.1, "step of mirror ascent a week", unit="1/week", ge=0, grade="assumption", plausible=(0.02, 0.3)
    )
    topic_memory_days: float = _parameter(
        28.0, "half-life of what is remembered about topics", unit="day", gt=0, grade="assumption",
        plausible=(14.0, 60.0),
    )  # fmt: skip
    best_response_per_week: float = _parameter(
        0.02, "probability of considering a full move to the best topic", unit="1/week", ge=0, le=1,
        grade="assumption", plausible=(0.0, 0.05),
    )  # fmt: skip
    switching_cost: float = _parameter(
        1.0, "cost of a full move, relative to the present reward", ge=0, grade="assumption", plausible=(0.3, 3.0)
    )
    imitation: float = _parameter(
        0.05, "share of a better peer's topics taken over in a week", unit="1/week", ge=0, le=1, grade="assumption",
        plausible=(0.0, 0.2),
    )  # fmt: skip
