"""Rows of the trail for deeds that belong to no one case: searches, sign-ins, refusals. Never with values."""

from collections.abc import Iterable

from sqlalchemy import Connection
