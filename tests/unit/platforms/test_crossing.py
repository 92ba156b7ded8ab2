"""What crosses between platforms, in small: time, homes, and money in whole fen."""

import numpy as np
import pytest

import sim
from sim.config.load import of_platform
from sim.market.granules import bought, payable, spendable
from sim.platform.settings import PlatformSettings
from sim.platforms import attention, homing, money
from sim.platforms.names import number
from sim.world.csr import Rows


def test_time_is_a_logit_over_platforms_that_were_not_left() -> None:
    worth = np.array([[0.0, 0.0, 0.0, 0.0], [0.0, 1.0, 1.0, 1.0]])
    here = np.array([[True, True, True, False], [True, True, False, False]])
    share = attention.shares(worth, here, 1.0)
    assert share[1] == pytest.approx([0.5, 0.7310585786, 0.0, 0.7310585786])
    assert share.sum(axis=0) == pytest.approx(1.0)
    assert (attention.shares(worth[:1], here[:1], 1.0) == 1.0).all(), "one platform has all, exactly"
    assert attention.shares(worth, here, 0.5)[1, 1] == pytest.approx(1.0 / (1.0 + np.exp(-2.0)))


def test_presence_is_the_mean_over_friends_of_time_that_is_spent_here() -> None:
    friends = Rows.of_pairs(np.array([0, 0, 1, 2]), np.array([1, 2, 0, 0]), 4)
    here = np.array([True, True, False, True])
    found = attention.presence(friends, np.array([0.5, 1.0, 1.0, 1.0]), here)
    assert found.tolist() == [0.5, 0.5, 0.5, 0.0]
    assert not attention.presence(None, np.ones(4), here).any()


def test_homes_follow_weights_and_one_more_platform_takes_evenly() -> None:
    two = homing.natives(1, [11, 12], [1.0, 3.0], 4000)
    assert np.bincount(two) / 4000 == pytest.approx([0.25, 0.75], abs=0.03)
    three = homing.natives(1, [11, 12, 13], [1.0, 3.0, 4.0], 4000)
    stayed = three < 2
    assert (three[stayed] == two[stayed]).all()
    assert (homing.natives(1, [12, 11], [3.0, 1.0], 4000) == 1 - two).all(), "the order of platforms is nothing"


def test_an_account_expects_what_a_few_others_get_and_never_ports_at_any_price() -> None:
    there, views = np.array([2, 5]), np.array([0.0, 0.0, 10.0, 0.0, 0.0, 40.0])
    assert homing.foreseen(np.array([[0.1, 0.2, 0.9]]), there, views).tolist() == [20.0]
    assert homing.foreseen(np.ones((2, 3)), there[:0], views).tolist() == [0.0, 0.0]
    assert homing.gain(np.array([100.0]), 0.1, 4.0).tolist() == [6.0]
    assert (homing.gain(views, 1.0, 1e9) < 0.0).all()


@pytest.mark.parametrize(("wanted", "least", "most"), [(0, 0, 0), (499, 0, 500), (500, 500, 500), (640, 600, 700)])
def test_sums_that_a_platform_takes(wanted: int, least: int, most: int) -> None:
    assert spendable(wanted, 500, 100) == least
    assert payable(wanted, 500, 100) == most
    assert spendable(wanted, 0, 0) == payable(wanted, 0, 0) == wanted


def test_a_sum_buys_all_that_it_pays_for_or_nothing() -> None:
    asked = np.array([30, 30, 30, 30, 500])
    assert bought(asked, 2, (0, 0), 1_000) == (2, 60), "any sum is taken: as many as wanted"
    assert bought(asked, 2, (100, 50), 1_000) == (3, 100), "100 pays for three, and 10 are left"
    assert bought(asked, 4, (100, 50), 1_000) == (4, 150), "120 is paid as 150"
    assert bought(asked, 4, (100, 50), 149) == (0, 0), "150 is more than there is"
    assert bought(asked, 0, (100, 50), 1_000) == (0, 0), "nothing wanted, nothing paid"
    assert bought(asked, 2, (1_000, 1), 1_000) == (5, 1_000)


def test_a_budget_is_split_in_sums_that_platforms_take_and_the_rest_is_kept() -> None:
    coarse = PlatformSettings(name="a", smallest_budget_rmb=50.0, budget_step_rmb=10.0)
    fine = PlatformSettings(name="b", smallest_budget_rmb=5.0, budget_step_rmb=1.0)
    found = money.split(10_000, np.array([0.48, 0.52]), [coarse, fine])
    assert found.tolist() == [0, 5200]
    assert coarse.sums_fen == (5_000, 1_000)
    free = PlatformSettings(smallest_budget_rmb=0.0, budget_step_rmb=0.0)
    assert money.split(10_001, np.array([0.5, 0.5]), [free, free]).sum() == 10_001


def test_a_platforms_number_is_its_names_or_its_lucks() -> None:
    assert number(PlatformSettings(name="twin", luck="douyin")) == number(PlatformSettings(name="douyin")) > 0
    assert number(PlatformSettings(name="twin")) != number(PlatformSettings(name="douyin"))


def test_a_step_less_keeps_those_who_are_lost_at_it() -> None:
    assert np.exp(PlatformSettings(steps_saved=1).way_to_order) == pytest.approx(1.0 / 0.65)
    assert PlatformSettings().way_to_order == 0.0


def test_channels_differs_from_douyin_as_its_file_says() -> None:
    config = sim.load(["platform=[douyin,channels]", "market=standard"])
    douyin, channels = (of_platform(config, name) for name in config.platforms)
    assert list(channels.policy) == ["friends_first"] != list(douyin.policy)
    assert channels.platform.social_share > douyin.platform.social_share == 0.0
    assert channels.traffic.ad_load.bounds()[1] < douyin.traffic.ad_load.bounds()[0]
    assert channels.platform.way_to_order - douyin.platform.way_to_order == pytest.approx(-np.log(0.65))
    assert douyin.platform.sums_fen == (5_000, 1_000)
    assert channels.platform.sums_fen == (500, 100), "a tenth: the flexible one"
    assert douyin.population == channels.population
    assert douyin.population.friends == 16, "friends are people's: who has some here has them there"
    assert config.between.ported_fit < 1.0, "what is made for one is not made for the other"
