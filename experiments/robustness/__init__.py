"""Does the answer hold where nothing about the question has changed? One command, one study a time."""
