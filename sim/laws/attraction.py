"""The pull of an item on a user: the logit from which watching and every action follow."""

from sim.core.law import law

FARTHEST = 300.0  # beyond, chances are 0 or 1 to the last bit, and their exponentials would overflow


@law
def attraction(base, match_term, quality_term, followed, tired_of_topic, tired_of_creator, paid, trust, b):  # type: ignore[no-untyped-def]  # compiled
    """Logit of wanting to watch. Terms enter already weighted, except counts and flags.

    v = base + match + quality + follow bonus - weariness of the topic and the creator - dislike of ads + trust.
    """
    pull = (
        base
        + match_term
        + quality_term
        + b.follow_bonus * followed
        - b.topic_weariness * tired_of_topic
        - b.creator_weariness * tired_of_creator
        - b.ad_dislike * paid
        + b.trust_weight * trust
    )
    return min(max(pull, -FARTHEST), FARTHEST)
