"""Compiled loops of laws: the only code that runs in parallel."""
