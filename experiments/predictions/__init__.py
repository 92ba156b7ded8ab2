"""Stylised facts that the world should show, written down before it was asked; a miss is published."""
