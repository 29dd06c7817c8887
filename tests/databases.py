"""Databases that fail and come back: what happens to a town whose letterbox or office store is gone."""

import os

import psycopg
from sqlalchemy import make_url


class Database:
    """A database of its own on PostgreSQL, which an operator may shut and open again."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._name = f"gone_{os.urandom(4).hex()}"
        self._tell(f"CREATE DATABASE {self._name}")

    @property
    def url(self) -> str:
        return make_url(self._server).set(database=self._name).render_as_string(hide_password=False)

    def shut(self) -> None:
        """Every connection is cut and none is taken."""
        self._tell(f"ALTER DATABASE {self._name} ALLOW_CONNECTIONS false")
        self._tell(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self._name}'")

    def open(self) -> None:
        self._tell(f"ALTER DATABASE {self._name} ALLOW_CONNECTIONS true")

    def _tell(self, statement: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement)
