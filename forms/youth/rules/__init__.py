"""The checks of 아동자립지원, each bound to its clause by id."""
