"""Who gains and who loses: by niche and size, by tier; how exposure is shared; who is still there."""

from sim.report.evidence import Evidence
from sim.report.figures import gains, lorenz, survival
from sim.report.language import say
from sim.report.look import Look
from sim.report.markup import Html, tag, text


def write(evidence: Evidence, looks: dict[str, Look]) -> Html:
    """Three figures."""
    drawn = (part.draw(evidence, looks) for part in (gains, lorenz, survival))
    return text(tag("p", say("groups.intro")), drawn)
