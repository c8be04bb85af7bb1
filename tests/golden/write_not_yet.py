"""Write tests/golden/not_yet.txt anew: the expectations that the reader does not meet yet."""

from pathlib import Path

from expectations import expectations, unmet

Path(__file__).with_name("not_yet.txt").write_text(
    "".join(f"{one.label}\n" for one in expectations() if unmet(one)), encoding="utf-8"
)
