"""Mobility: roads, and what moves on them."""
