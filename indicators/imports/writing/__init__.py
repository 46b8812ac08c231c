"""From staged figures to rows of draft editions, and back: compared, written, taken back."""
