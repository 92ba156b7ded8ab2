"""A world that sells: both engines live it alike, to the bit, and every fen is accounted for."""

import numpy as np
import pytest

from sim.core.errors import ConfigError
from sim.core.units import FEN
from sim.engines.compiled import CompiledEngine
from sim.engines.reference import ReferenceEngine
from sim.platform.plan import TrafficPlan
from sim.simulation import branch, simulate
from sim.world.brands import Bucket
from sim.world.campaigns import Party
from sim.world.money import Entry
from sim.world.sales import SALES, SCENES, Sale, Scene
from sim.world.wares import ANGLES

SELLING = (
    "market=standard",
    "market.bidders.enabled=false",
    "market.commerce.products=30",
    "market.commerce.brands=0",
    "market.commerce.selling_share=0.9",
    "market.commerce.ware_share=0.9",
    "market.commerce.card_click=0.2",
    "market.commerce.card_order=0.2",
    "market.commerce.search_share=0.1",
    "market.commerce.regional_share=0.5",
    "market.commerce.regions=2",
    "market.commerce.sponsored_half_life_days=0.5",
    "behaviour.base=0",
    "behaviour.trust_gain=0.3",
    "behaviour.trust_weight=0.3",
    "behaviour.unfollow_paid=0.3",
)


@pytest.fixture
def sponsored(monkeypatch):
    """Sponsor a third of all items as they are stocked."""
    from sim.world.commerce import Commerce

    stock = Commerce.stock

    def stocked(self, more) -> None:
        stock(self, more)
        self.wares.thaw()
        rows = np.flatnonzero(np.arange(len(self.wares)) % 3 == 0)
        self.wares.sponsored[rows], self.wares.angle[rows] = 1, rows % ANGLES
        self.wares.freeze()

    monkeypatch.setattr(Commerce, "stock", stocked)


@pytest.mark.parametrize("learner", ["oracle", "bayes_topic"])
def test_a_world_that_sells_is_lived_alike_by_both_engines(learner, config, live, differences, sponsored) -> None:
    small = config(*SELLING, f"recommender={learner}", "seed=4", "refresh_minutes=240")
    compiled, threads, judge = live(small), live(small, CompiledEngine(2)), live(small, ReferenceEngine())
    assert differences(compiled, judge) == []
    assert differences(compiled, threads) == []
    tables = [life.stage.world.commerce.tables() for life in (compiled, judge)]
    for name, table in tables[0].items():
        for column, array in table.columns():
            assert array.tobytes() == getattr(tables[1][name], column).tobytes(), f"{name}.{column}"
    sums = np.sum([span.sales.sum(axis=0) for span in compiled.spans], axis=0).reshape(SCENES, SALES)
    assert (sums[[Scene.FEED, Scene.PAID, Scene.SHELF]] > 0).all(), "every count of every scene is reached"
    assert (tables[0]["shoppers"].tired_angle > 0).any(axis=0).all()


def test_every_fen_is_accounted_for(config, live) -> None:
    life = live(config(*SELLING, "seed=5"))
    commerce, world = life.stage.world.commerce, life.stage.world
    sums = np.sum([span.sales.sum(axis=0) for span in life.spans], axis=0).reshape(SCENES, SALES).sum(axis=0)
    assert sums[Sale.GMV] > 0
    products, sellers = commerce.products, commerce.sellers
    assert np.array_equal(products.gmv_fen, products.orders * products.price_fen), "sales are orders x price"
    assert np.array_equal(products.refunded_fen, products.returned * products.price_fen)
    assert products.gmv_fen.sum() == sellers.gmv_fen.sum() == sums[Sale.GMV]
    assert products.orders.sum() == sellers.orders.sum() == sums[Sale.ORDERS]
    assert sums[Sale.RETURNED] <= sums[Sale.ORDERS] <= sums[Sale.CLICKS]
    recorded = life.stage.recorder.sales_ever.reshape(-1, SCENES, SALES).sum(axis=1)
    assert np.array_equal(recorded[:, Sale.GMV], sellers.gmv_fen)
    frame = life.stage.recorder.frame()
    daily = frame[(frame["metric"] == "gmv") & (frame["group"] == "all")]["value"]
    assert daily.sum() == pytest.approx(sums[Sale.GMV] / 100)
    assert len(world.items) == len(commerce.wares)


