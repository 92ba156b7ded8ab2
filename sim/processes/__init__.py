"""The SimPy processes: what changes shared state, and when."""
