"""How options call the 性別 that a My Number card says."""

from collections.abc import Mapping
from typing import Final

SEX_VALUES: Final[Mapping[str, tuple[str, ...]]] = {"male": ("male", "m"), "female": ("female", "f")}