def test_a_world_that_sells_nothing_lives_as_one_without_a_market(config, live) -> None:
    silent = (
        "market=standard",
        "market.bidders.enabled=false",
        "market.commerce.brands=0",
        "market.commerce.selling_share=0",
        "market.commerce.search_share=0",
        "market.bidders.enabled=false",
    )
    without, nothing = live(config("seed=6")), live(config("seed=6", *silent))
    for name in ("users", "creators", "items"):
        for (column, one), (_, other) in zip(
            getattr(without.stage.world, name).columns(), getattr(nothing.stage.world, name).columns(), strict=True
        ):
            assert one.tobytes() == other.tobytes(), f"{name}.{column}"
    assert without.stage.world.commerce is None


def test_the_shelf_is_untouched_by_the_ad_load(config, live) -> None:
    def shares(load: float) -> tuple[float, float]:
        life = live(config(*SELLING, "seed=7"), say=lambda _: TrafficPlan(ad_load=load))
        lanes = np.sum([span.by_item[:, :6].sum(axis=0) for span in life.spans], axis=0)
        return lanes[4] / lanes.sum(), lanes[5] / lanes.sum()

    (few, low), (many, high) = shares(0.05), shares(0.6)
    assert high > low + 0.4
    assert few == pytest.approx(0.1, abs=0.03)
    assert many == pytest.approx(0.1, abs=0.03)


BRANDS = (
    "market=standard",
    "market.bidders.enabled=false",
    "market.commerce.products=12",
    "market.commerce.brands=3",
    "market.commerce.card_click=0.3",
    "market.commerce.card_order=0.3",
    "market.brands.test_days=2",
    "market.brands.certainty=0",
    "market.brands.budget_rmb=3000",
    "population.koc_share=0.5",
    "population.mid_share=0.1",
    "horizon_days=34",
    "warmup_days=1",
    "traffic.exit_hazard_per_month=0.3",
)


@pytest.mark.parametrize("rule", ["explore_then_commit", "successive_halving", "thompson", "ucb"])
def test_brands_pay_what_others_receive(rule, config, live) -> None:
    life = live(config(*BRANDS, f"market.brands.rule={rule}", "seed=9", "market.brands.head_premium=0.5"))
    world = life.stage.world
    commerce, books = world.commerce, world.money
    brands, deals = commerce.brands, commerce.deals
    books.check()
    assert brands.launches.sum() > 0
    assert (deals.bucket == Bucket.HEAD).any()
    assert (deals.serial >= 0).sum() > 5
    assert (brands.purse_fen >= 0).all()
    assert all((balance >= 0).all() for party, balance in books.balance.items() if party < Party.PLATFORM)
    flow = {entry: int(books.paid[entry].sum()) for entry in Entry}
    to_creators, to_platform = flow[Entry.FEE] + flow[Entry.COMMISSION], int(world.campaigns.spent.sum())
    spent = -int(books.balance[Party.BRAND].sum()) + flow[Entry.FUNDS] + flow[Entry.SALE]
    assert spent == to_creators + flow[Entry.GIVE_AWAY] + flow[Entry.OWN_WORK] + to_platform
    assert flow[Entry.FEE] == deals.fee_fen.sum() * FEN
    assert flow[Entry.SALE] == (deals.settled_fen + deals.settled_paid_fen).sum() * FEN
    assert flow[Entry.FUNDS] == brands.funded_fen.sum() * FEN
    laid_out = flow[Entry.FEE] + flow[Entry.COMMISSION] + flow[Entry.GIVE_AWAY] + flow[Entry.OWN_WORK]
    assert brands.spent_fen.sum() * FEN == laid_out + commerce.promotions.spent_fen.sum() * FEN
    aside = (commerce.promotions.aside_fen - commerce.promotions.spent_fen)[commerce.promotions.closed == 0].sum()
    from_purse = deals.fee_fen.sum() + flow[Entry.OWN_WORK] // FEN + commerce.promotions.spent_fen.sum()
    assert brands.purse_fen.sum() == brands.funded_fen.sum() - from_purse - aside
    assert np.array_equal(commerce.products.gmv_fen, commerce.products.orders * commerce.products.price_fen)


