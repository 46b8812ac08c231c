"""What figures say in sentences: facts in, pieces of text out, each figure with where it stands."""
