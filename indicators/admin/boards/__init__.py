"""The boards: how far each unit has come, who is late, deadlines and extensions."""
