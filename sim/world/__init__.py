"""The world: topics, users, creators and their items, and how they are drawn."""
