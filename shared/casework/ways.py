"""Which ways in a procedure offers."""

from shared.catalogue.procedure import Procedure
from shared.errors import ChannelClosed


def check_channel(procedure: Procedure, channel: str) -> None:
    """Raises ChannelClosed where the procedure is not offered this way."""
    if not offered(procedure, channel):
        raise ChannelClosed("channel_closed", procedure=procedure.id, channel=channel)


def offered(procedure: Procedure, channel: str) -> bool:
    """Whether the procedure is offered this way."""
    ways = procedure.channels
    known = {
        "online": ways.online != "none",
        "counter": ways.counter,
        "paper": ways.paper,
        "post": ways.post,
        "phone": ways.counter,
    }
    return known.get(channel, False)
