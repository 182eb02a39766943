"""Case files as flat tables, and values as people type them."""
