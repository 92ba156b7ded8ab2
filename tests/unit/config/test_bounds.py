"""Values beyond anything plausible are refused on one line, before they overflow, hang or turn to nonsense."""

import numpy as np
import pytest

import sim
from sim.core.errors import ConfigError
from sim.core.units import FEN
from sim.market.bidder_settings import BidderSettings
from sim.market.brand_settings import BrandSettings
from sim.market.fees import fees_fen
from sim.world.campaigns import Party
from sim.world.money import HELD, MOST, Entry, Money, in_fen, in_micro
from sim.world.settings import PopulationSettings

STORY = "stories.accounts={a:{who: x,followers: 3,demand_rank: 0.1,uploads_per_day: %s}}"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ([STORY % "1e9"], "stories.accounts.a.uploads_per_day is 1000000000.0, allowed is a number, above 0 and at"),
        ([STORY.replace("a:", "../../a:", 1) % "1"], "stories.accounts holds '../../a', allowed are names of letters"),
        ([STORY.replace("a:", f"{'a' * 61}:", 1) % "1"], "stories.accounts holds 'a{60}', allowed are names of"),
        (["market.bidders.merchant_log_sd=50"], "market.bidders.merchant_log_sd is 50, allowed is .* at most 5 "),
        (["population.first_follow_log_sd=30"], "population.first_follow_log_sd is 30, allowed is .* at most 5 "),
        (["careers.full_time_wage_log_sd=1e4"], "careers.full_time_wage_log_sd is 10000.0, allowed is .* at most 5 "),
        (["careers.reliability_logit_sd=1e8"], "careers.reliability_logit_sd is .*, allowed is .* at most 20 "),
        ([f"careers.boost_least={2**63}"], rf"careers.boost_least is {2**63}, allowed is a size of at most"),
        ([f"careers.boost_least={10**30}"], "careers.boost_least is a number of 31 figures, allowed is a size of at"),
        ([f"careers.agencies.roster={10**400}"], "careers.agencies.roster is a number of 401 figures, allowed is"),
        ([f"record.checkpoint_days={2**63}"], rf"record.checkpoint_days is {2**63}, allowed is a size of at most"),
        (["policy=ladder", "policy.ladder.top_shares=[2,2,2]"], "policy.ladder.top_shares are .*, allowed is each"),
        (["policy=ladder", "policy.ladder.top_shares=[0.5,0.5,0]"], "policy.ladder.top_shares are .*, allowed is each"),
        (["policy=regional_boost", "policy.regional_boost.regions=[1.5]"],
         r"policy.regional_boost.regions is \[1.5\], allowed is a list of a whole number, at least 0 and at most 126"),
        (["traffic=drying", "traffic.ad_load=[1]"], r"^traffic.ad_load is \[1\], allowed is a number, or a group of"),
        (["policy=ladder", "policy.ladder=[1]"], r"^policy.ladder is \[1\], allowed is a group of parameters, given"),
    ],
)  # fmt: skip
def test_what_is_beyond_measure_is_refused(said: list[str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        sim.load(said)


def test_spreads_have_an_end() -> None:
    """Every log standard deviation of the schema has an upper limit."""
    from sim.config.rows import schema_rows

    rows = [row for row in schema_rows() if row.key.endswith(("log_sd", "logit_sd"))]
    assert len(rows) >= 9
    assert not [row.key for row in rows if "at most" not in row.allowed]


def test_the_bounds_are_wide_of_the_defaults() -> None:
    assert PopulationSettings().first_follow_log_sd < 2
    assert BidderSettings().merchant_log_sd < 1


def test_a_sum_that_cannot_be_kept_is_refused_and_others_are_exact() -> None:
    assert in_micro(np.array([0.0, 1.5, -2.0, MOST / 1e6])).tolist() == [0, 1_500_000, -2_000_000, int(MOST)]
    for worst in (1e13, np.inf, np.nan, -1e30):
        with pytest.raises(ConfigError, match=r"a bid or a budget is .* RMB, allowed is at most"):
            in_micro(np.array([1.0, worst]))


def test_fees_and_payouts_that_cannot_be_kept_are_refused() -> None:
    assert in_fen(np.array([0.4, 1.5, MOST / FEN]), "a fee").tolist() == [0, 2, int(MOST / FEN)]
    for worst in (1e14, np.inf, np.nan):
        with pytest.raises(ConfigError, match=r"a script fee is .* RMB, allowed is at most"):
            fees_fen(np.array([1.0, worst]), np.zeros(2, dtype=np.bool_), 1e3, BrandSettings())


def test_books_refuse_more_than_they_can_hold() -> None:
    books, most = Money({}), int(HELD) // 2
    for _ in range(2):
        books.pay(Entry.SALE, (Party.OUTSIDE, 0), (Party.BRAND, [0, 1]), np.array([most // 2, most // 2]))
    with pytest.raises(ConfigError, match=r"what was paid so far is .* RMB, allowed is at most"):
        books.pay(Entry.SALE, (Party.OUTSIDE, 0), (Party.BRAND, [0, 1]), np.full(2, 2**62))
    books.check()
