"""How fast the simulator is and how much it takes: `python -m experiments.benchmark`."""
