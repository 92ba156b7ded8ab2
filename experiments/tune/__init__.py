"""The settings of one policy that nothing beats on both counts."""
