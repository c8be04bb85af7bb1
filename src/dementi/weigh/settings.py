"""What a caller may tell the weighing."""

from __future__ import annotations

from dementi import scales
from dementi.model import Language, Record


class WeighSettings(Record, frozen=True, kw_only=True):
    """How to weigh.

    ``prior``: the probability of a claim of which only that its accuser makes it is known; None:
    what the model learned from the settled record (see docs/explanation/weighing.md, where it also
    says why that base rate is made and not found). ``scale``: one of :data:`dementi.scales.SCALES`.
    ``language``: of the words. ``has_outlook``: work out what would change each assessment,
    and how much or how many it is about.
    """

    prior: float | None = None
    scale: str = scales.DEFAULT
    language: Language = "en"
    has_outlook: bool = True
