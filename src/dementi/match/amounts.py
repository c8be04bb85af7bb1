"""Which of a statement's numbers answers what a claim is about."""

from __future__ import annotations

from dementi.match.words import concepts
from dementi.model import Event, Quantity, Statement

_PERSONS = frozenset(concepts(
    "Menschen Personen people persons men Männer fighters Kämpfer Nordkoreaner Ausländer Freiwillige "
    "volunteers recruits Rekruten Söldner Mann troops soldiers Zivilisten Kinder dead Opfer Verletzte "
    "Gefangene hostages Geiseln Arbeiter members Angehörige Offiziere officers"
))  # fmt: skip
_OF_PERSONS = frozenset({
    "deploy_troops", "train_troops", "recruit", "mobilise", "kill", "massacre", "injure", "capture",
    "detain", "abduct", "release", "die", "flee", "expel", "torture",
})  # fmt: skip
#: Units that measure something else than what was sent, hit or killed.
_MEASURES = frozenset(concepts(
    "Prozent percent Tag Tage days Woche Wochen weeks Monat Monate months Jahr Jahre years Stunde hours "
    "Minuten minutes Kilometer kilometres km Meter metres Grad degrees Uhr Mal times"
))  # fmt: skip


def quantity(statement: Statement, event: Event | None) -> Quantity | None:
    """The number that counts the event's theme or victims; a lone bare number is taken for it."""
    if event is None or not statement.quantities:
        return None
    counted = _PERSONS if event.act in _OF_PERSONS else frozenset[str]()
    wanted = counted | concepts((event.theme or "").replace("_", " "))
    for one in statement.quantities:
        if one.unit and wanted & concepts(one.unit.replace("_", " ")):
            return one
    bare = [one for one in statement.quantities if not one.unit]
    measured = [one for one in statement.quantities if one.unit and _MEASURES & concepts(one.unit)]
    if len(bare) == 1 and len(bare) + len(measured) == len(statement.quantities):
        return bare[0]
    return None
