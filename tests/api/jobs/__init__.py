"""Tests of batches that survive."""
