"""How the columns of a table are read: the guess, what a person made of it, and the figures that follow."""
