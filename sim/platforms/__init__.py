"""Several platforms on one clock: what crosses between them, and nothing else."""
