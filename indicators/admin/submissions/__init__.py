"""The unit's own pages: its submissions, the grid of scores, the paste from Excel, evidence."""
