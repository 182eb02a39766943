"""DOCX: bound forms as WordprocessingML."""
