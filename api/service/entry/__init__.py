"""Direct entry: the boxes of a form, and what was typed into them."""
