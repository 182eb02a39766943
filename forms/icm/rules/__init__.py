"""The checks of 통합사례관리, each bound to its clause by id."""
