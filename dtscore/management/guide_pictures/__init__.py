"""Takes the pictures of the officers' guide from a site of its own, filled with made-up data."""
