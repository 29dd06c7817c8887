"""Which procedures a proposal changes in their own lines."""

from shared.catalogue.editing.blocks import blocks_in
from shared.records.store.proposals import Proposal


def touched(one: Proposal) -> list[str]:
    """Ids in the order of the files; none of a file that cannot be read."""
    found = []
    for name, text in one.texts.items():
        before = {block.procedure: block.text for block in blocks_in(one.base[name] or "")}
        now = blocks_in(text or "")
        found += [block.procedure for block in now if before.get(block.procedure) != block.text]
    return found
