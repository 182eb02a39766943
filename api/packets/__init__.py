"""Packets of many cases: made, kept, joined, listed."""
