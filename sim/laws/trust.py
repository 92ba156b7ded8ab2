"""Trust in an account: earned by watching what it shows of its own accord, spent by what it is paid to show."""

from sim.core.law import law


@law
def trust_after(trust, watched_share, paid, b):  # type: ignore[no-untyped-def]  # compiled
    """Trust in [0, 1] after an impression, from what is left of it before.

    A natural impression closes a part of the gap to full trust, in proportion to the share watched, so trust is
    concave in watching; a paid one takes a part of what there is. Between impressions trust halves every half-life.
    """
    if paid > 0.0:
        return trust * (1.0 - b.trust_loss)
    return trust + b.trust_gain * watched_share * (1.0 - trust)
