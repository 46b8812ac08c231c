"""The maths of the scorecards: pandas in, pandas out; it knows neither models nor pages."""
