"""``seosik list``: cases and their forms by state, and who lacks what a yearly evaluation counts."""
