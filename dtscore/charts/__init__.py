"""The charts: a dataframe in, a Plotly figure out, and the first picture of that figure as SVG."""
