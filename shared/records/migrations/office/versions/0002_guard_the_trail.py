"""経過 is append-only: the database itself refuses to change or delete a row.

The one way out is retention: `detail` may become NULL for a case whose reference stands in trail_erasure.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

_KEPT = ("section", "seq", "at", "actor", "action", "reference", "detail_digest", "hash")
_MARKED = "EXISTS (SELECT 1 FROM trail_erasure e WHERE e.reference = OLD.reference)"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgres()
    else:
        _guard_sqlite()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for trigger in ("trail_no_change", "trail_no_delete", "trail_no_truncate"):
            op.execute(f"DROP TRIGGER {trigger} ON trail")
        op.execute("DROP FUNCTION trail_refuse()")
        op.execute("DROP FUNCTION trail_refuse_change()")
    else:
        op.execute("DROP TRIGGER trail_no_change")
        op.execute("DROP TRIGGER trail_no_delete")


def _guard_sqlite() -> None:
    same = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in _KEPT)
    op.execute(
        "CREATE TRIGGER trail_no_change BEFORE UPDATE ON trail "
        f"WHEN NOT (NEW.detail IS NULL AND {same} AND {_MARKED}) "
        "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
    )
    op.execute(
        "CREATE TRIGGER trail_no_delete BEFORE DELETE ON trail "
        "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
    )


def _guard_postgres() -> None:
    same = " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in _KEPT)
    op.execute(
        "CREATE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$"
    )
    op.execute(
        "CREATE FUNCTION trail_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NEW.detail IS NULL AND {same} AND {_MARKED} THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION 'the trail is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER trail_no_change BEFORE UPDATE ON trail FOR EACH ROW EXECUTE FUNCTION trail_refuse_change()"
    )
    op.execute("CREATE TRIGGER trail_no_delete BEFORE DELETE ON trail FOR EACH ROW EXECUTE FUNCTION trail_refuse()")
    op.execute(
        "CREATE TRIGGER trail_no_truncate BEFORE TRUNCATE ON trail FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse()"
    )
