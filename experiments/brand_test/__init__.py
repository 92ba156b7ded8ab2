"""How to spend the money of a product test: on more creators, or on more clicks each."""
