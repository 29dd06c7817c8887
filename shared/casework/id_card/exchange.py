"""One sign-in by card with the issuer: where the browser is sent, and what its answer is worth.

OpenID Connect, authorization code with PKCE (S256) and `private_key_jwt`, by Authlib, as デジタル認証アプリ asks for
it. Authlib writes the address, the challenge, our assertion and the request for the token, and checks the claims; what
it leaves open (which algorithms, one audience, how old a token may be, whose facts these are) is checked here. Nothing
is looked up by e-mail address: who somebody is, is the issuer's subject alone.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl

from authlib.oauth2.base import OAuth2Error
from authlib.oauth2.client import OAuth2Client
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry

from shared.casework.id_card.issuer import Issuer
from shared.casework.id_card.shown import BasicFacts, read_facts
from shared.casework.id_card.wire import Reply, Wire
from shared.errors import IdCardAway, IdCardRefused, SettingsError
from shared.language import clock
from shared.records.key_files import read_private

SCOPE: Final = "openid name address birthdate gender"
ALGORITHMS: Final = ("ES256", "PS256", "RS256")  # never "none", never a shared secret
SKEW: Final = timedelta(seconds=60)
OLDEST_TOKEN: Final = timedelta(minutes=10)
ASSERTION_LIFE: Final = 60  # seconds
LONGEST_CODE: Final = 2048
FEWEST_RSA_BITS: Final = 2048

OurKey = ECKey | RSAKey


@dataclass(frozen=True, repr=False)
class Way:
    """One way there and back. All of it is random and good once; `verifier` and `nonce` stay with us."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, repr=False)
class Holder:
    """Who showed a card: the issuer's name for them at this service alone, and the facts."""

    subject: str
    facts: BasicFacts


class Exchange:
    """The conversation with one issuer. `callback`: where it sends people back to, as it knows us."""

    def __init__(self, issuer: Issuer, client_id: str, key: OurKey, callback: str) -> None:
        self.issuer = issuer
        self._client_id, self._key, self._callback = client_id, key, callback

    def new_way(self) -> Way:
        """A new way. 32 random bytes each."""
        return Way(*(secrets.token_urlsafe(32) for _ in range(3)))

    def address(self, way: Way) -> str:
        """Where the browser goes. Raises IdCardAway."""
        addresses = self.issuer.addresses()
        client = self._client(None)
        url, _ = client.create_authorization_url(
            addresses.authorization, way.state, way.verifier, nonce=way.nonce, prompt="login"
        )
        return str(url)

    def holder(self, way: Way, said: Mapping[str, str]) -> Holder:
        """Whose card it was. `said`: the address's parameters, the state compared already.

        Raises IdCardRefused for anything that is not as it must be, IdCardAway.
        """
        addresses = self.issuer.addresses()
        named = said.get("iss")
        _holds(named == addresses.issuer or (named is None and not addresses.names_itself), "iss_of_answer")
        code = said.get("code", "")
        _holds(0 < len(code) <= LONGEST_CODE, "no_code")
        token = self._token(addresses.token, way, code)
        claims = self._claims(token, way)
        access = token.get("access_token")
        _holds(isinstance(access, str) and str(token.get("token_type", "")).lower() == "bearer", "token_type")
        reply = self.issuer.wire.get(addresses.userinfo, {"authorization": f"Bearer {access}"})
        _holds(reply.status == 200, "userinfo")
        about = reply.json()
        _holds(about.get("sub") == claims["sub"], "sub_changed")
        return Holder(str(claims["sub"]), read_facts(about))

    def public_keys(self) -> dict[str, object]:
        """Our public key, for the issuer."""
        public = self._key.as_dict(private=False)
        return {"keys": [{**public, "kid": self._key.thumbprint(), "use": "sig", "alg": self._algorithm}]}

    @property
    def _algorithm(self) -> str:
        return "ES256" if isinstance(self._key, ECKey) else "RS256"

    def _client(self, session: "_Session | None") -> OAuth2Client:
        return OAuth2Client(
            session,
            self._client_id,
            self._key,
            token_endpoint_auth_method=PrivateKeyJWT.name,
            scope=SCOPE,
            redirect_uri=self._callback,
            code_challenge_method="S256",
        )

    def _token(self, endpoint: str, way: Way, code: str) -> dict[str, Any]:
        """What the code is exchanged for. Raises IdCardRefused where the issuer says no."""
        client, now = self._client(_Session(self.issuer.wire)), int(clock.now().timestamp())
        times = {"iat": now, "exp": now + ASSERTION_LIFE}
        head = {"kid": self._key.thumbprint()}
        client.register_client_auth_method(PrivateKeyJWT(endpoint, times, head, self._algorithm))
        try:
            token = client.fetch_token(endpoint, code=code, code_verifier=way.verifier, grant_type="authorization_code")
        except OAuth2Error as error:
            raise IdCardRefused("id_card_refused", why="token_refused") from error
        except (ValueError, TypeError, AttributeError) as error:
            raise IdCardAway("id_card_away", why="token") from error
        return dict(token)

    def _claims(self, token: Mapping[str, Any], way: Way) -> CodeIDToken:
        """The claims of the ID token, believed."""
        written = token.get("id_token")
        _holds(isinstance(written, str), "no_id_token")
        now = int(clock.now().timestamp())
        wanted = {
            "iss": {"essential": True, "value": self.issuer.address},
            "aud": {"essential": True, "value": self._client_id},
            "nonce": {"essential": True},
        }
        known = {"nonce": way.nonce, "client_id": self._client_id, "access_token": token.get("access_token")}
        try:
            kid = _kid_of(str(written))
            checked = jwt.decode(str(written), self.issuer.keys(kid), registry=_registry())
            claims = CodeIDToken(checked.claims, checked.header, wanted, known)
            claims.validate(now=now, leeway=int(SKEW.total_seconds()))
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise IdCardRefused("id_card_refused", why=f"id_token_{type(error).__name__}") from error
        _holds(claims["aud"] in (self._client_id, [self._client_id]), "audience")  # nobody else's, beside ours either
        _holds(hmac.compare_digest(str(claims["nonce"]).encode(), way.nonce.encode()), "nonce")
        _holds(isinstance(claims["sub"], str) and 0 < len(claims["sub"]) <= 255, "sub")
        times = [claims["iat"], claims["exp"]]
        _holds(all(isinstance(at, int) and not isinstance(at, bool) for at in times), "times")
        _holds(now - OLDEST_TOKEN.total_seconds() <= claims["iat"] <= now + SKEW.total_seconds(), "iat")
        return claims


