"""The recommender: learners, the value of an impression, and the index a span is served from."""
