"""Migrations of the tables of batches, one file a step."""
