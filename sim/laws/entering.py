"""Starting an account: newcomers come for the success they see."""

from sim.core.law import law


@law
def entry_factor(visible_income, reference, elasticity, highest):  # type: ignore[no-untyped-def]  # compiled
    """Factor on the rate of new accounts: 1 where recent newcomers earn the reference, within [0, highest]."""
    return min(max(0.0, 1.0 + elasticity * (visible_income / reference - 1.0)), highest)
