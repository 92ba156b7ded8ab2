"""What the studies found, by name: apart from them, so that whoever only asks waits for nothing."""

TITLES = {
    "musiclab": "the more is seen of what others chose, the less equal and less predictable success is",
    "confounding": "feedback loops make what users consume alike, without making it better",
    "random_baseline": "what users and creators get where documents are shown at random",
    "organic": "who searches through noise and who is served through noise consume differently, in closed form",
    "exposure_game": "with strategic creators, more exploration takes niche content away",
    "departures": "greedy matching can be arbitrarily bad where both sides leave",
    "interference": "experiments by user or by account misjudge a boost for newcomers",
    "auctions": "second and first price earn (n - 1) / (n + 1) among n even bidders",
    "backward_rewards": "pay by merit loses welfare that backward rewards keep, most of it the minority's",
}
