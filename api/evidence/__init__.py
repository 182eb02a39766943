"""Proofs of use: judged for any number of cases in one call."""
