"""The conversation: one file per thing people do. A handler decides and writes, it never sends."""
