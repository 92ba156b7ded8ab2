"""The world beside what is known of real ones: every target, hit or missed, and which rivals the patterns reject."""
