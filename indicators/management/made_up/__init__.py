"""Makes an edition for trying the officers' screens out, in a database of its own."""