def test_brands_are_lived_alike_by_both_engines(config, live, differences) -> None:
    small = config(*BRANDS, "seed=10", "horizon_days=8", "population.users=25")
    compiled, judge = live(small), live(small, ReferenceEngine())
    assert differences(compiled, judge) == []
    assert len(compiled.stage.world.commerce.deals) > 0


def test_a_branch_of_a_world_with_brands_goes_on_as_if_it_had_never_stopped(config) -> None:
    whole = simulate(config(*BRANDS, "seed=11"))
    half = simulate(config(*BRANDS, "seed=11"), until_day=15)
    same, none = branch(half, [], ["market.brands.sponsoring=false"])
    assert same.fingerprint == whole.fingerprint
    assert none.fingerprint != whole.fingerprint
    assert len(none.warm.world.commerce.deals) == len(half.warm.world.commerce.deals)
    with pytest.raises(ConfigError, match=r"market\.commerce"):
        branch(half, ["market.commerce.card_click=0.1"])


IN_SUMS = (
    *BRANDS, "market.brands.tests_in_sums=true", "market.brands.arms=4", "market.brands.test_kocs=16",
    "market.brands.budget_rmb=600", "seed=9",
)  # fmt: skip
DEAR = ("market.commerce.products=30", "market.brands.fee_rmb_per_1000=20", "population.creators=60")


def _products_of_a_test(run) -> float:
    deals = run.warm.world.commerce.deals
    tried = np.stack([deals.brand, deals.signed_at, deals.product], axis=1)[deals.trial == 1]
    return len(np.unique(tried, axis=0)) / len(np.unique(tried[:, :2], axis=0))


def test_larger_sums_leave_fewer_products_to_a_test_and_none_where_they_are_out_of_reach(config) -> None:
    free, fine, coarse, never = (
        simulate(config(*IN_SUMS, *DEAR, f"platform.smallest_budget_rmb={least}", f"platform.budget_step_rmb={step}"))
        for least, step in ((0, 0), (1, 1), (50, 10), (1e6, 10))
    )
    assert simulate(config(*IN_SUMS, *DEAR, "market.brands.tests_in_sums=false")).fingerprint == free.fingerprint
    assert _products_of_a_test(fine) > _products_of_a_test(coarse) + 0.5
    commerce = never.warm.world.commerce
    assert (commerce.brands.tests.sum(), commerce.brands.launches.sum(), len(commerce.deals)) == (0, 0, 0)
    for run in (fine, coarse):
        run.warm.world.money.check()
        assert (run.warm.world.commerce.brands.purse_fen >= 0).all()


@pytest.mark.parametrize("rule", ["explore_then_commit", "successive_halving", "thompson"])
def test_tests_in_sums_are_lived_alike_by_both_engines(rule, config, live, differences) -> None:
    small = config(*IN_SUMS, f"market.brands.rule={rule}", "horizon_days=8", "population.users=25")
    compiled, judge = live(small), live(small, ReferenceEngine())
    assert differences(compiled, judge) == []
    assert compiled.stage.world.commerce.sums == (5_000, 1_000)
    assert (compiled.stage.world.commerce.deals.trial == 1).any()
