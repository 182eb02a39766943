"""The steps that bring the tables of kept cases up to date."""
