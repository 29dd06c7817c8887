"""Who may learn that a case exists. Every read of the store takes a viewer; none has a default."""

from dataclasses import dataclass

# Put into every WHERE that reads `submission s`; a protected case is there for its named staff only.
VISIBLE = (
    "(s.visibility = 'section' OR EXISTS "
    "(SELECT 1 FROM case_viewer v WHERE v.staff = :viewer AND v.reference = s.reference))"
)


@dataclass(frozen=True)
class Viewer:
    """Somebody who reads: a member of staff by name. `everything` is for work that shows nothing to
    anybody.
    """

    staff: str
    everything: bool = False

    @property
    def condition(self) -> str:
        """SQL over `submission s`; its parameter is `viewer`."""
        return "1 = 1" if self.everything else VISIBLE


# Filing, receiving, retention, backup: they sit at no desk.
THE_OFFICE = Viewer("", everything=True)
