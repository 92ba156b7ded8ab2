"""Fit named parameters to measured targets, and say how sure that is."""
