"""Support money by household: what was spent, what is left, what breaks a clause."""
