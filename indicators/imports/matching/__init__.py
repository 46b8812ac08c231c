"""Which unit, measure and edition a printed name means."""
