"""Bundles as one person writes them: the samples' answers, what is shared once."""

from typing import Any

from shared.casework import applying, bundles
from shared.casework.cases import Case

from .town import Town, answers_of, files_of


def raw_of(town: Town, *samples: str) -> dict[str, Any]:
    """What one person answers: each procedure's answers below its id; what is shared is the first one's."""
    ids = [sample.partition("/")[0] for sample in samples]
    names = bundles.names_of(town.home, ids)
    raw: dict[str, Any] = {}
    for procedure, sample in zip(ids, samples, strict=True):
        for question, value in answers_of(sample).items():
            raw.setdefault(names[procedure][question], value)
    return raw


def files_for(town: Town, *samples: str) -> list[Any]:
    ids = [sample.partition("/")[0] for sample in samples]
    names = bundles.names_of(town.home, ids)
    return [
        (names[procedure][place.partition(".")[0]] + "".join(place.partition(".")[1:]), path)
        for procedure, sample in zip(ids, samples, strict=True)
        for place, path in files_of(sample)
    ]


def written(town: Town, *samples: str, key: str | None = None) -> Case:
    """A bundle, all answered at home and not sent."""
    case = bundles.start(town.home, [sample.partition("/")[0] for sample in samples], key=key)
    case, full = applying.attach_all(town.home, case, raw_of(town, *samples), files_for(town, *samples))
    return applying.answer_all(town.home, case, full, "citizen")
