"""The memory: tables, transactions, inbox, jobs and outbox, the search index, migrations."""
