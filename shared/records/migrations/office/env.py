"""Alembic's entry for the office's tables."""

from shared.records.migrations.running import run_environment
from shared.records.office_tables.every import OFFICE

run_environment(OFFICE.metadata)
