"""아동자립지원: its forms and rules."""
