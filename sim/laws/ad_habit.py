"""Ads drive users away in two steps: a little at once, most of it as the habit of coming wears off over months."""

import math

from sim.core.law import law

REMEMBERED = 20.0  # impressions that what she took the ad share to be weighs as much as


@law
def share_met(share, ads, impressions):  # type: ignore[no-untyped-def]  # compiled
    """What a user takes the ad share to be after a day here; a day of few impressions says little.

    (If it said all, whoever saw one ad and nothing else would think so until she came again, and so never come.)
    """
    return (ads + REMEMBERED * share) / (impressions + REMEMBERED)


@law
def felt_after(level, share, time_constant):  # type: ignore[no-untyped-def]  # compiled
    """A day's step of an ad share that is felt towards the one that is met; `time_constant` in days."""
    return share + (level - share) * math.exp(-1.0 / time_constant)


@law
def visits_left(soon, habit, b):  # type: ignore[no-untyped-def]  # compiled
    """Factor on a user's visits: linear in the ad share she feels, 1 at the share she is used to, never below 0.

    `soon` and `habit` are the same share, felt over days and over months.
    Source: Goli, Huang, Reiley and Riabov, "Measuring consumer sensitivity to audio advertising", Quantitative
    Marketing and Economics 23(3), 2025: hours fall linearly in ads per hour, in the long run three times as much as
    in a month. The two stocks are ours.
    """
    felt = b.ad_response_soon * soon + (1.0 - b.ad_response_soon) * habit
    return max(0.0, (1.0 - b.ad_response * felt) / (1.0 - b.ad_response * b.ad_share_used_to))
