"""PDF: bound forms laid out as one document."""
