"""What users get out of two platforms and out of one, the same people and the same accounts."""
