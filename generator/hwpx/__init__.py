"""HWPX: bound forms as OWPML (KS X 6101), the open format of 한글."""
