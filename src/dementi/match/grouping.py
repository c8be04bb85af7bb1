"""Frames and their times, grouped into clusters: each cluster is what one claim is about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dementi import actors
from dementi.match.frames import Frame, are_compatible, is_actor, is_less_told, is_typed_theme
from dementi.match.settings import ONCE_ACTS, POINT_ACTS, SYMMETRIC_ACTS, MatchSettings
from dementi.match.times import Moment, gap
from dementi.model import Event

#: Cells are looked up by stretches of this many days; about a window's length keeps the lists short.
_PERIOD_DAYS = 32

_SLOTS = ("agent", "target", "theme", "place")


class Mention(NamedTuple):
    """One statement's frame and times.

    ``published`` is when it was said. ``is_answer``: a denial, silence or evasion without a date of
    its own, which speaks of what is under discussion rather than of what happens on that day.
    ``is_claimed``: a source, and not only an author, affirms it.
    """

    statement_at: int
    frame: Frame
    moment: Moment | None
    published: int | None
    is_answer: bool = False
    is_claimed: bool = False
    event: Event | None = None


class Cluster(NamedTuple):
    """Mentions that are taken for one claim; ``frame`` is the one that tells most."""

    frame: Frame
    extent: tuple[int, int] | None
    mentions: tuple[Mention, ...]

    def readable(self, slot: str) -> str | None:
        """A slot for people: an actor or theme as it is, concepts as the words most reports use for them."""
        told: str | None = getattr(self.frame, slot)
        if told is None or is_actor(told) or (slot == "theme" and is_typed_theme(told)):
            return told
        counted: Counter[str] = Counter()
        for mention in self.mentions:
            words = _slot_words(mention.event, slot)
            if words and getattr(mention.frame, slot) == told:
                counted[words.strip()] += 1
        return min(counted, key=lambda words: (-counted[words], words)) if counted else told


def _slot_words(event: Event | None, slot: str) -> str | None:
    if event is None:
        return None
    words: str | None = getattr(event, slot)
    # Those it was done to may stand in the event's theme: see frames.
    return event.theme if words is None and slot == "target" else words


class _Cell(NamedTuple):
    """Mentions with equal frames that are near in time: what a cluster is made of."""

    frame: Frame
    extent: tuple[int, int] | None
    said: tuple[int, int] | None
    is_vague: bool
    is_answer: bool
    is_claimed: bool
    mentions: tuple[Mention, ...]


def clusters(mentions: Iterable[Mention], settings: MatchSettings) -> list[Cluster]:
    """Group mentions: equal frames near in time, and less told frames into the only one they can mean.

    A frame that leaves something untold joins the one nearest frame that tells it, never one of
    two: merged wrongly, a disagreement disappears, and nobody sees that it was there.
    """
    by_act: dict[str, dict[Frame, list[Mention]]] = defaultdict(lambda: defaultdict(list))
    for mention in mentions:
        by_act[mention.frame.act][mention.frame].append(mention)
    found: list[Cluster] = []
    for act in sorted(by_act):
        cells = [
            cell for one in sorted(by_act[act], key=_frame_key) for cell in _cells(by_act[act][one], settings)
        ]
        found.extend(_joined(cells, settings.window(act)))
    return found


def _frame_key(one: Frame) -> tuple[str, ...]:
    return tuple(slot or "" for slot in one)


def _cells(mentions: Sequence[Mention], settings: MatchSettings) -> list[_Cell]:
    one = mentions[0].frame
    window = settings.window(one.act)
    is_once = one.act in ONCE_ACTS and _has_named_party(one)
    dated: list[Mention] = []
    vague: list[Mention] = []
    answers: list[Mention] = []
    for mention in mentions:
        if (
            mention.moment is None
            or mention.moment.width > window
            or (is_once and not mention.moment.is_explicit)
        ):
            vague.append(mention)
        elif mention.is_answer:
            answers.append(mention)
        else:
            dated.append(mention)
    if one.act in POINT_ACTS:
        cells, rest = _point_chains(dated, settings)
    else:
        cells, rest = _chains(dated, window), []
    cells += _chains(rest, window)
    return _with_answers(cells, answers, window) + _vague_cells(vague)


def _has_named_party(one: Frame) -> bool:
    """Whether a person or thing, and not only states, is named as what it happened to."""
    target = one.target or one.agent
    return target is not None and actors.country(target) != target


def _chains(mentions: Iterable[Mention], window: int) -> list[list[Mention]]:
    chains: list[list[Mention]] = []
    end = 0
    for mention in sorted(mentions, key=_moment_key):
        moment = _moment(mention)
        if chains and moment.begin - end <= window:
            chains[-1].append(mention)
            end = max(end, moment.end)
        else:
            chains.append([mention])
            end = moment.end
    return chains


def _point_chains(
    mentions: Sequence[Mention], settings: MatchSettings
) -> tuple[list[list[Mention]], list[Mention]]:
    """Chains of explicit days, each with the undated reports that follow it; and the reports left over."""
    explicit = [mention for mention in mentions if _moment(mention).is_explicit]
    chains = _chains(explicit, settings.explicit_window_days)
    begins = [_moment(chain[0]).begin for chain in chains]
    ends = [max(_moment(mention).end for mention in chain) for chain in chains]
    rest: list[Mention] = []
    for mention in mentions:
        moment = _moment(mention)
        if moment.is_explicit:
            continue
        before = [at for at, begin in enumerate(begins) if begin <= moment.begin]
        if before and moment.begin - ends[before[-1]] <= settings.point_window_days:
            chains[before[-1]].append(mention)
        else:
            rest.append(mention)
    return chains, rest


def _with_answers(chains: list[list[Mention]], answers: Sequence[Mention], window: int) -> list[_Cell]:
    """Let each answer join the chain it answers, if there is only one; the others stand together."""
    bounds = [(_extent(chain), _said(chain)) for chain in chains]
    joining: dict[int, list[Mention]] = defaultdict(list)
    rest: list[Mention] = []
    for mention in answers:
        day = (_moment(mention).begin, _moment(mention).end)
        at_event = [at for at, (extent, _) in enumerate(bounds) if extent and gap(extent, day) <= window]
        in_talk = [at for at, (_, said) in enumerate(bounds) if said and gap(said, day) <= window]
        answered = at_event if at_event else in_talk
        if len(answered) == 1:
            joining[answered[0]].append(mention)
        else:
            rest.append(mention)
    cells = [_cell([*chain, *joining[at]], extent=bounds[at][0]) for at, chain in enumerate(chains)]
    return cells + [_cell(chain, is_answer=True) for chain in _chains(rest, window)]


def _vague_cells(mentions: Sequence[Mention]) -> list[_Cell]:
    by_extent: dict[tuple[int, int] | None, list[Mention]] = defaultdict(list)
    for mention in mentions:
        moment = mention.moment
        is_wide = moment is not None and moment.is_explicit
        by_extent[(moment.begin, moment.end) if moment and is_wide else None].append(mention)
    return [
        _cell(chain, extent=extent, is_vague=True)
        for extent, chain in sorted(by_extent.items(), key=lambda item: item[0] or (0, 0))
    ]


def _cell(
    mentions: Sequence[Mention],
    *,
    extent: tuple[int, int] | None = None,
    is_vague: bool = False,
    is_answer: bool = False,
) -> _Cell:
    told = extent if extent or is_vague else _extent(mentions)
    is_claimed = any(mention.is_claimed for mention in mentions)
    return _Cell(mentions[0].frame, told, _said(mentions), is_vague, is_answer, is_claimed, tuple(mentions))


def _moment(mention: Mention) -> Moment:
    if mention.moment is None:
        raise ValueError(f"mention {mention.statement_at} has no date")
    return mention.moment


def _moment_key(mention: Mention) -> tuple[int, int, int]:
    moment = _moment(mention)
    return moment.begin, moment.end, mention.statement_at


def _extent(mentions: Sequence[Mention]) -> tuple[int, int] | None:
    moments = [mention.moment for mention in mentions if mention.moment is not None]
    return _hull((moment.begin, moment.end) for moment in moments)


def _said(mentions: Sequence[Mention]) -> tuple[int, int] | None:
    return _hull((day, day) for mention in mentions if (day := mention.published) is not None)


def _hull(intervals: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    found = list(intervals)
    if not found:
        return None
    return min(begin for begin, _ in found), max(end for _, end in found)


# --- folding less told cells into the one that tells more ---


def _joined(cells: list[_Cell], window: int) -> list[Cluster]:
    """Union every cell with the only least special cell that tells more, if there is just one."""
    candidates = _Candidates(cells, window)
    parents = list(range(len(cells)))
    for at, cell in enumerate(cells):
        found = _only_cover(cell, candidates.of(at), cells, window)
        if found is not None:
            _unite(parents, at, found)
    _unite_answers(parents, cells, window)
    members: dict[int, list[int]] = defaultdict(list)
    for at in range(len(cells)):
        members[_root(parents, at)].append(at)
    return [_cluster([cells[at] for at in group]) for group in members.values()]


class _Candidates:
    """The cells that could tell more than a given one, found by parties, place and time."""

    def __init__(self, cells: Sequence[_Cell], window: int) -> None:
        self._cells = cells
        self._window = window
        self._found: dict[tuple[str | None, str | None, str | None], dict[int | None, list[int]]] = {}
        for at, cell in enumerate(cells):
            periods = _periods(cell, 0)
            for key in _general_keys(cell.frame):
                by_period = self._found.setdefault(key, {})
                for period in periods:
                    by_period.setdefault(period, []).append(at)

    def of(self, at: int) -> Iterable[int]:
        cell = self._cells[at]
        told = cell.frame
        by_period = self._found.get((_key(told.agent), _key(told.target), _key(told.place)), {})
        if cell.extent is None:
            return sorted({one for found in by_period.values() for one in found})
        periods = [*_periods(cell, self._window), None]
        return sorted({one for period in periods for one in by_period.get(period, ())})


def _periods(cell: _Cell, margin: int) -> list[int | None]:
    """The stretches of time that a cell touches, or may answer to; [None] where it has no time."""
    if cell.extent is None:
        return [None]
    intervals = [cell.extent, cell.said] if cell.said else [cell.extent]
    found: set[int | None] = set()
    for begin, end in intervals:
        found.update(range((begin - margin) // _PERIOD_DAYS, (end + margin) // _PERIOD_DAYS + 1))
    return sorted(found, key=lambda period: period or 0)


def _key(slot: str | None) -> str | None:
    """What a slot is looked up by: words by their first concept, so that fewer words find more."""
    return slot.split()[0] if slot else None


def _general_keys(told: Frame) -> set[tuple[str | None, str | None, str | None]]:
    """All keys under which a less told frame may look this one up."""
    parties = [(told.agent, told.target)]
    if told.act in SYMMETRIC_ACTS:
        parties.append((told.target, told.agent))
    return {
        (agent, target, place)
        for first, second in parties
        for agent in _general_forms(first)
        for target in _general_forms(second)
        for place in _general_forms(told.place)
    }


def _general_forms(slot: str | None) -> set[str | None]:
    if slot is None:
        return {None}
    return {None, actors.country(slot), *slot.split()}


def _only_cover(cell: _Cell, candidates: Iterable[int], cells: Sequence[_Cell], window: int) -> int | None:
    covers = [at for at in candidates if _is_covered(cell, cells[at], window)]
    if not covers:
        return None
    # What nobody claims is no rival: a denial of troops for Ukraine does not make two claims of one.
    covers = [at for at in covers if cells[at].is_claimed] or covers
    least = min(covers, key=lambda at: (cells[at].frame.filled_count, cells[at].is_vague, at))
    others = (at for at in covers if at != least)
    return least if all(_is_covered(cells[least], cells[at], window) for at in others) else None


def _unite_answers(parents: list[int], cells: Sequence[_Cell], window: int) -> None:
    """Union mere denials with the only claim they can mean: one they say more of here and less there."""
    groups: dict[int, list[int]] = defaultdict(list)
    for at in range(len(cells)):
        groups[_root(parents, at)].append(at)
    by_party: dict[str, list[int]] = defaultdict(list)
    for at, cell in enumerate(cells):
        for party in {cell.frame.agent, cell.frame.target} - {None} if cell.is_claimed else ():
            by_party[str(party)].append(at)
    for root, group in groups.items():
        if not all(_is_mere_answer(cells[at]) for at in group):
            continue
        cell = cells[group[-1]]
        near = {at for party in (cell.frame.agent, cell.frame.target) for at in by_party.get(party or "", ())}
        answered = {_root(parents, at) for at in near if _is_answer_to(cell, cells[at], window)}
        if len(answered) != 1:
            continue
        (only,) = answered
        # What the claim tells elsewhere must not contradict either: no aim at all is no bridge to another.
        if all(are_compatible(cells[one].frame, cells[at].frame) for one in group for at in groups[only]):
            _unite(parents, root, only)


def _is_mere_answer(cell: _Cell) -> bool:
    return not cell.is_claimed and all(mention.is_answer for mention in cell.mentions)


def _is_answer_to(cell: _Cell, other: _Cell, window: int) -> bool:
    told, claimed = cell.frame, other.frame
    shares_party = (told.agent is not None and told.agent == claimed.agent) or (
        told.target is not None and told.target == claimed.target
    )
    return shares_party and are_compatible(told, claimed) and _is_near(cell, other, window)


def _is_covered(cell: _Cell, other: _Cell, window: int) -> bool:
    """Whether ``cell`` is ``other`` with its time or a party left untold."""
    if cell is other or not _is_near(cell, other, window):
        return False
    if cell.frame == other.frame:
        return _is_vaguer(cell, other)
    return is_less_told(cell.frame, other.frame)


def _is_vaguer(cell: _Cell, other: _Cell) -> bool:
    if cell.is_answer:
        return not other.is_answer
    if not other.is_vague and not other.is_answer:
        return cell.is_vague
    if not (cell.is_vague and other.is_vague) or other.extent is None:
        return False
    if cell.extent is None:
        return True
    begin, end = cell.extent
    return begin <= other.extent[0] and other.extent[1] <= end and cell.extent != other.extent


def _is_near(cell: _Cell, other: _Cell, window: int) -> bool:
    if cell.extent is None or other.extent is None:
        return True
    apart = gap(cell.extent, other.extent)
    if apart == 0 or (apart <= window and not cell.is_vague and not other.is_vague):
        return True
    is_answer = cell.is_answer or other.is_answer
    return bool(is_answer and cell.said and other.said and gap(cell.said, other.said) <= window)


def _root(parents: list[int], at: int) -> int:
    while parents[at] != at:
        parents[at] = parents[parents[at]]
        at = parents[at]
    return at


def _unite(parents: list[int], one: int, other: int) -> None:
    first, second = sorted((_root(parents, one), _root(parents, other)))
    parents[second] = first


def _cluster(cells: Sequence[_Cell]) -> Cluster:
    """One cluster; its frame is told by the cells together, which by construction do not contradict."""
    most_told = max(
        cells, key=lambda cell: (cell.frame.filled_count, cell.is_claimed, _frame_key(cell.frame))
    )
    mentions = sorted(mention for cell in cells for mention in cell.mentions)
    narrow = _hull(cell.extent for cell in cells if cell.extent and not cell.is_vague)
    wide = _hull(cell.extent for cell in cells if cell.extent)
    return Cluster(_together(most_told.frame, cells), narrow or wide, tuple(mentions))


def _together(frame: Frame, cells: Sequence[_Cell]) -> Frame:
    """A frame with what it leaves untold, where all others that tell it agree."""
    if frame.act in SYMMETRIC_ACTS:
        return frame
    told = {slot: {getattr(cell.frame, slot) for cell in cells} - {None} for slot in _SLOTS}
    missing = {
        slot: found for slot, found in told.items() if getattr(frame, slot) is None and len(found) == 1
    }
    return frame._replace(**{slot: found.pop() for slot, found in missing.items()})
