"""Measures how long officers wait for their saves while many of them type at once."""
