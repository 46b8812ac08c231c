"""What the public sees: one module a page, each parse → load → render."""
