"""The commands: one module for each, all with the same shell (`experiments.command`)."""
