"""Open values: a source that errs may say anything, similar values support each other, and sources copy."""

from dementi.weigh.tables.open_values.copying import clones
from dementi.weigh.tables.open_values.fit import fit_open

__all__ = ["clones", "fit_open"]
