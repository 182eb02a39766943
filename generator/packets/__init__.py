"""Packets: cover, contents, checklist, forms and attachments of a case; read back, and joined to a print stream."""