class _Session:
    """What Authlib speaks through: our wire, in place of a library that follows where it is pointed."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def post(self, url: str, data: Mapping[str, str], headers: Mapping[str, str], auth: Any) -> "_Answered":
        form: dict[str, str] = dict(data)
        _, _, written = auth.prepare("POST", url, dict(headers), "")
        form.update(_fields(written))
        return _Answered(self._wire.post(url, form))


class _Answered:
    """A reply as Authlib reads it."""

    def __init__(self, reply: Reply) -> None:
        self._reply = reply
        self.status_code = reply.status

    def raise_for_status(self) -> None:
        if self.status_code >= 300:
            raise IdCardAway("id_card_away", why=f"status_{self.status_code}")

    def json(self) -> dict[str, object]:
        if 300 <= self.status_code < 400:
            raise IdCardAway("id_card_away", why=f"status_{self.status_code}")
        return self._reply.json()


def read_our_key(path: Path) -> OurKey:
    """Our private key: EC P-256 or RSA, PEM, in a file that only its owner reads. Raises SettingsError."""
    data = read_private(path)
    for kind in (ECKey, RSAKey):
        try:
            key = kind.import_key(data)
        except (JoseError, ValueError, TypeError):
            continue
        if key.is_private and _strong(key):
            return key
    raise SettingsError("card_issuer_key", file=path.name)


def _strong(key: OurKey) -> bool:
    if isinstance(key, ECKey):
        return key.curve_name == "P-256"
    return key.raw_value.key_size >= FEWEST_RSA_BITS


def _kid_of(token: str) -> str:
    """Which key it names. A token that names none is not believed: any key would have to be tried."""
    head = jws.extract_compact(token.encode()).headers()
    kid = head.get("kid")
    if not isinstance(kid, str) or not kid:
        raise ValueError
    return kid


def _registry() -> JWSRegistry:
    return JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)


def _fields(written: str) -> dict[str, str]:
    return dict(parse_qsl(written, strict_parsing=True))


def _holds(rule: bool, why: str) -> None:
    if not rule:
        raise IdCardRefused("id_card_refused", why=why)
