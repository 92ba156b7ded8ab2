"""What the market shows beside what is known of real ones, with the free parameters counted."""
