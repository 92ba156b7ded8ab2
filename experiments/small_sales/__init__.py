"""Half of sales from accounts below 300 k followers, and what moves it."""
