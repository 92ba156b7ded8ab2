"""How to test a policy live: what each design of an experiment would say of it, next to the truth."""
