"""An issuer of card sign-ins for tests, as デジタル認証アプリ is one: a real server with real keys that can be hostile.

It checks what a good issuer checks (PKCE S256, `private_key_jwt`, each code and assertion once). `twist` holds what it
does wrong: a name → a function or value that the handlers below look for.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from joserfc.jws import JWSRegistry

from shared.language import clock

CLIENT = "RP00000001"
PERSON = {
    "sub": "pairwise-0001",
    "name": "見本　花子",
    "address": {"formatted": "島根県松江市末次町８６番地"},
    "birthdate": "1983-04-02",
    "gender": "2",
    "email": "hanako@example.jp",
}
PAGE = """<!doctype html><html lang="ja"><meta charset="utf-8"><title>カード</title><h1>カードを読みとります</h1>
<form method="post"><button id="read">読みとった</button>
<button id="stop" name="stop" value="1">やめる</button></form>"""


@dataclass
class Asked:
    """One sign-in on its way."""

    nonce: str
    challenge: str
    redirect: str
    state: str
    person: dict[str, Any]


@dataclass
class CardIssuer:
    """The server. `public`: the client's keys; `asked`: requests by path, in order."""

    port: int = 0
    person: dict[str, Any] = field(default_factory=lambda: dict(PERSON))
    twist: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    public: KeySet | None = None
    key: ECKey | RSAKey = field(default_factory=lambda: new_key("k1"))
    codes: dict[str, Asked] = field(default_factory=dict)
    access: dict[str, dict[str, Any]] = field(default_factory=dict)
    assertions: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}/realms/main"

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/auth",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/certs",
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            **self.twist.get("metadata", {}),
        }

    def certs(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False), *self.twist.get("more_keys", [])]}

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser goes when the card was read."""
        assert query["code_challenge_method"] == "S256" and query["response_type"] == "code"
        assert query["client_id"] == CLIENT and "openid" in query["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = Asked(
            query["nonce"], query["code_challenge"], query["redirect_uri"], query["state"], dict(self.person)
        )
        answer = {"code": code, "state": query["state"], "iss": self.address, **self.twist.get("answer", {})}
        return query["redirect_uri"] + "?" + urlencode({k: v for k, v in answer.items() if v is not None})

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or form.get("grant_type") != "authorization_code":
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if _coded(digest) != asked.challenge:
            return 400, {"error": "invalid_grant"}
        if form.get("redirect_uri") != asked.redirect or not self._client(form):
            return 401, {"error": "invalid_client"}
        access = secrets.token_urlsafe(16)
        self.access[access] = asked.person
        said: dict[str, Any] = {"access_token": access, "token_type": "Bearer", "expires_in": 300}
        said["id_token"] = self.id_token(asked, access)
        said |= self.twist.get("token", {})
        return 200, {key: value for key, value in said.items() if value is not None}

    def _client(self, form: dict[str, str]) -> bool:
        assert self.public is not None
        claims = jwt.decode(form["client_assertion"], self.public, registry=JWSRegistry(algorithms=["ES256", "RS256"]))
        said, now = claims.claims, clock.now().timestamp()
        fresh = said["jti"] not in self.assertions and now - 60 < said["exp"] <= now + 300
        self.assertions.add(said["jti"])
        return fresh and said["iss"] == said["sub"] == CLIENT and said["aud"] == f"{self.address}/token"

    def id_token(self, asked: Asked, access: str) -> str:
        now = int(clock.now().timestamp())
        half = hashlib.sha256(access.encode()).digest()[:16]
        claims: dict[str, Any] = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": asked.person["sub"],
            "iat": now,
            "exp": now + 300,
            "nonce": asked.nonce,
            "at_hash": _coded(half),
        }
        claims |= {k: v(now) if callable(v) else v for k, v in self.twist.get("claims", {}).items()}
        claims = {k: v for k, v in claims.items() if v is not None}
        signed: Callable[[dict[str, Any]], str] = self.twist.get("signed", self.sign)
        return signed(claims)

    def sign(self, claims: dict[str, Any], key: Any = None, **head: Any) -> str:
        header = {"alg": "ES256", "kid": self.key.kid, **head}
        return jwt.encode({k: v for k, v in header.items() if v is not None}, claims, key or self.key)

    def sign_with_shared_secret(self, secret: bytes, claims: dict[str, Any], kid: str) -> str:
        """HS256 by hand: libraries refuse to take a public key for a secret, attackers don't."""
        parts = [{"alg": "HS256", "kid": kid, "typ": "JWT"}, claims]
        said = ".".join(_coded(json.dumps(part).encode()) for part in parts)
        return f"{said}.{_coded(hmac.digest(secret, said.encode(), 'sha256'))}"

    def userinfo(self, authorization: str) -> tuple[int, dict[str, Any]]:
        person = self.access.get(authorization.removeprefix("Bearer "))
        return (200, {**person, **self.twist.get("userinfo", {})}) if person else (401, {"error": "invalid_token"})


class _Handler(BaseHTTPRequestHandler):
    issuer: CardIssuer

    def do_GET(self) -> None:
        path, query = self._asked()
        made: dict[str, Callable[[], tuple[int, Any]]] = {
            "/.well-known/openid-configuration": lambda: (200, self.issuer.metadata()),
            "/certs": lambda: (200, self.issuer.certs()),
            "/userinfo": lambda: self.issuer.userinfo(self.headers.get("authorization", "")),
        }
        if path == "/auth":
            self._say(200, PAGE.encode(), "text/html; charset=utf-8")
        elif path in made:
            self._json(path, *made[path]())
        else:
            self._say(404, b"")
        del query

    def do_POST(self) -> None:
        path, query = self._asked()
        form = dict(parse_qsl(self.rfile.read(int(self.headers.get("content-length", 0))).decode()))
        if path == "/token":
            self._json(path, *self.issuer.token(form))
        elif "stop" in form:
            said = {"error": "access_denied", "state": query["state"], "iss": self.issuer.address}
            self._go(query["redirect_uri"] + "?" + urlencode(said))
        else:
            self._go(self.issuer.authorize(query))

    def _asked(self) -> tuple[str, dict[str, str]]:
        parts = urlsplit(self.path)
        path = parts.path.removeprefix("/realms/main")
        self.issuer.asked.append(path)
        return path, {name: values[0] for name, values in parse_qs(parts.query).items()}

    def _json(self, path: str, status: int, value: Any) -> None:
        if to := self.issuer.twist.get("redirect", {}).get(path):
            self._go(to)
        elif drip := self.issuer.twist.get("drip", {}).get(path):
            self._drip(drip)
        else:
            body = self.issuer.twist.get("body", {}).get(path)
            self._say(status, json.dumps(value).encode() if body is None else body, "application/json")

    def _drip(self, pause: float) -> None:
        """A byte now and then, for ever: every single wait is short."""
        self.send_response(200)
        self.send_header("content-length", "1000")
        self.end_headers()
        for _ in range(1000):
            try:
                self.wfile.write(b" ")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(pause)

    def _go(self, address: str) -> None:
        self.send_response(303)
        self.send_header("location", address)
        self.send_header("content-length", "0")
        self.end_headers()

    def _say(self, status: int, body: bytes, kind: str = "text/plain") -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what some tests are about."""


def _coded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def new_key(kid: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": "ES256"})


@contextmanager
def running(port: int = 0) -> Iterator[CardIssuer]:
    """A server on a port of this machine."""
    issuer = CardIssuer()
    handler = type("Handler", (_Handler,), {"issuer": issuer})
    server = _Server(("127.0.0.1", port), handler)
    issuer.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield issuer
    server.shutdown()
    server.server_close()
