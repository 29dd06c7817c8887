"""Cases to print. People and numbers are made up."""

from dataclasses import replace
from datetime import UTC, date, datetime

from shared.printing.content import (
    CopyContent,
    CopyPart,
    CopyRow,
    FactAsked,
    FeeShown,
    NextStep,
    Place,
    ReceiptContent,
    RecoveryContent,
    Words,
)

BASE = "HTTPS://MADOGUCHI.CITY.EXAMPLE.LG.JP"
TOKEN = "0VQ8K3" + "7H3K9QWN2TCXM4RD5GJB" * 6 + "ZX8P1A2B3C4D5E6"  # 141 characters, as OBJECTS.md says
CODE = "7H3K9QWN2TCXM4RD"

PLACE = Place(
    city=Words("松江市", "Matsue City"),
    section=Words("子育て給付課", "Child Benefit Section"),
    counter="11",
    floor=Words("1階 北", "1st floor north"),
    telephone="0852-00-0011",
    office=Words("松江市役所", "Matsue City Office"),
)

RECEIPT = ReceiptContent(
    place=PLACE,
    reference="A7K2M9QX4",
    title=Words("児童手当の認定請求", "Claim for child allowance"),
    received_at=datetime(2026, 11, 22, 5, 41, 7, tzinfo=UTC),
    applicant="見○ 花○",
    channel="online",
    register_number="子給 2026-000123",
    fee=FeeShown(),
    next_steps=(
        NextStep(
            Words("子育て給付課が受け付けます。", "The section takes it in."),
            day=date(2026, 11, 24),
            day_is="about",
        ),
        NextStep(
            Words(
                "書いたことを確かめます。足りないときは、電話か下のページでお知らせします。",
                "We check what you wrote. If something is missing, we tell you by telephone or online.",
            ),
            when=Words("そのあと", "Then"),
        ),
        NextStep(
            Words(
                "決まったら、手紙がとどきます。きょう、ほかにすることはありません。",
                "You get a letter with the decision. There is nothing else to do today.",
            ),
            day=date(2026, 12, 22),
        ),
    ),
    seen_until=date(2027, 12, 31),
    proof_url=f"{BASE}/R/{TOKEN}",
    code=CODE,
    code_url=f"{BASE}/C/{CODE}",
    fact=FactAsked("birth_date", Words("お子さんの生年月日", "the child's date of birth")),
)

COUNTER = replace(
    RECEIPT,
    reference="B3N8RT0WH",
    applicant="例○ 健○",
    channel="counter",
    acting="agent",
    agent="例○ 咲○",
    helper="市民課 宍道",
    place=replace(
        PLACE,
        section=Words("市民課", "Citizens' Affairs Section"),
        counter="1-6",
        floor=Words("1階 南", "1st floor south"),
        telephone="0852-55-5255",
    ),
    title=Words("住民票の写しをとる", "Copy of your residence record"),
    fee=FeeShown("unpaid", Words("300円", "300 yen"), "counter"),
    register_number="市民 2026-004512",
)

PRE_ENTRY = replace(
    RECEIPT,
    kind="pre_entry",
    title=Words("転出届", "Notice of moving out"),
    proof_url="",
    register_number="",
    next_steps=(
        NextStep(
            Words("この紙と、本人確認ができるもの（運転免許証など）を持って、市民課に来てください。"),
            day=date(2026, 12, 6),
            day_is="by",
        ),
    ),
)

EASY = replace(
    RECEIPT,
    language="easy",
    place=Place(
        city=Words("松江市"),
        section=Words("子育て給付課"),
        counter="11",
        floor=Words("1階 北", "1{階|かい} {北|きた}"),
        telephone="0852-00-0011",
        office=Words("松江市役所"),
    ),
    title=Words("児童手当の認定請求", "{子|こ}どもの お{金|かね}（{児童手当|じどうてあて}）を もらう"),
    next_steps=(
        NextStep(
            Words("子育て給付課が受け付けます。", "{市役所|しやくしょ}の {人|ひと}が {受|う}け{付|つ}けます。"),
            day=date(2026, 11, 24),
        ),
        NextStep(
            Words("決まったら、手紙がとどきます。", "{決|き}まったら、{手紙|てがみ}が {届|とど}きます。"),
            day=date(2026, 12, 22),
        ),
    ),
    fact=FactAsked("birth_date", Words("お子さんの生年月日", "{子|こ}どもの {生|う}まれた {日|ひ}")),
)

COPY = CopyContent(
    place=RECEIPT.place,
    reference="A7K2M9QX4",
    title=RECEIPT.title,
    received_at=RECEIPT.received_at,
    printed_at=datetime(2026, 11, 22, 5, 45, tzinfo=UTC),
    parts=(
        CopyPart(
            Words("あなたについて教えてください", "About you"),
            (
                CopyRow(Words("氏名", "Name"), "𠮷田 葛\U000e0100城太郎"),
                CopyRow(Words("住所", "Address"), "島根県松江市末次町86番地\n見晴らしハイツ 203号"),
                CopyRow(Words("マイナンバー", "My Number"), "●●●●"),
                CopyRow(Words("電話番号", "Telephone"), ""),
            ),
        ),
        CopyPart(
            Words("お子さんについて", "About the child"),
            (CopyRow(Words("生年月日", "Date of birth"), "令和8年11月1日（2026年）"),),
        ),
    ),
)

RECOVERY = RecoveryContent(
    city=Words("松江市"),
    key_id="recovery-1",
    secret="1A2B3C4D5E6F7G8H9J0K" * 3,
    fingerprint="7D9A 22F0 4C1E 88B3",
    made_at=datetime(2026, 11, 22, 0, 0, tzinfo=UTC),
)
