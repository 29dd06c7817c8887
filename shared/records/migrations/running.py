"""Runs the migrations of one store on a connection that somebody holds. The two stores share nothing but
this.
"""

import threading
from pathlib import Path

from alembic import command, context
from alembic.config import Config
from sqlalchemy import Connection, MetaData

_ONE_AT_A_TIME = threading.Lock()  # Alembic's environment is global to the process
_HERE = Path(__file__).resolve().parent


def upgrade(connection: Connection, store: str, revision: str = "head") -> None:
    """Forward to `revision`. The caller commits."""
    with _ONE_AT_A_TIME:
        command.upgrade(config(store, connection), revision)


def downgrade(connection: Connection, store: str, revision: str = "base") -> None:
    """Back to `revision`. The caller commits."""
    with _ONE_AT_A_TIME:
        command.downgrade(config(store, connection), revision)


def config(store: str, connection: Connection | None = None) -> Config:
    """Alembic's configuration of one store, without any file of settings."""
    made = Config()
    made.set_main_option("script_location", str(_HERE / store).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes.update(connection=connection, version_table=f"{store}_revision")
    return made


def run_environment(metadata: MetaData) -> None:
    """What each store's `env.py` does."""
    attributes = context.config.attributes
    context.configure(
        connection=attributes["connection"],
        target_metadata=metadata,
        version_table=attributes["version_table"],
        render_as_batch=True,
        transactional_ddl=True,  # on SQLite too, because our transactions are explicit
    )
    with context.begin_transaction():
        context.run_migrations()
