"""The procedures of a catalogue, by their place and by their id; each is made when it is first asked for."""

from collections.abc import Callable, KeysView, Sequence
from typing import overload

from shared.catalogue.procedure import Procedure


class Procedures(Sequence[Procedure]):
    """`make` gives the procedure at a place."""

    def __init__(self, ids: Sequence[str], make: Callable[[int], Procedure]) -> None:
        self._places = {procedure_id: place for place, procedure_id in enumerate(ids)}
        self._make = make
        self._made: dict[int, Procedure] = {}

    def of(self, procedure_id: str) -> Procedure:
        """The procedure of an id. Raises KeyError."""
        return self[self._places[procedure_id]]

    def find(self, procedure_id: str) -> Procedure | None:
        """The procedure of an id; None where there is none of it."""
        return self.of(procedure_id) if procedure_id in self._places else None

    @property
    def ids(self) -> KeysView[str]:
        """Every id, in the order of the file; nothing is made for it."""
        return self._places.keys()

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> Procedure: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Procedure]: ...
    def __getitem__(self, place: int | slice) -> Procedure | Sequence[Procedure]:
        places = range(len(self))[place]
        if isinstance(places, range):
            return tuple(self[one] for one in places)
        known = self._made.get(places)
        # Of two threads that make the same one, both get the one that was first there.
        return known if known is not None else self._made.setdefault(places, self._make(places))
