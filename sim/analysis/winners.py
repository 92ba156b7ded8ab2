"""Who wins: the policy that protects best without hurting users, at the base and in every draw."""

import numpy as np
import pandas as pd

from sim.analysis.pairs import USERS_KEPT, Pairs, base, drawn


def winners(pairs: Pairs, day: int | None = None) -> pd.DataFrame:
    """By draw of the assumptions, the policy that protects best within the guardrails: column `winner`.

    The reference wins where no other protects better. Also the protection of every policy, nan where it
    breaks a guardrail.
    """
    columns = {}
    for policy in pairs.policies:
        found = drawn(pairs.protection(policy, day))
        if policy != pairs.reference:
            found = found.where(drawn(pairs.within_guardrails(policy, day)).reindex(found.index, fill_value=False))
        columns[policy] = found
    frame = pd.DataFrame(columns)
    frame = frame[frame[pairs.reference].notna()]
    winner = frame.idxmax(axis=1) if len(frame) else pd.Series(dtype=object)
    return frame.assign(winner=winner)


def best(pairs: Pairs, day: int | None = None) -> str:
    """The policy that protects best on average within the guardrails at the base; the reference if none does."""
    leader, most = pairs.reference, 0.0
    for policy in pairs.policies[1:]:
        found = base(pairs.protection(policy, day))
        room = base(pairs.match_room(policy, day)).mean()
        users = base(pairs.kept("active_users", policy, day)).mean()
        safe = room >= 0.0 and users >= USERS_KEPT
        if len(found) and safe and float(np.mean(found)) > most:
            leader, most = policy, float(np.mean(found))
    return leader
