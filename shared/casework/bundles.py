"""Bundles (一括): several procedures written as one, sent as ordinary cases that know of each other."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from shared.casework import applying, bundle_parts, ways
from shared.casework.cases import Case
from shared.casework.sides import Side
from shared.catalogue.bundle import Composed, Names, compose
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.procedure import Procedure
from shared.language import clock
from shared.records.person import ActedBy
from shared.records.shapes import JsonObject


def ids_of(wanted: str | Sequence[str]) -> tuple[str, ...]:
    """One id or several, each once."""
    return (wanted,) if isinstance(wanted, str) else tuple(dict.fromkeys(wanted))


def start(
    side: Side,
    procedure_ids: Sequence[str],
    channel: str = "online",
    language: str = "ja",
    key: str | None = None,
    actor: ActedBy | None = None,
    consent: JsonObject | None = None,
) -> Case:
    """A case for all of them, as `applying.start` makes one of one. What they share is asked once.

    Raises KeyError, ChannelClosed, CannotBundle.
    """
    if len(procedure_ids) == 1:
        return applying.start(side, procedure_ids[0], channel, language, key, actor, consent)
    for procedure_id in procedure_ids:
        ways.check_channel(side.catalogue().procedure(procedure_id), channel)
    members, composed = _composed(side.catalogue(), procedure_ids)
    bundle = tuple(
        bundle_parts.allotted(asked, names, side.maker) for asked, names in zip(members, composed.names, strict=True)
    )
    return applying.begin(side, composed.asked, channel, language, key, actor, consent, bundle)


def gathered(side: Side, procedure_ids: Sequence[str], raw: Mapping[str, object]) -> dict[str, object]:
    """Answers as a machine gives them, under the names of the bundle: what is shared once, what is special below the
    procedure's id (`{"applicant_sei": …, "inu-toroku": {"dog_name": …}}`) or, where no other asks it, beside it.
    """
    if len(procedure_ids) == 1:
        return dict(raw)
    return _gathered(names_of(side, procedure_ids), raw)


def parted_raw(
    catalogue: Catalogue, procedure_ids: Sequence[str], raw: Mapping[str, object]
) -> list[dict[str, object]]:
    """The same answers, each procedure's own under its own names. Raises KeyError, CannotBundle."""
    composed = _composed(catalogue, procedure_ids)[1]
    names = dict(zip(procedure_ids, composed.names, strict=True))
    made = _gathered(names, raw)
    known = {name for own in names.values() for name in own.values()}
    left = {key: value for key, value in made.items() if key not in known}
    parted = [{own: made[name] for own, name in names[one].items() if name in made} for one in procedure_ids]
    return [{**parted[0], **left}, *parted[1:]]  # what nobody asks is refused with the first


def _gathered(names: Mapping[str, Names], raw: Mapping[str, object]) -> dict[str, object]:
    made: dict[str, object] = {}
    for key, value in raw.items():
        if key in names and isinstance(value, Mapping):
            made.update({names[key].get(str(own), f"{key}.{own}"): answer for own, answer in value.items()})
        else:
            made[key] = value
    return made


def gathered_files(
    side: Side, procedure_ids: Sequence[str], files: Sequence[tuple[str, Path]]
) -> list[tuple[str, Path]]:
    """As `gathered`, of attachments: `QUESTION` or `PROCEDURE.QUESTION`."""
    names = names_of(side, procedure_ids) if len(procedure_ids) > 1 else {}
    return [(_place_in(names, place), path) for place, path in files]


def _place_in(names: Mapping[str, Names], place: str) -> str:
    procedure, _, own = place.partition(".")
    if procedure not in names:
        return place
    head, dot, rest = own.partition(".")
    return f"{names[procedure].get(head, head)}{dot}{rest}"


def names_of(side: Side, procedure_ids: Sequence[str]) -> dict[str, Names]:
    """For each procedure, its own question ids → those of the bundle. Raises KeyError, CannotBundle."""
    return dict(zip(procedure_ids, _composed(side.catalogue(), procedure_ids)[1].names, strict=True))


def as_one(side: Side, procedure_ids: Sequence[str]) -> Procedure:
    """What is asked when these are written together today. Raises KeyError, CannotBundle."""
    if len(procedure_ids) == 1:
        return side.catalogue().procedure(procedure_ids[0])
    return Procedure.from_asked(_composed(side.catalogue(), procedure_ids)[1].asked)


def _composed(catalogue: Catalogue, procedure_ids: Sequence[str]) -> tuple[list[JsonObject], Composed]:
    today = clock.today()
    members = [catalogue.procedure(procedure_id).as_asked(today) for procedure_id in procedure_ids]
    titles = {name: text.on(today).plain() for name, text in catalogue.shared_titles.items()}
    return members, compose(members, titles)
