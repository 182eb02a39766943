"""Papers from outside, scanned or filled in: opened strictly and made ready to be looked at or laid on a page."""
