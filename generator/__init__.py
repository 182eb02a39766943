"""Case data to documents: print view, bound form, page. Imports ``forms`` and nothing above it."""
