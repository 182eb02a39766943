"""Excel in and out: entry workbooks, reading them, and giving them back with their mistakes marked."""
