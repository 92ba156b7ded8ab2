"""The KOC window: how long small creators are worth a brand's money, and what closes it."""
