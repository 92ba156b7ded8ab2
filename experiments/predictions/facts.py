"""The predictions, as they were written down before they were run."""

from experiments.predictions.ages import age_gap, audience_gap, fast_success
from experiments.predictions.careers import consistency_slopes, cost_of_exits, survivors
from experiments.predictions.exposure import hits, inequality, match, niche_share, unpredictability
from experiments.predictions.trial import Prediction, Sign

NO_CHOICE = ("candidates_per_slot=1", "slate_size=1", "platform.follow_share=0.0")
# Half of the natural traffic goes at onset, and accounts live from what is left.
DRY_CAREERS = ("careers=standard", "traffic=step", "traffic.ad_load.end=0.55")
# The same with incomes near what accounts want, so that exposure decides who stays: a lower wage, more views each.
MARGIN = (*DRY_CAREERS, "careers.part_time_wage_rmb=200", "careers.views_per_impression=168")
NOBODY_FOLLOWS = "behaviour.follow_intercept=-60"
NEWCOMERS = ("careers=standard", "careers.entrants_per_month=0.3", "population.entrants_at_most=0.9")
PAID = ("careers=standard", "market=standard", "market.commerce.products=0")
ALIKE = "population.inconsistency_log_sd=0"


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
    "p20": keeping("p20", "creator_uplift", "Zhan et al. 2021 (arXiv 2105.02377)"),
    "p21": keeping("p21", "viability", "Mladenov et al. 2020 (arXiv 2008.00104)"),
    "p22": keeping("p22", "stable_set", "Huttenlocher et al. 2023 (arXiv 2401.00313)"),
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
}
