"""The Word templates that an agency has installed."""
