"""The kind file: what the server made of uploaded files. The bytes are elsewhere (records.blobs)."""

import re
from typing import Any, Literal

from pydantic import Field, JsonValue

from shared.catalogue.model import Id, Whole
from shared.catalogue.questions.question import Asking, Parsed, QuestionBase
from shared.errors import ValueRefused
from shared.language import wording

FileType = Literal["pdf", "jpg", "png", "heic"]

MEDIA_TYPES = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/heic": "heic",
    "image/heif": "heic",
}
_MADE_FROM = {"heic": frozenset({"jpg", "png"})}  # pictures are encoded again at upload
_SHAPE = {
    "blob": re.compile(r"[A-Za-z0-9_=-]{1,64}"),
    "key": re.compile(r"[A-Za-z0-9+/_=-]{1,128}"),
    "name": re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,255}"),
    "type": re.compile(r"[a-z0-9.+/-]{1,100}"),
    "sha256": re.compile(r"[0-9a-f]{64}"),
}
_NEEDED = frozenset({"blob", "name", "type", "size", "sha256"})


class FileQuestion(QuestionBase):
    """Files. Stored: a list of {blob, key (absent once sealed), name, type, size (bytes), sha256 (hex)}."""

    kind: Literal["file"]
    accept_types: tuple[FileType, ...] = Field(("pdf", "jpg", "png", "heic"), alias="accept", min_length=1)
    max_files: Whole = Field(1, ge=1, le=10)
    max_mb: Whole = Field(10, ge=1, le=10)
    document: Id | None = None  # the kind of document it is: not asked where the office may look it up

    def read(self, raw: object, asking: Asking) -> Parsed:
        given = raw if isinstance(raw, list | tuple) else [raw]
        if len(given) > self.max_files:
            raise ValueRefused("files_too_many", most=self.max_files)
        return Parsed([self._file(one) for one in given])

    def _file(self, raw: object) -> dict[str, JsonValue]:
        if not isinstance(raw, dict) or not _is_file(raw):
            raise ValueRefused("not_a_file")
        if not self.takes(raw["type"]):
            raise ValueRefused("file_type", accept=wording_of(self.accept_types))
        if raw["size"] > self.max_mb * 1024 * 1024:
            raise ValueRefused("file_too_large", megabytes=self.max_mb)
        return dict(raw)

    def takes(self, media_type: str) -> bool:
        """True for a type (`application/pdf` or `pdf`) that this question asks for."""
        short = MEDIA_TYPES.get(media_type, media_type)
        return any(short == taken or short in _MADE_FROM.get(taken, ()) for taken in self.accept_types)

    def show(self, stored: JsonValue, language: str = "ja") -> str:
        files = stored if isinstance(stored, list) else []
        named = [str(file.get("name", "")) for file in files if isinstance(file, dict)]
        return wording.say("catalogue.comma", language).join(named)

    def json_schema(self) -> dict[str, Any]:
        words = {name: {"type": "string"} for name in _SHAPE}
        file = {"type": "object", "properties": {**words, "size": {"type": "integer", "minimum": 1}}}
        closed = {"required": sorted(_NEEDED), "additionalProperties": False}
        return {"type": "array", "items": {**file, **closed}, "maxItems": self.max_files}


def wording_of(types: tuple[str, ...]) -> str:
    """Types as people know them: PDF・JPG."""
    return "・".join(one.upper() for one in types)


def _is_file(raw: dict[Any, Any]) -> bool:
    if not set(raw) >= _NEEDED or set(raw) - _NEEDED - {"key"}:
        return False
    size = raw["size"]
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        return False
    return all(isinstance(raw[key], str) and shape.fullmatch(raw[key]) for key, shape in _SHAPE.items() if key in raw)
