"""Several procedures begun as one at the counter: which ones so far stands in the address, as ids parted by commas."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from shared.catalogue.catalogue import Catalogue
from shared.screens.fragments import note
from shared.screens.parts import link_button, paragraph, tongue

MORE = "more"


def start_of(procedure_id: str, more: str) -> str:
    """What begins: the procedure, behind those that are chosen already."""
    return ",".join(dict.fromkeys([*_ids(more), procedure_id]))


def with_more(query: Mapping[str, str], more: str) -> str:
    """An address of the counter's lists that keeps what is chosen."""
    kept = {MORE: ",".join(_ids(more))} if more else {}
    return f"/?{urlencode({**query, **kept}, safe=',')}"


def kept_html(more: str) -> str:
    """The same for the search form."""
    return f'<input type="hidden" name="{MORE}" value="{escape(",".join(_ids(more)))}">' if more else ""


def more_html(catalogue: Catalogue, more: str) -> str:
    """What is chosen already, and the way back to it alone."""
    titles = [each.title.html("ja") for each in catalogue.procedures if each.id in _ids(more)]
    if not titles:
        return ""
    t = tongue("ja")
    back = link_button(f"/?start={','.join(_ids(more))}", t("kiosk.more_not"))
    return note(paragraph(f"<b>{t('kiosk.more_title')}</b><br>{'、'.join(titles)}") + back, "", "doc")


def _ids(more: str) -> list[str]:
    return [each for each in more.split(",") if each.replace("-", "").replace("_", "").isalnum()]
