"""What the model cannot say, read off the configuration where it can be."""

from sim.report.evidence import Evidence
from sim.report.language import say
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
        say("limits.allocation"),
        say("limits.size", users=config.population.users),
        say("limits.learner", learner=learner),
    ]
    if config.market.name == "none":
        said += [say("limits.sink"), say("limits.no_market")]
    else:
        said.append(say("limits.bidders"))
    still = traffic.exit_hazard_per_month == 0 and tuple(traffic.entrants_per_month.bounds()) == (0.0, 0.0)
    careers = config.careers.enabled
    if still and not careers:
        said.append(say("limits.still"))
    said += [] if careers else [say("limits.answers")]
    return [*said, say("limits.others"), say("limits.doses"), say("limits.later", day=evidence.horizons[-1])]
