"""What the status screen needs beside a door: the fact, correcting, withdrawing."""

from typing import Protocol

from shared.casework.cases import Case


class Opener(Protocol):
    """Opens what is inside a sent case and acts on it. Methods raise the errors of casework."""

    def unlock(self, case: Case, fact: str) -> None:
        """Opens the inside for this visit. Raises ValueRefused, FactWrong, FactBlocked, KeepingError."""
        ...

    def begin_correction(self, case: Case) -> Case:
        """A draft made of what was sent. Raises CaseError, KeepingError."""
        ...

    def withdraw(self, case: Case, reason: str) -> None:
        """Sends the withdrawal. Raises CaseError, KeepingError."""
        ...
