"""Batches that survive: accepted means finished, whatever dies in between."""
