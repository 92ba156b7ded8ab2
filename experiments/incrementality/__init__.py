"""What brands' money brings that would not have come anyway."""
