"""What would reverse the recommendation: the smallest change of an assumption, and the box in which another wins."""
