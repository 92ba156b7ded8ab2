"""Systems of this field, each run in an environment of its own, with the Python it needs: 3.8 or 3.9."""
