"""The cases that are worked on in the browser: kept sealed in the data folder until they are removed."""
