"""Traffic-allocation policies, one file each; none imports another."""
