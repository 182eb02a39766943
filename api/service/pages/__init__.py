"""The pages for people: each one's Python beside its HTML."""
