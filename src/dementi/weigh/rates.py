"""The settled record → how often sources of each camp are right when they assert and when they deny.

``python -m dementi.weigh.rates`` writes the shipped rates anew, from the record in the package.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

from dementi.weigh.fit import shipped_record
from dementi.weigh.record import Settled
from dementi.weigh.reliability import DEEDS, RATES_FILE, Deed, Rate, Rates, first_deed, places_before
from dementi.weigh.sides import CAMPS, Camp, SideTable


def rates(settled: Iterable[Settled]) -> Rates:
    """How often voices of each camp were right; sides as given, and no names."""
    counts: Counter[tuple[Camp, Deed, bool]] = Counter()
    for one in settled:
        for place in places_before(one, SideTable({})):
            deed = first_deed(place)
            if deed is not None and place.is_given:
                counts[place.camp, deed, (deed == "asserts") == one.is_true] += 1
    return {
        (camp, deed): Rate(counts[camp, deed, True], counts[camp, deed, False])
        for camp in CAMPS
        for deed in DEEDS
    }


def text_of(found: Rates) -> str:
    """The rates as the package ships them."""
    lines = ["# camp\tdeed\tright\twrong: voices of the settled record, before the day of the settling"]
    lines += [f"{camp}\t{deed}\t{right}\t{wrong}" for (camp, deed), (right, wrong) in found.items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the shipped rates anew."""
    path = Path(str(resources.files("dementi") / "data" / "weights" / RATES_FILE))
    found = rates(shipped_record())
    path.write_text(text_of(found), encoding="utf-8")
    sys.stdout.write(f"{len(found)} rates -> {path.name}\n")


if __name__ == "__main__":
    main()
