"""What people read. Functions from rows to messages; no database, no decisions."""
