"""Learn as much from what is rarely shown as from what is shown to everybody."""

from typing import ClassVar

from sim.core.parameters import parameter
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy, State


class DebiasedFeedback(Policy):
    """Choose softly by predicted value, and let the learner weigh feedback by the inverse of its propensity.

    An impression counts mean propensity / own propensity, at most `clip` and at least 1 / clip. `two_tower`, `als` and
    `hybrid` weigh each impression by how often its account was shown among the night's feedback; all learners weigh an
    item's counts by its natural impressions for the time since it appeared.

    Gives:  a hearing to accounts and items that are rarely shown: their few plays count.
    Takes:  evidence from those shown much, relevance from users by the soft choice and by noisier estimates.
    Limits: clip 1 weighs all alike: `interest` with this temperature, which is why none is neutral to the bit. The
        propensities are counted, one for all users, not those of the soft choice. A user's own counts by topic, and a
        topic's over users, are not weighed. It helps a learner to whom volume looks like love (`als`), not one that
        asks what was played of what was shown: in trials under `two_tower` some of a head start was left where
        without weights hardly any was, and match fell. A learner that reads the truth refuses it. In the arena
        nothing is learned: only the temperature works.
    Source: Schnabel et al., "Recommendations as treatments", ICML 2016; Saito et al., "Unbiased recommender learning
        from missing-not-at-random implicit feedback", WSDM 2020, with the clip.
    """

    moves: ClassVar[tuple[str, str, int] | None] = ("temperature", "match_quality", -1)
    gamed_by: ClassVar[str] = "whoever is shown rarely and has friends play it: those plays count many times."

    clip: float = parameter(
        20.0, "most that an impression counts, and its inverse the least", ge=1, le=1e6, grade="assumption",
        plausible=(5.0, 100.0),
    )  # fmt: skip
    temperature: float = parameter(
        0.5, "temperature of the soft choice", unit="score", ge=1e-6, le=1e6, grade="assumption", plausible=(0.1, 2.0)
    )

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """A soft choice, and the clip."""
        return TrafficPlan(select="softmax", temperature=self.temperature, feedback_weight=self.clip), state
