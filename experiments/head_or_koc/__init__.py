"""Head accounts against KOCs: whose contracts pay, while natural traffic dries up."""
