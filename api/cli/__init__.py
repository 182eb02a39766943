"""The command line: where it begins, its commands, how it ends."""
