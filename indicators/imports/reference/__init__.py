"""Loading the tables of fixtures/: units, rule books, editions, each row by its natural key."""
