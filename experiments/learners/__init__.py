"""How good each learner is, what it costs, and how much the ranking of policies depends on it."""
