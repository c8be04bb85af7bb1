"""Claims and what is said of them → assessments."""

from dementi.weigh.assess import assessments
from dementi.weigh.contract import weighing_claims_from_lines
from dementi.weigh.settings import WeighSettings

__all__ = ["WeighSettings", "assessments", "weighing_claims_from_lines"]
