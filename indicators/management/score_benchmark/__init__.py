"""Measures how fast the scores of a large edition are published, and how much memory that takes."""
