"""What runs say together: the headline's estimand, paired contrasts, draws of the assumptions, and what flips."""
