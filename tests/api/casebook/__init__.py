"""The casebook."""
