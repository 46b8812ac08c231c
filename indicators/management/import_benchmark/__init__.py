"""Measures how fast tables come in, and how much memory that takes, on made-up data."""
