"""E-mail addresses, by the rules that mail systems in use keep; carriers once gave out stranger ones."""

import re
import unicodedata

from shared.errors import ValueRefused
from shared.language import characters
from shared.language.reading import Reading

_LONGEST = 254  # RFC 5321 4.5.3.1.3
_LONGEST_LOCAL = 64
_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NAME_ENDING = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")
_SLIPS = {
    "gmail.con": "gmail.com",
    "gmail.co.jp": "gmail.com",
    "gmail.jp": "gmail.com",
    "gmai.com": "gmail.com",
    "gmial.com": "gmail.com",
    "gmaill.com": "gmail.com",
    "docomo.co.jp": "docomo.ne.jp",
    "docomo.ne.jo": "docomo.ne.jp",
    "ezweb.co.jp": "ezweb.ne.jp",
    "softbank.co.jp": "softbank.ne.jp",
    "icloud.co.jp": "icloud.com",
    "yahoo.ne.jp": "yahoo.co.jp",
    "yahoo.con": "yahoo.com",
    "hotmail.con": "hotmail.com",
}


def read_email(text: str) -> Reading:
    """An e-mail address; full width is taken, the domain is stored in small letters.

    Flags: "email_old_style" (dots where the standard allows none, as old carrier addresses have), "email_idn"
    (a domain in Japanese), "email_domain" (a usual slip; the other domain is the `suggestion`). Raises
    ValueRefused; a line break is never taken, wherever it stands.
    """
    if len(text) > 2 * _LONGEST:
        raise ValueRefused("email_long")
    characters.refuse_blank(text)
    characters.refuse_unsafe(text)
    plain = unicodedata.normalize("NFKC", text).replace("。", ".").strip()
    local, at, domain = plain.rpartition("@")
    domain = domain.lower()
    if not at or not local or not domain:
        raise ValueRefused("email_at")
    if len(plain) > _LONGEST or len(local) > _LONGEST_LOCAL:
        raise ValueRefused("email_long")
    if not _LOCAL.fullmatch(local):
        raise ValueRefused("email_characters")
    foreign = _refuse_domain(domain)
    flags = ("email_idn",) * foreign
    flags += ("email_old_style",) * (local[0] == "." or local[-1] == "." or ".." in local)
    better = _SLIPS.get(domain)
    stored = f"{local}@{domain}"
    suggestion = f"{local}@{better}" if better else ""
    return Reading(stored, flags + ("email_domain",) * bool(better), stored.lower(), suggestion)


def _refuse_domain(domain: str) -> bool:
    """True for a domain with other letters than ASCII. Raises ValueRefused where it is no domain."""
    labels = domain.split(".")
    try:
        ascii_labels = [label if label.isascii() else label.encode("idna").decode() for label in labels]
    except UnicodeError:
        raise ValueRefused("email_domain_wrong") from None
    usable = all(_LABEL.fullmatch(label) for label in ascii_labels) and _NAME_ENDING.fullmatch(ascii_labels[-1])
    if len(labels) < 2 or not usable:
        raise ValueRefused("email_domain_wrong")
    return not domain.isascii()
