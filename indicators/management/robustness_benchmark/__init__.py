"""Measures how fast rank intervals are computed, and how much memory that takes."""
