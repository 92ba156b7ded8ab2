"""Does the simulator do what theory says? Every analytic check by its number, and what is not built yet."""
