"""Six accounts followed through a drying platform: what happened to each, and why."""
