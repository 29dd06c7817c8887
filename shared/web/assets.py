"""Files that never change under one address, compressed once and kept: our look, Streamlit's bundle."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.web.asgi import Headers, answer, header

FOREVER: Final = b"public, max-age=31536000, immutable"
COMPRESSION: Final = 6  # zlib level; the whole of Streamlit's bundle takes about a second, each file once

_KINDS: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".json": "application/json",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".ttf": "font/ttf",
}
_COMPRESSIBLE: Final = frozenset({".js", ".css", ".svg", ".json", ".ttf", ".wasm"})


@dataclass(frozen=True)
class KeptFile:
    """One file as it is kept: `data` is gzip where `packed`."""

    data: bytes
    packed: bool
    kind: bytes


class Assets:
    """Files below `root`. Names are looked up in a list made at start, never on the disk."""

    def __init__(self, root: Path) -> None:
        base = root.resolve()
        self._paths = {path.relative_to(base).as_posix(): path for path in base.rglob("*") if path.is_file()}
        self._kept: dict[str, KeptFile] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._paths

    def text(self, name: str) -> str:
        """A text file, as it lies there. Raises KeyError."""
        return self._paths[name].read_text(encoding="utf-8")

    def version(self) -> str:
        """Eight characters that change when any file does: in the address, so that caches may keep all."""
        digest = hashlib.sha256()
        for name, path in sorted(self._paths.items()):
            digest.update(name.encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()[:8]

    def file(self, name: str) -> KeptFile:
        """The file, read and compressed at its first use. Raises KeyError."""
        if name not in self._kept:
            self._kept[name] = _keep(self._paths[name])
        return self._kept[name]

    async def serve(self, name: str, scope: Scope, send: Send) -> None:
        """Answers with the file, or 404, or 405."""
        if name not in self:
            await answer(send, 404)
            return
        if scope["method"] not in {"GET", "HEAD"}:
            await answer(send, 405, [(b"allow", b"GET, HEAD")])
            return
        kept = self._kept[name] if name in self._kept else await run_in_threadpool(self.file, name)
        fields: Headers = [(b"content-type", kept.kind), (b"cache-control", FOREVER)]
        fields.append((b"vary", b"Accept-Encoding"))
        body = kept.data
        if kept.packed and "gzip" in header(scope, b"accept-encoding"):
            fields.append((b"content-encoding", b"gzip"))
        elif kept.packed:
            body = gzip.decompress(kept.data)
        await answer(send, 200, fields, b"" if scope["method"] == "HEAD" else body)


class StaticFiles:
    """Serves `assets` below `prefix`; what is not among them is 404, without asking anybody further in."""

    def __init__(self, app: ASGIApp, prefix: str, assets: Assets) -> None:
        self._app = app
        self._prefix = prefix
        self._assets = assets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(self._prefix):
            await self._assets.serve(scope["path"].removeprefix(self._prefix), scope, send)
        else:
            await self._app(scope, receive, send)


def _keep(path: Path) -> KeptFile:
    plain = path.read_bytes()
    kind = _KINDS.get(path.suffix, "application/octet-stream").encode()
    packed = gzip.compress(plain, COMPRESSION, mtime=0) if path.suffix in _COMPRESSIBLE else plain
    return KeptFile(packed, True, kind) if len(packed) < len(plain) else KeptFile(plain, False, kind)
