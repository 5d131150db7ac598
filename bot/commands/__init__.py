"""One file a command. What takes time to load is imported when the command runs, so that each starts fast."""
