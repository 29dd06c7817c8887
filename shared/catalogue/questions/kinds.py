"""Every kind of question, as one union told apart by `kind`."""

from typing import Annotated, get_args

from pydantic import Field

from shared.catalogue.questions.groups import GroupQuestion, RepeatQuestion
from shared.catalogue.questions.question import QuestionBase
from shared.catalogue.questions.simple import SimpleQuestion

Question = Annotated[SimpleQuestion | GroupQuestion | RepeatQuestion, Field(discriminator="kind")]

KINDS: dict[str, type[QuestionBase]] = {
    get_args(member.model_fields["kind"].annotation)[0]: member
    for member in (*get_args(get_args(SimpleQuestion)[0]), GroupQuestion, RepeatQuestion)
}
