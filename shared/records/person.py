"""The persons of a case: applicant, agent, messenger; each with contact, language and fact of their own."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in a case: the principal, who decides for them, who only carries, who helps."""

    APPLICANT = "applicant"
    AGENT = "agent"
    MESSENGER = "messenger"
    STAFF = "staff"


@dataclass(frozen=True, repr=False)
class Fact:
    """確認の一言. `kind`: birth_date, phone_tail, own_word; `value` as derivation.normal_fact gives it."""

    kind: str
    value: str


@dataclass(frozen=True, repr=False)
class Person:
    """One person. Names exactly as typed; `birth` ISO ("1947" where partly unknown); `phone` digits only.

    `contact` says how they want to be told: "none", "email", "phone", "post".
    """

    role: Role
    family: str = ""
    given: str = ""
    family_kana: str = ""
    given_kana: str = ""
    birth: str = ""
    phone: str = ""
    email: str = ""
    language: str = "ja"
    contact: str = "none"
    fact: Fact | None = None

    @property
    def name(self) -> str:
        """Family name, blank, given name; whichever of them there is."""
        return f"{self.family} {self.given}".strip()

    @property
    def kana(self) -> str:
        """The same in kana."""
        return f"{self.family_kana} {self.given_kana}".strip()


@dataclass(frozen=True)
class ActedBy:
    """Who pressed the keys: their role, and the name where it is known (staff always)."""

    role: Role
    name: str = ""
