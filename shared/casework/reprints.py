"""Receipts and answer sheets again, from the office's record. Each is a row of the trail: a receipt shows the code."""

from dataclasses import replace

from shared.casework.office import OfficeSide
from shared.casework.opened import OpenedCase, note
from shared.casework.receipts import content_of, copy_parts, place_of
from shared.language import clock
from shared.printing.content import CopyContent, ReceiptContent, words_of
from shared.records.derivation import answers_digest
from shared.records.proof import code_url, make_proof, proof_url


def reprint(office: OfficeSide, case: OpenedCase, by: str, base_url: str) -> ReceiptContent:
    """The receipt again, from the record. It shows the code, so it is a row of the trail."""
    content = receipt_again(office, case, base_url)
    note(office, case, by, "reprint", {})
    return content


def receipt_again(office: OfficeSide, case: OpenedCase, base_url: str) -> ReceiptContent:
    """What it would show. No row yet: whoever shows it to somebody writes one."""
    row, body = case.submission, case.body
    digest = answers_digest(body.root, body.answers)[:8]
    proof = make_proof(office.signer, row.reference, row.procedure_hash, row.received_at, digest)
    return replace(
        content_of(case.procedure, body, row.reference, row.received_at),
        register_number=row.register_number,
        proof_url=proof_url(base_url, proof),
        code=body.code,
        code_url=code_url(base_url, body.code),
        reprinted_at=clock.now(),
    )


def reprint_copy(office: OfficeSide, case: OpenedCase, by: str) -> CopyContent:
    """The answers sheet from the record, as the citizen saw the questions. A row of the trail."""
    body, procedure = case.body, case.procedure
    note(office, case, by, "copy_printed", {})
    return CopyContent(
        place=place_of(procedure, body.language),
        reference=case.submission.reference,
        title=words_of(procedure.title, body.language),
        received_at=case.submission.received_at,
        parts=copy_parts(procedure, body.answers, body.language, "citizen" if body.channel == "online" else "staff"),
        printed_at=clock.now(),
        language=body.language,
    )
