"""Case files as they come in, what checking says of them, and their forms as files."""
