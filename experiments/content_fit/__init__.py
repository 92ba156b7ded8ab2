"""Content made for one platform, shown on another: the two by two matrix of returns."""
