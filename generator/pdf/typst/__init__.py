"""The Typst engine: the bound tree as data for one fixed Typst document."""
