"""What the model cannot say, read off the configuration where it can be."""

from sim.report.evidence import Evidence
from sim.report.markup import Html, tag
from sim.report.words import prose


def write(evidence: Evidence) -> Html:
    """A list."""
    return tag("ul", (tag("li", prose(words)) for words in limits(evidence)))


def limits(evidence: Evidence) -> list[str]:
    """What to keep in mind, the gravest first."""
    config = evidence.comparison.config
    traffic, learner = config.traffic, str(config.recommender.learner["_target_"]).split(".")[-2]
    said = [
        "How a real platform allocates traffic: that is not public, and the numbers answer for this model.",
        f"What happens at full size: this world has {config.population.users:,} users.",
        f"How a real platform's recommender errs: the ranking here is the learner `{learner}`.",
    ]
    if config.market.name == "none":
        said.append(
            "What buyers of paid traffic do: the paid lane is a sink here, given by followers "
            "(`traffic.paid_elasticity`), so loss per creator is close to an identity in dryness, and who gains "
            "from paid slots is assumed."
        )
        said.append(
            "Sales, commissions and creators' income: there is no market, so revenue is paid impressions at a "
            "fixed price."
        )
    else:
        said.append(
            "How real bidders bid: what merchants, brands and accounts bid for paid slots, and with how much, rests on "
            "assumptions (`market`)."
        )
    still = traffic.exit_hazard_per_month == 0 and tuple(traffic.entrants_per_month.bounds()) == (0.0, 0.0)
    if still:
        said.append("Whether niche creators give up or new ones come: nobody leaves or enters in this comparison.")
    said += [
        "How creators answer a policy: they do not change topic, effort or honesty to please it.",
        "What comes of other refresh lengths, population sizes, follower scales and starting points than these.",
        "Policies at doses other than the ones compared, or several at once.",
        f"Anything after day {evidence.horizons[-1]}.",
    ]
    return said
