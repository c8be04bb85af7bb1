"""Write the lists of the expectations that a reader does not meet yet anew, for each reader installed."""

from expectations import expectations, not_yet, unmet

from dementi import read

for reader in ("rules", "model") if read.has_weights() else ("rules",):
    not_yet(reader).write_text(
        "".join(f"{one.label}\n" for one in expectations() if unmet(one, reader)), encoding="utf-8"
    )
