"""Which assumptions decide what a policy protects."""
