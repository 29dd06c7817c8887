"""200 texts that would run something, load something or change the page, were they taken as more than text (XS-1)."""

from collections.abc import Callable

RUN = "window.__xss=1"
BASES = [
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<iframe srcdoc='<script>{RUN}</script>'></iframe>",
    f"<a href=javascript:{RUN}>x</a>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<style>@import 'https://example.com/{RUN}'</style>",
    f"<math><mtext><script>{RUN}</script></mtext></math>",
    "<link rel=stylesheet href=https://example.com/x.css>",
    f"<base href=javascript:{RUN}//>",
    f"<form action=javascript:{RUN}><button>x</button></form>",
    "<meta http-equiv=refresh content='0;url=https://example.com'>",
    f'" autofocus onfocus={RUN} x="',
    f"' onmouseover={RUN} x='",
    f"--><script>{RUN}</script><!--",
    f"</textarea></title></style></script><script>{RUN}</script>",
    "![x](https://example.com/x.png) [x](javascript:window.__xss=1)",
    "{{7*7}} ${7*7} {name} {漢字|かんじ} <rt>x</rt>",
]
WRAPS: list[Callable[[str], str]] = [
    lambda text: text,
    lambda text: text.upper(),
    lambda text: f"見本 {text} 花子",
    lambda text: f'">{text}',
    lambda text: f"'>{text}",
    lambda text: text.replace("<", "<\n") + "\n",
    lambda text: text.replace("<", "&lt;") + text,
    lambda text: text.replace(" ", "/") + "/",
    lambda text: f"]]>{text}<![CDATA[",
    lambda text: text.replace("<", "＜") + text * 2,
]
PAYLOADS = [wrap(base) for base in BASES for wrap in WRAPS]


# Where 要介護認定 takes free text, and how much of it; lines are broken in the first two only.
FIELDS = {"survey_ng": 200, "reason": 400, "doctor_clinic": 80, "doctor_dept": 40, "survey_contact": 60}
BROKEN = ("survey_ng", "reason")


def spread(payloads: list[str]) -> list[dict[str, str]]:
    """Answers of as few cases as it takes; each payload stands whole in one of the fields."""
    cases: list[dict[str, str]] = []
    left = sorted(payloads, key=len)
    while left:
        answers = {}
        for field, room in FIELDS.items():
            written = ""
            while fitting := [one for one in left if len(written) + len(one) < room and may_stand(one, field)]:
                left.remove(fitting[-1])
                written += fitting[-1] + " "
            answers[field] = written.strip() or "x"
        if set(answers.values()) == {"x"}:
            raise ValueError("a payload is longer than every field")
        cases.append(answers)
    return cases


def may_stand(text: str, field: str) -> bool:
    return "\n" not in text.strip() or field in BROKEN
