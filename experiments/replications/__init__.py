"""Published findings, asked of the simulator: one folder a study."""
