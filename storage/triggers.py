"""What the database itself guards: append-only tables, and the log of claim changes.

A migration that rebuilds a table on SQLite loses the table's triggers, so it calls `recreate` at its end.
"""

from sqlalchemy import Connection, text

APPEND_ONLY = ("verdict", "evidence", "event")

# What the search index holds, or filters by.
SEARCHED = ("text", "title", "claimant", "language", "verdict_id", "merged_into", "state")


def sqlite_triggers() -> list[str]:
    found = [
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in APPEND_ONLY
        for act in ("update", "delete")
    ]
    log = "BEGIN INSERT INTO claim_change (claim_id, txid) VALUES ({row}.id, 0); END"
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in SEARCHED)
    return [
        *found,
        f"CREATE TRIGGER claim_added AFTER INSERT ON claim {log.format(row='NEW')}",
        f"CREATE TRIGGER claim_changed AFTER UPDATE OF {', '.join(SEARCHED)} ON claim "
        f"WHEN {changed} {log.format(row='NEW')}",
        f"CREATE TRIGGER claim_removed AFTER DELETE ON claim {log.format(row='OLD')}",
    ]


def postgresql_triggers() -> list[str]:
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in SEARCHED)
    return [
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        "CREATE OR REPLACE FUNCTION log_claim_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "INSERT INTO claim_change (claim_id, txid) "
        "VALUES (CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END, pg_current_xact_id()::text::bigint); "
        "RETURN NULL; END $$",
        *(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            for table in APPEND_ONLY
        ),
        "CREATE TRIGGER claim_added AFTER INSERT OR DELETE ON claim "
        "FOR EACH ROW EXECUTE FUNCTION log_claim_change()",
        f"CREATE TRIGGER claim_changed AFTER UPDATE ON claim FOR EACH ROW WHEN ({changed}) "
        "EXECUTE FUNCTION log_claim_change()",
    ]


def recreate(connection: Connection) -> None:
    """Puts every trigger in place, whatever was there before."""
    if connection.dialect.name == "sqlite":
        there = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        for (name,) in there.all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        wanted = sqlite_triggers()
    else:
        for table in (*APPEND_ONLY, "claim"):
            for act in ("no_change", "added", "changed"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_{act} ON {table}")
        wanted = postgresql_triggers()
        wanted = [statement.replace("%", "%%") for statement in wanted]  # the driver's own use of %
    for statement in wanted:
        connection.exec_driver_sql(statement)
