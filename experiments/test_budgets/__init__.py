"""How to test products where a platform takes only large sums: few products, or none in rounds."""
