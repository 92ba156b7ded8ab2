"""A platform that climbs its ad revenue: what it keeps in mind, and its decision of a week."""

import math
from typing import NamedTuple

from sim.laws.settings import BehaviourSettings
from sim.traffic.endogenous import Endogenous

WEEK = 7  # days between two decisions: every weekday once
LEAST_LEFT = 0.01  # of the usual attention, so that a forecast of nothing does not divide by 0


class Pursuit(NamedTuple):
    """What the platform knows: its load, what users feel of it by its own reckoning, and the attention it saw."""

    since: float  # day after onset on which it began
    load: float
    soon: float
    habit: float
    visits: int  # of all users so far, when last looked at
    usual: float  # visits in its first week; 0 until it is over
    weeks: int


class Response(NamedTuple):
    """Users' response as experiments would tell it: its size and when it shows."""

    size: float
    soon: float
    soon_days: float
    habit_days: float

    @classmethod
    def of(cls, b: BehaviourSettings) -> "Response":
        """What a faultless experiment finds."""
        return cls(b.ad_response, b.ad_response_soon, b.ad_soon_days, b.ad_habit_days)

    def felt(self, soon: float, habit: float) -> float:
        """Ad share that counts."""
        return self.soon * soon + (1.0 - self.soon) * habit

    def shown(self, days: float) -> float:
        """Share of the response that shows so many days after a change."""
        return 1.0 - self.felt(math.exp(-days / self.soon_days), math.exp(-days / self.habit_days))


def begin(schedule: Endogenous, since: float, visits: int) -> Pursuit:
    """At onset: the load is what it was."""
    return Pursuit(since, schedule.start, schedule.start, schedule.start, visits, 0.0, 0)


def gradient(schedule: Endogenous, response: Response, mind: Pursuit, seen: float) -> float:
    """Change of log revenue per change of log load, revenue read `look_ahead_days` from now.

    (1 - e) - a k s / A: e the elasticity of the price, k the attention lost per unit of ad share, s the share of it
    that shows by then, and A the attention at that time if the load stays, `seen` less what is under way.
    """
    days = schedule.look_ahead_days
    lost = response.size * mind.usual / max(1.0 - response.size * schedule.start, LEAST_LEFT)
    soon = mind.load + (mind.soon - mind.load) * math.exp(-days / response.soon_days)
    habit = mind.load + (mind.habit - mind.load) * math.exp(-days / response.habit_days)
    under_way = lost * (response.felt(soon, habit) - response.felt(mind.soon, mind.habit))
    left = max(seen - under_way, LEAST_LEFT * mind.usual)
    return 1.0 - schedule.price_elasticity - mind.load * lost * response.shown(days) / left


def decide(schedule: Endogenous, response: Response, mind: Pursuit, visits: int) -> Pursuit:
    """The week is over: reckon what users feel of it, look at their visits, and move the load."""
    soon = mind.load + (mind.soon - mind.load) * math.exp(-WEEK / response.soon_days)
    habit = mind.load + (mind.habit - mind.load) * math.exp(-WEEK / response.habit_days)
    seen = float(visits - mind.visits)
    mind = mind._replace(soon=soon, habit=habit, visits=visits, usual=mind.usual or seen, weeks=mind.weeks + 1)
    if mind.usual <= 0.0:
        return mind
    move = schedule.step * max(-1.0, min(1.0, gradient(schedule, response, mind, seen)))
    return mind._replace(load=max(schedule.least, min(schedule.most, mind.load * math.exp(move))))
