"""The two sample shops of the page."""
