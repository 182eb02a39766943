"""What the limited process for Word templates and its parent agree on: what one question may take."""

# One document of a few pages takes some 10 ms and 100 MB.
CPU_SECONDS = 10
MEMORY_BYTES = 768 * 2**20
