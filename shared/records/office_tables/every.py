"""Tables of the office (LGWAN side), all of them."""

from shared.records.office_tables.cases import (
    AskedProcedure,
    Attachment,
    CaseViewer,
    Filed,
    SearchToken,
    SubmissionBody,
    SubmissionRow,
)
from shared.records.office_tables.devices import Device
from shared.records.office_tables.letterbox import LetterboxOutbox, MirrorCard, MirrorFolder, Unopened
from shared.records.office_tables.paper import PaperEntry, SignatureWait, UnsortedSheet
from shared.records.office_tables.people import CoverPin, Parked, SignInTry, Staff, StaffSession
from shared.records.office_tables.proposals import Proposal
from shared.records.office_tables.registers import ProtectedPerson, RegisterCounter, StatusCount
from shared.records.office_tables.registry import TABLES, OfficeTable
from shared.records.office_tables.trail import AnchorRow, Trail, TrailErasure, TrailHead
from shared.records.office_tables.upkeep import Rehearsal, Setting
from shared.records.office_tables.visits import Ticket, TicketLine, TicketTurn

OFFICE = TABLES
EVERY: tuple[type[OfficeTable], ...] = (
    SubmissionRow,
    SubmissionBody,
    AskedProcedure,
    Attachment,
    SearchToken,
    Filed,
    CaseViewer,
    RegisterCounter,
    StatusCount,
    ProtectedPerson,
    Trail,
    TrailHead,
    TrailErasure,
    AnchorRow,
    Staff,
    StaffSession,
    SignInTry,
    Parked,
    CoverPin,
    Device,
    Proposal,
    UnsortedSheet,
    PaperEntry,
    SignatureWait,
    MirrorFolder,
    MirrorCard,
    LetterboxOutbox,
    Unopened,
    Rehearsal,
    Setting,
    TicketLine,
    Ticket,
    TicketTurn,
)
