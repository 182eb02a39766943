"""The HTTP service: an interface for programs, and Korean pages for people."""
