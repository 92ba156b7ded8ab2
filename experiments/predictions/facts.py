"""The predictions, as they were written down before they were run."""

from experiments.predictions.ages import age_gap, audience_gap, fast_success
from experiments.predictions.careers import (
    consistency_slopes,
    content_among_agencies,
    cost_of_exits,
    supply,
    survivors,
)
from experiments.predictions.exposure import hits, inequality, match, niche_share, unpredictability
from experiments.predictions.market import consistency, contract_returns, koc_share, koc_views, price, sales, visitors
from experiments.predictions.platforms import niche_exposure, small_survivors, togetherness
from experiments.predictions.trial import Prediction, Sign

NO_CHOICE = ("candidates_per_slot=1", "slate_size=1", "platform.follow_share=0.0")
# Half of the natural traffic goes at onset, and accounts live from what is left.
DRY_CAREERS = ("careers=standard", "traffic=step", "traffic.ad_load.end=0.55")
# The same with incomes near what accounts want, so that exposure decides who stays: a lower wage, more views each.
MARGIN = (*DRY_CAREERS, "careers.part_time_wage_rmb=200", "careers.views_per_impression=168")
NOBODY_FOLLOWS = "behaviour.follow_intercept=-60"
NEWCOMERS = ("careers=standard", "careers.entrants_per_month=0.3", "population.entrants_at_most=0.9")
PAID = ("careers=standard", "market=standard", "market.commerce.products=0")
SOLD = ("market=standard", "traffic=step", "behaviour.ad_response=1")
# Nobody pays the least price, and all other slots are ranked: it cannot matter how many slots are for sale.
UNSOLD = (
    "market.auction.reserve_cpm_rmb=1e6", "market.commerce.products=0", "market.commerce.brands=0",
    "platform.follow_share=0.0", "platform.explore_share=0.0",
)  # fmt: skip
UNEQUAL = ("market=standard", "population.quality_sd=2")
CONTRACTS = ("market=standard", "market.commerce.products=60", "market.commerce.brands=6", "traffic=step")
# Nothing is bought and nobody searches: brands' contracts live on natural slots alone, however many are for sale.
NOTHING_BOUGHT = (
    "market.auction.reserve_cpm_rmb=1e6", "market.commerce.search_share=0.0", "platform.follow_share=0.0",
    "platform.explore_share=0.0",
)  # fmt: skip
ALIKE = "population.inconsistency_log_sd=0"
ROUGH = ("careers=agencies", "market=standard")
NOTHING_TAKEN = ("careers.agencies.income_share=0", "careers.agencies.overhead_rmb=0")  # nobody gains, nobody closes
FULL = "careers.information=full"
DEAF = ("careers.cadence=false", "careers.topics=false")  # what an account sees of others changes nothing it does

# The first platform dries up at onset, the second does not; incomes are near what accounts want.
SECOND = (
    "platform=[douyin,twin]", "careers=standard", "careers.part_time_wage_rmb=200", "careers.views_per_impression=168",
    'platforms.douyin.also=["traffic=step","traffic.ad_load.end=0.55"]',
)  # fmt: skip
NEVER_PORTS = "between.porting_cost_rmb=1e9"
CIRCLES = ("population.friends=16", "population.likes_seen=true", "record.impressions=true", "record.metrics=[]")
SOCIAL = ("policy=friends_first", "platform.social_share=0.2")


def keeping(name: str, policy: str, source: str) -> Prediction:
    """A policy that keeps accounts alive, where accounts are on the margin of giving up, against `interest`."""
    return Prediction(
        name=name,
        text=f"On the margin of giving up, {policy} leaves more accounts than interest, and exits cost users less.",
        source=source,
        signs=(Sign("survivors", +1), Sign("welfare that exits cost", +1)),
        sides=(("policy=interest", *MARGIN), (f"policy={policy}", *MARGIN)),
        control=(
            ("policy=interest", *MARGIN, "careers.exit=false"),
            (f"policy={policy}", *MARGIN, "careers.exit=false"),
        ),
        why_control="where nobody gives up, there is nobody to keep, and exits cost nothing",
        measure=lambda runs: {"survivors": survivors(runs[0]), "welfare that exits cost": cost_of_exits(runs[0])},
    )


