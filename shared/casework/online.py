"""What may be sent from home, and with what: the one place that reads `identity_online`.

`card_signature` asks for what this portal cannot take: such a procedure is written at home and ends at the counter or
by post, whatever its channel says. `card_sign_in` is sent with the My Number card, and without it ends there as well.
"""

from shared.casework import persons
from shared.casework.cases import Case
from shared.casework.id_card.kept import SOMEBODY_ELSE, whose
from shared.catalogue import journey
from shared.catalogue.procedure import Procedure
from shared.errors import ChannelClosed, IdCardNeeded, IdCardOther

HAND = "citizen"


def takes_online(procedure: Procedure) -> bool:
    """Whether anybody may send it from home."""
    return procedure.channels.online == "full" and procedure.identity_online != "card_signature"


def needs_card(procedure: Procedure) -> bool:
    """Whether it is sent from home with the My Number card only."""
    return takes_online(procedure) and procedure.identity_online == "card_sign_in"


def may_send(case: Case) -> bool:
    """Whether this case may be sent the way it is written; else it ends at the counter, or by post.

    A correction goes with code and fact, which belong to whoever sent the application.
    """
    if case.channel != "online":
        return True
    shown = case.id_card is not None or case.correcting
    return takes_online(case.procedure) and (shown or not needs_card(case.procedure))


def check_online(case: Case) -> None:
    """Raises ChannelClosed, IdCardNeeded, IdCardOther where it may not be sent from home as it is."""
    procedure = case.procedure
    if not takes_online(procedure):
        raise ChannelClosed("pre_entry_only", procedure=procedure.id, channel="online")
    if not needs_card(procedure) or case.correcting:
        return
    if case.id_card is None:
        raise IdCardNeeded("id_card_needed")
    answers = journey.asked_answers(procedure, case.answers, HAND)
    if whose(case.id_card.facts, *persons.persons_of(procedure, answers, case.language)) == SOMEBODY_ELSE:
        raise IdCardOther("id_card_other")
