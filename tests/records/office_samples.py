"""Cases for the tests of the office's store: sealed by a real vault, never by hand."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine, text

from shared.records.boxes import canonical
from shared.records.card import SealedCard
from shared.records.database import reading
from shared.records.envelope import AskedProcedure, Body, new_envelope_id
from shared.records.folder import FolderRow
from shared.records.keyring import VaultKeys
from shared.records.person import ActedBy, Fact, Person, Role
from shared.records.reference import new_reference
from shared.records.store.filing import FiledRow, NewSubmission
from shared.records.store.office import OfficeStore
from shared.records.store.visibility import Viewer
from shared.records.vault import Vault, person_terms

NOW = datetime(2026, 11, 22, 5, 41, tzinfo=UTC)
TODAY = date(2026, 11, 22)
CLERK = Viewer("suzuki")
ASKED: dict[str, Any] = {"id": "juminhyo-copy", "title": {"ja": "住民票の写しをとる"}}


def new_vault() -> Vault:
    return Vault(VaultKeys({1: os.urandom(32)}, os.urandom(32)))


def person(family: str = "見本", given: str = "花子") -> Person:
    return Person(Role.APPLICANT, family, given, "ミホン", "ハナコ", "1947-03-05", "09012345678")


def body_of(who: Person) -> Body:
    asked_hash = hashlib.sha256(canonical(ASKED)).digest()
    return Body(
        procedure=AskedProcedure("juminhyo-copy", asked_hash, ASKED),
        answers={"applicant_sei": who.family},
        channel="online",
        actor=ActedBy(Role.APPLICANT),
        applicant=who,
        consent={},
        k_in=os.urandom(32),
        fact=Fact("birth_date", "19470305"),
        code="7H3K9QWN2TCXM4RD",
        root=os.urandom(32),
        language="ja",
        started_at=NOW,
        submitted_at=NOW,
    )


@dataclass
class Office:
    """A store, and ways to fill it."""

    engine: Engine
    vault: Vault = field(default_factory=new_vault)

    @property
    def store(self) -> OfficeStore:
        return OfficeStore(self.engine, self.vault)

    def new(self, **changes: Any) -> NewSubmission:
        """An arrival as casework hands it over; `who` is the applicant."""
        who: Person = changes.pop("who", person())
        reference: str = changes.pop("reference", new_reference("A"))
        section: str = changes.get("section", "shiminka")
        body = body_of(who)
        key = self.vault.new_case(reference)
        new = NewSubmission(
            envelope_id=new_envelope_id(),
            digest=os.urandom(32),
            reference=reference,
            section=section,
            register=lambda year, serial: f"{section}-{year}-{serial:06d}",
            fiscal_day=TODAY,
            procedure_id=body.procedure.id,
            procedure_hash=body.procedure.hash,
            asked=canonical(ASKED).decode(),
            channel="online",
            received_at=NOW,
            filed_at=NOW,
            wrap=key.wrap,
            applicant=key.seal("submission_body", "applicant", who.name.encode()),
            body=key.seal("submission_body", "body", body.to_json()),
            actor="citizen",
            detail=key.seal("trail", "file", canonical({"origin": "portal"})),
            tokens=self.vault.tokens(section, person_terms(who)),
        )
        return replace(new, **changes)

    def file(self, **changes: Any) -> FiledRow:
        return self.store.file(self.new(**changes))

    def rows(self, table: str) -> int:
        return int(self.scalar(f"SELECT count(*) FROM {table}"))

    def scalar(self, statement: str, **values: Any) -> Any:
        with reading(self.engine) as connection:
            return connection.execute(text(statement), values).scalar()

    def all(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        with reading(self.engine) as connection:
            return [tuple(row) for row in connection.execute(text(statement), values)]

    def true_counts(self) -> dict[tuple[str, str], int]:
        """What status_count must say."""
        found = self.all("SELECT section, status, count(*) FROM submission WHERE visibility = 'section' GROUP BY 1, 2")
        return {(section, status): n for section, status, n in found}

    def kept_counts(self) -> dict[tuple[str, str], int]:
        found = self.all("SELECT section, status, n FROM status_count WHERE n <> 0")
        return {(section, status): n for section, status, n in found}

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table: equal where nothing has happened."""
        from shared.records.office_tables.every import OFFICE

        return {name: sorted(self.all(f"SELECT * FROM {name}"), key=repr) for name in OFFICE.metadata.tables}


def folder_row(**changes: Any) -> FolderRow:
    row = FolderRow(os.urandom(16), 2, date(2027, 12, 31), "birth_date", NOW, NOW, None, b"front", b"inside")
    return replace(row, **changes)


def one_card(locator: bytes, seq: int = 1) -> SealedCard:
    return SealedCard(locator, seq, date(2027, 12, 31), b"card front %d" % seq, b"card inside")


def apart(office: Office, new: NewSubmission, **changes: Any) -> Callable[[str, FiledRow], NewSubmission]:
    """What casework does where an arrival needs another reference: sealed again for it."""

    def another(why: str, there: FiledRow) -> NewSubmission:
        kept = {"envelope_id": new.envelope_id, "digest": new.digest, "section": new.section}
        return office.new(**{**kept, **changes})

    return another
