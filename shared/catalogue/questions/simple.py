"""Every kind that holds no other questions, as one union told apart by `kind`."""

from typing import Annotated

from pydantic import Field

from shared.catalogue.questions.choices import ChoiceQuestion, ChoicesQuestion, ConsentQuestion, YesNoQuestion
from shared.catalogue.questions.contact import (
    AddressQuestion,
    BuildingQuestion,
    EmailQuestion,
    PhoneQuestion,
    PostalQuestion,
)
from shared.catalogue.questions.dates import BirthDateQuestion, DateQuestion, MonthQuestion, OpenDayQuestion
from shared.catalogue.questions.files import FileQuestion
from shared.catalogue.questions.numbers import (
    BankNumberQuestion,
    CorporateNumberQuestion,
    DigitsQuestion,
    MoneyQuestion,
    MyNumberQuestion,
    NumberQuestion,
)
from shared.catalogue.questions.words import (
    AliasQuestion,
    BankBranchQuestion,
    BankKanaQuestion,
    BankNameQuestion,
    KanaQuestion,
    LongTextQuestion,
    NameQuestion,
    StaffQuestion,
    TextQuestion,
)

SimpleQuestion = Annotated[
    TextQuestion
    | LongTextQuestion
    | NameQuestion
    | AliasQuestion
    | KanaQuestion
    | DateQuestion
    | BirthDateQuestion
    | MonthQuestion
    | OpenDayQuestion
    | PostalQuestion
    | AddressQuestion
    | BuildingQuestion
    | PhoneQuestion
    | EmailQuestion
    | ChoiceQuestion
    | ChoicesQuestion
    | YesNoQuestion
    | ConsentQuestion
    | NumberQuestion
    | MoneyQuestion
    | DigitsQuestion
    | MyNumberQuestion
    | CorporateNumberQuestion
    | BankNameQuestion
    | BankBranchQuestion
    | BankNumberQuestion
    | BankKanaQuestion
    | FileQuestion
    | StaffQuestion,
    Field(discriminator="kind"),
]
