"""A user who can be called to live rooms, go in, stay and leave."""

from sim.core import noise, streams
from sim.core.law import plain
from sim.core.units import TICKS_PER_MINUTE
from sim.engines.reference.auction import Sale
from sim.engines.reference.buyer import Buyer
from sim.laws import acting, calling, staying
from sim.world.rooms import Air
from sim.world.tally import Lane

act_probability, comes_after_ms = plain(acting.action_probability), plain(calling.comes_after_ms)
mean_stay_ms, stay_ms = plain(staying.mean_stay_ms), plain(staying.stay_ms)


class Guest(Buyer):
    """A user in one span who may be in a live room; `called` says whether it is a call that she follows."""

    called = False

    def be_present(self) -> None:
        """Count her coming into a room and her leaving it, each in the minute of this span that it falls in."""
        u, me, span = self.u, self.user, self.span
        if u.room[me] < 0:
            return
        row = self.index.lobby.serial.tolist().index(int(u.room[me]))
        came, leaves = int(u.room_from[me]), int(u.room_until[me])
        if span.start <= came < span.end:
            self._come(row, (came - span.start) // TICKS_PER_MINUTE, 1)
        if leaves < span.end:
            self._come(row, (leaves - span.start) // TICKS_PER_MINUTE, -1)
            u.room[me] = -1

    def _come(self, row: int, minute: int, users: int) -> None:
        sheet = self.hall.comings_sheet
        sheet[row, minute] = sheet.get((row, minute), 0) + users

    def call(self, after: int, until: int, now: int) -> tuple[int, int] | None:
        """The first call that she heeds after a tick and before another: when, and the item.

        She is called to rooms of accounts that she follows; if they are still open when she can come, not before
        `now`, and she has not seen them. Calls are heeded in order of time, each once.
        """
        lobby, calls = self.index.lobby, []
        after = max(after, int(self.u.heeded[self.user]))
        places = {int(creator): place for place, creator in enumerate(self.u.follows[self.user])}
        for row, item in enumerate(lobby.item.tolist()):
            if item < 0 or int(self.items.creator[item]) not in places:
                continue
            creator = int(self.items.creator[item])
            words = self.words(streams.CALL, creator, int(self.items.upload[item]))
            at = int(lobby.opens_at[row]) + comes_after_ms(noise.unit(words[1]), lobby.manners.heeded_ms)
            open_then = max(at, now) < int(self.items.visible_to[item])
            if noise.unit(words[0]) < lobby.manners.heeded and after < at < until and open_then and not self.seen(item):
                calls.append((at, places[creator], row, item))
        if not calls:
            return None
        first = min(calls)
        return first[0], first[3]

    def request(self) -> list[tuple[int, Lane, float, float, Sale | None]]:
        """A slate; or the room alone that she is called to."""
        u, me = self.u, self.user
        now = int(u.clock[me])
        self.called = False
        found = self.call(-1, now + 1, now) if self.world.live is not None else None
        if found is None:
            return super().request()
        self.called = True
        u.heeded[me] = found[0]
        u.request[me] += 1
        self.hall.totals[1] += 1
        self.rest(now)
        stay = noise.unit(self.words(streams.SLOT, int(u.request[me]), 0)[1])
        return [(found[1], Lane.FOLLOW, 0.0, stay, None)]

    def go_in(self, item: int, lane: Lane, times: int, pull: float, at: int) -> int:
        """Whether a viewer of the preview goes into the room, and for how long, ms; -1 if she does not."""
        lobby, m = self.index.lobby, self.index.lobby.manners
        row = int(lobby.room[item])
        last = int(lobby.closes_at[row]) - 1
        words = self.words(streams.ROOM, int(self.items.creator[item]), int(self.items.upload[item]), times)
        goes = self.called or noise.unit(words[0]) < act_probability(pull, m.enter_intercept, m.enter_slope)
        if not goes or at > last:
            return -1
        normal, _ = noise.normal_pair(words[2], words[3])
        mean = mean_stay_ms(m.stay_ms, m.stay_slope, pull)
        stay = min(int(stay_ms(m.spread, noise.unit(words[1]), normal, mean, m.stay_log_sd)), last - at)
        sheet = self.hall.air_sheet
        for column, amount in ((int(lane), 1), (int(Air.CALLED), int(self.called)), (int(Air.STAY_MS), stay)):
            sheet[row, column] = sheet.get((row, column), 0) + amount
        u, me = self.u, self.user
        u.room[me], u.room_from[me], u.room_until[me] = int(self.items.serial[item]), at, at + stay
        self.be_present()
        return stay
