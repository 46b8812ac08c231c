"""SQLite as Django has it, with a queue for those who write."""
