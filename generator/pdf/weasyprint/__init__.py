"""The WeasyPrint engine: the bound tree as HTML and CSS."""
