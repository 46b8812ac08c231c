"""What the public sees: one package a page, whose ``views`` parse → load → render, and what they share."""
