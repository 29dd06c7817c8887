"""Alembic's entry for the letterbox's tables."""

from shared.records.front_tables import FRONT
from shared.records.migrations.running import run_environment

run_environment(FRONT.metadata)