FACTS = {
    "f1": Prediction(
        name="f1",
        text="The more popularity decides what is shown, the less equal exposure is, and the less predictable.",
        source="Salganik, Dodds and Watts 2006, Science 311, 854-856",
        signs=(Sign("gini", +1), Sign("unpredictability", +1)),
        sides=(
            ("policy=popularity", "policy.popularity.gamma=0.0"),
            ("policy=popularity", "policy.popularity.gamma=1.0"),
        ),
        control=(
            ("policy=popularity", "policy.popularity.gamma=0.0", *NO_CHOICE),
            ("policy=popularity", "policy.popularity.gamma=1.0", *NO_CHOICE),
        ),
        why_control="with one candidate for one slot and no follow lane there is nothing to choose by popularity",
        measure=lambda runs: {"gini": inequality(runs[0]), "unpredictability": unpredictability(*runs)},
        luck=2,
    ),
    "f2": Prediction(
        name="f2",
        text="More exploration gives niche accounts a larger share, and at first users a worse match.",
        source="exploration as a subsidy to what is little known; directional",
        signs=(Sign("niche share", +1), Sign("match", -1)),
        sides=(("platform.explore_share=0.03",), ("platform.explore_share=0.2",)),
        control=(
            ("policy=random", "platform.explore_share=0.03"),
            ("policy=random", "platform.explore_share=0.2"),
        ),
        why_control="under random everything is explored already, so that the platform's share changes nothing",
        measure=lambda runs: {"niche share": niche_share(runs[0]), "match": match(runs[0])},
    ),
    "f3": Prediction(
        name="f3",
        text="More ads: fewer natural views for KOCs, a lower price of a slot, fewer users, and fewer still later.",
        source="Huang, Reiley and Riabov 2018 (Pandora's experiment); prices by supply at given budgets; directional",
        signs=(
            Sign("KOC views", -1),
            Sign("price", -1),
            Sign("users, last week", -1),
            Sign("users, first week less last", +1),
        ),
        sides=((*SOLD, "traffic.ad_load.end=0.1"), (*SOLD, "traffic.ad_load.end=0.3")),
        control=((*SOLD, *UNSOLD, "traffic.ad_load.end=0.1"), (*SOLD, *UNSOLD, "traffic.ad_load.end=0.3")),
        why_control="where nobody pays the least price, it does not matter how many slots are for sale",
        measure=lambda runs: {"KOC views": koc_views(runs[0]), "price": price(runs[0]), **visitors(runs[0])},
    ),
    "f4": Prediction(
        name="f4",
        text="Where accounts give up, a policy that keeps them alive leaves more of them, and exits cost users less.",
        source="Mladenov et al. 2020 (arXiv 2008.00104); Zhan et al. 2021 (arXiv 2105.02377)",
        signs=(Sign("survivors", +1), Sign("welfare that exits cost", +1)),
        sides=(("policy=interest", *DRY_CAREERS), ("policy=viability", *DRY_CAREERS)),
        control=(
            ("policy=interest", *DRY_CAREERS, "careers.exit=false"),
            ("policy=viability", *DRY_CAREERS, "careers.exit=false"),
        ),
        why_control="where nobody gives up, there is nobody to keep, and exits cost nothing",
        measure=lambda runs: {"survivors": survivors(runs[0]), "welfare that exits cost": cost_of_exits(runs[0])},
    ),
    "f5": Prediction(
        name="f5",
        text="Where merit differs widely, a floor raises the share of small accounts and lowers sales.",
        source="the price of fairness (Bertsimas, Farias and Trichakis 2011), in sales; directional",
        signs=(Sign("KOC share", +1), Sign("sales", -1)),
        sides=(("policy=interest", *UNEQUAL), ("policy=creator_floor", "policy.creator_floor.share=0.6", *UNEQUAL)),
        control=(("policy=interest", *UNEQUAL), ("policy=creator_floor", "policy.creator_floor.share=0.0", *UNEQUAL)),
        why_control="a floor of nothing is the neutral policy",
        measure=lambda runs: {"KOC share": koc_share(runs[0]), "sales": sales(runs[0])},
    ),
    "ladder": Prediction(
        name="ladder",
        text="A ladder rewards variance: consistency goes with less natural exposure than where interest ranks.",
        source="the value of an option rises with variance; model of the traffic pools in press; directional",
        signs=(Sign("consistency in natural exposure", -1),),
        sides=(("policy=interest", "market=standard"), ("policy=ladder", "market=standard")),
        control=(
            ("policy=interest", "market=standard"),
            ("policy=ladder", "policy.ladder.pools=[1000000.0]", "policy.ladder.gates=[]", "market=standard"),
        ),
        why_control="a ladder of one pool is the neutral policy",
        measure=lambda runs: {"consistency in natural exposure": consistency(runs[0], paid=False)},
    ),
    "gate": Prediction(
        name="gate",
        text="A gate before paid traffic rewards consistency: it goes with more paid exposure than without the gate.",
        source="press on paid delivery, 2026: a video of 50 points of 100 cannot even buy traffic; directional",
        signs=(Sign("consistency in paid exposure", +1),),
        sides=(
            ("market=standard", "traffic.ad_load=0.3", "market.auction.quality_gate=0"),
            ("market=standard", "traffic.ad_load=0.3", "market.auction.quality_gate=0.9"),
        ),
        control=(
            ("market=standard", "traffic.ad_load=0.3", "market.auction.quality_gate=0", ALIKE),
            ("market=standard", "traffic.ad_load=0.3", "market.auction.quality_gate=0.9", ALIKE),
        ),
        why_control="where all accounts are equally consistent, nothing goes with it",
        measure=lambda runs: {"consistency in paid exposure": consistency(runs[0], paid=True)},
    ),
    "p20": keeping("p20", "creator_uplift", "Zhan et al. 2021 (arXiv 2105.02377)"),
    "p21": keeping("p21", "viability", "Mladenov et al. 2020 (arXiv 2008.00104)"),
    "p22": keeping("p22", "stable_set", "Huttenlocher et al. 2023 (arXiv 2401.00313)"),
    "sight": Prediction(
        name="sight",
        text="Accounts that see everybody copy the same one: supply has fewer topics, and is further from demand.",
        source="creators see little of a platform: CreAgent, SIGIR 2025 (directional; nothing there says herding)",
        signs=(Sign("effective topics", -1), Sign("distance from demand", +1)),
        sides=(("careers=standard",), ("careers=standard", FULL)),
        control=(("careers=standard", *DEAF), ("careers=standard", *DEAF, FULL)),
        why_control="where pace and topics respond to nothing, it does not matter what is seen",
        measure=lambda runs: supply(runs[0]),
    ),
    "agencies": Prediction(
        name="agencies",
        text="As natural traffic goes, more of the agencies in business are those for content.",
        source="press on agencies that only distributed and closed, 2025-2026 (grade C; directional)",
        signs=(Sign("content among agencies", +1),),
        sides=(ROUGH, (*ROUGH, "traffic=step", "traffic.ad_load.end=0.55")),
        control=((*ROUGH, *NOTHING_TAKEN), (*ROUGH, *NOTHING_TAKEN, "traffic=step", "traffic.ad_load.end=0.55")),
        why_control="where agencies take and spend nothing, none closes and none is founded",
        measure=lambda runs: {"content among agencies": content_among_agencies(runs[0])},
    ),
    "f7": Prediction(
        name="f7",
        text="The more of traffic is paid, the more it is worth to be consistent, in exposure and in survival.",
        source="consistent quality as the strongest moat; press on creators, 2026; directional",
        signs=(Sign("consistency in exposure", +1), Sign("consistency in survival", +1)),
        sides=((*PAID, "traffic=step"), (*PAID, "traffic=step", "traffic.ad_load.end=0.5")),
        control=((*PAID, "traffic=step", ALIKE), (*PAID, "traffic=step", "traffic.ad_load.end=0.5", ALIKE)),
        why_control="where all accounts are equally consistent, nothing goes with it",
        measure=lambda runs: consistency_slopes(runs[0]),
    ),
    "f8": Prediction(
        name="f8",
        text="The more of traffic is paid, the further heads' contracts fall behind KOCs', whose return falls too.",
        source="press on brands that leave head accounts for KOCs, and on KOCs' window, 2025-2026; directional",
        signs=(Sign("head accounts less KOCs", -1), Sign("KOCs", -1)),
        sides=((*CONTRACTS, "traffic.ad_load.end=0.1"), (*CONTRACTS, "traffic.ad_load.end=0.35")),
        control=(
            (*CONTRACTS, *NOTHING_BOUGHT, "traffic.ad_load.end=0.1"),
            (*CONTRACTS, *NOTHING_BOUGHT, "traffic.ad_load.end=0.35"),
        ),
        why_control="where nobody pays the least price, it does not matter how many slots are for sale",
        measure=lambda runs: contract_returns(runs[0]),
    ),
    "f11": Prediction(
        name="f11",
        text="Older accounts have a larger audience and more often many views; a few young ones are ahead fast.",
        source="Baertl 2018, Convergence 24(1), 16-32: a random sample of YouTube channels over ten years",
        signs=(Sign("older in audience", +1), Sign("older in viewership", +1), Sign("young ahead", +1)),
        sides=((*NEWCOMERS, NOBODY_FOLLOWS), NEWCOMERS),
        control=((*NEWCOMERS, NOBODY_FOLLOWS), (*NEWCOMERS, NOBODY_FOLLOWS, "population.follower_scale=10")),
        why_control="where nobody follows, it does not matter how many followers a follow stands for",
        measure=lambda runs: {
            "older in audience": audience_gap(runs[0]),
            "older in viewership": age_gap(runs[0]),
            "young ahead": fast_success(runs[0]),
        },
    ),
    "f12": Prediction(
        name="f12",
        text="An ordinary account's item becomes a hit more often under a ladder than under a follower feed.",
        source="Kuaishou against Bilibili, arXiv 2410.16058",
        signs=(Sign("hits", +1),),
        sides=(
            ("policy=follower_feed", "policy.follower_feed.share=0.4", "policy.follower_feed.last_share=0.4"),
            ("policy=ladder",),
        ),
        control=(
            ("policy=follower_feed", "policy.follower_feed.share=0.1", "policy.follower_feed.last_share=0.1"),
            ("policy=ladder", "policy.ladder.pools=[1000000.0]", "policy.ladder.gates=[]"),
        ),
        why_control="a ladder of one pool and a follow share that is the platform's own are both the neutral policy",
        measure=lambda runs: {"hits": hits(runs[0])},
    ),
    "f9": Prediction(
        name="f9",
        text="Where friends decide what is shown, who sees the same are more often friends, and of one community.",
        source="an agency's weights of WeChat Channels (grade C); directional",
        signs=(Sign("friends", +1), Sign("community", +1)),
        sides=(CIRCLES, (*CIRCLES, *SOCIAL)),
        control=(
            ("record.impressions=true", "record.metrics=[]"),
            ("record.impressions=true", "record.metrics=[]", "platform.social_share=0.2"),
        ),
        why_control="where nobody has friends, a lane for what friends shared is the ranking's",
        measure=lambda runs: togetherness(runs[0]),
    ),
    "f10": Prediction(
        name="f10",
        text="Where one platform dries up, a second on which accounts can publish too leaves more small and niche.",
        source="creators who publish on several platforms; directional",
        signs=(Sign("KOC survivors", +1), Sign("niche survivors", +1), Sign("niche share", +1)),
        sides=((*SECOND, NEVER_PORTS), SECOND),
        control=((*SECOND, NEVER_PORTS), (*SECOND, NEVER_PORTS, "between.considered_per_week=1")),
        why_control="where porting costs more than anybody earns, it does not matter how often it is thought about",
        measure=lambda runs: {**small_survivors(runs[0]), "niche share": niche_exposure(runs[0])},
    ),
}
