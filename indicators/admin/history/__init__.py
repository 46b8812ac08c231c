"""The history: who changed what, when, from what, to what and why; imports and acts stand beside."""
