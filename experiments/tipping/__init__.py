"""How dry is too dry: the drop of natural traffic at which the niche collapses, and whether it comes back."""
