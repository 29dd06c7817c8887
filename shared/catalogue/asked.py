"""By which digests the procedures of a catalogue are known, as they are asked on a day."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from shared.catalogue.catalogue import Catalogue
from shared.catalogue.procedure import asked_hash


@lru_cache(maxsize=60)
def asked_on(catalogue: Catalogue, day: date) -> Mapping[bytes, str]:
    """Digest → id. Only these are kept: sixty days of whole procedures would fill the memory."""
    return {asked_hash(procedure.as_asked(day)): procedure.id for procedure in catalogue.procedures}
