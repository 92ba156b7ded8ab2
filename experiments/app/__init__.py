"""The comparison with sliders, in a browser, on this machine only."""
