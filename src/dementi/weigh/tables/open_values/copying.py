"""Who copies from whom: exact copies, and pairs that agree more than their reliability explains."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from dementi.weigh.tables.blocks import Block, Floats, Ints
from dementi.weigh.tables.compiling import compiled
from dementi.weigh.tables.engine import Engine, Sums
from dementi.weigh.tables.open_values.model import Copies, Model, no_copies
from dementi.weigh.tables.open_values.posterior import sampled_posterior
from dementi.weigh.tables.open_values.sampling import is_sampled, mixed
from dementi.weigh.tables.open_values.similarity import CELL_LIMIT, stands_for

#: A source is told from a copy of it by no fewer statements than these.
CLONE_STATEMENTS = 3

#: Shares of a source's statements that may be copied; a pair may be of any of these kinds.
COPIED_SHARES = (0.4, 0.7, 0.95)

#: The prior probability that two sources are dependent; less where there are more than twenty, for it is a
#: source that copies from another, or none, not every pair that may do so.
PRIOR_DEPENDENCE = 0.05

#: Pairs with fewer items in common tell nothing.
COMMON_ITEMS = 3

#: Only pairs at least so probably dependent at first sight are looked at again, and no more than so many.
FIRST_SIGHT, PAIR_LIMIT = 0.01, 50_000

#: Of an item with more statements than this, so many are compared, evenly spread: pairs grow as the square.
ITEM_STATEMENTS = 64

#: Pairs of statements compared in one pass, about; larger tables are compared on a part of their items.
COMPARED_PAIRS = 6_000_000

#: Below this a pair is neither used nor reported.
REPORTED = 0.05

_ROUNDS = 12
_AT_FIRST = 0.7
_MOST_STATEMENTS = 30.0


class Pairs(NamedTuple):
    """Pairs of sources, ``one`` < ``other`` in every row, and what they have in common."""

    one: Ints  # int32[p]
    other: Ints  # int32[p]
    items: Ints  # int64[p]: items on which both speak (of those looked at)
    same: Ints  # int64[p]: items on which they give the same value


class Dependence(NamedTuple):
    """How far each pair is dependent."""

    pairs: Pairs
    probability: Floats  # float64[p]
    share: Floats  # float64[p]: of the statements of the one that come from the other, if dependent
    shared: Ints  # int64[p]
    shared_false: Floats  # float64[p]


class Sampling(NamedTuple):
    """Which items a pass looks at: every so-many-th; and how many sources there are."""

    every: int
    source_count: int
    voice: Floats


class PairParams(NamedTuple):
    """Parameters of :func:`_evidence_step`."""

    model: Model
    reliability: Floats  # P(not wrong)
    precision: Floats  # P(precise | not wrong)
    key: Ints  # int64[p], ascending: one · source_count + other
    every: int


def clones(engine: Engine, source_count: int) -> Ints:
    """Find sources whose statements are exactly those of another.

    Parameters
    ----------
    engine : the table.
    source_count : number of source codes.

    Returns
    -------
    int32[source_count]: the source itself, or the first source with exactly the same (item, value) pairs.
    Sources with fewer than three statements stand for themselves: agreement so short is no sign of copying.

    Notes
    -----
    Sources are compared by a 64-bit sum over their statements, so a false alarm has a chance of about
    sources² / 2⁶⁴.
    """
    signature, count = np.zeros(source_count, np.uint64), np.zeros(source_count, np.int64)
    for part, statements in engine.map(_signature_step, source_count):
        signature += part
        count += statements
    marks = np.column_stack([signature, count.astype(np.uint64)])
    _, first, place = np.unique(marks, axis=0, return_index=True, return_inverse=True)
    alike = first[place]
    return np.where(count >= CLONE_STATEMENTS, alike, np.arange(source_count)).astype(np.int32)


def _signature_step(block: Block, source_count: int) -> tuple[Ints, Ints]:
    signature, count = np.zeros(source_count, np.uint64), np.zeros(source_count, np.int64)
    _add_signatures(block, signature, count)
    return signature, count


@compiled
def _add_signatures(block: Block, signature: Ints, count: Ints) -> None:
    for i in range(len(block.item)):
        for cell in range(block.item_start[i], block.item_start[i + 1]):
            mark = mixed(np.uint64(block.item[i]) * np.uint64(0x1_0000_0001) + np.uint64(block.value[cell]))
            for k in range(block.cell_start[cell], block.cell_start[cell + 1]):
                signature[block.source[k]] += mark
                count[block.source[k]] += 1


def common(engine: Engine, source_count: int, voice: Floats) -> tuple[Pairs, int]:
    """Count, for each pair of sources, the items in common and the agreements among them.

    Only items on which sources differ are looked at, and no more of them than about
    ``COMPARED_PAIRS`` pairs of statements need: time and memory stay bounded however large the table.
    """
    needed = sum(engine.map(_pair_count_step, voice))
    every = max(1, math.ceil(needed / COMPARED_PAIRS))
    parts = engine.map(_common_step, Sampling(every, source_count, voice))
    keys = np.concatenate([key for key, _, _ in parts])
    if not len(keys):
        empty = np.zeros(0, np.int64)
        return Pairs(empty.astype(np.int32), empty.astype(np.int32), empty, empty), every
    key, items, same = _merged(
        keys, np.concatenate([items for _, items, _ in parts]), np.concatenate([same for _, _, same in parts])
    )
    kept = items >= COMMON_ITEMS
    key = key[kept]
    one, other = (key // source_count).astype(np.int32), (key % source_count).astype(np.int32)
    return Pairs(one, other, items[kept], same[kept]), every


def _pair_count_step(block: Block, voice: Floats) -> int:
    return int(_pair_count(block, voice))


@compiled
def _pair_count(block: Block, voice: Floats) -> int:
    count = 0
    for i in range(len(block.item)):
        n = len(_compared(block, i, voice))
        count += n * (n - 1) // 2
    return count


@compiled
def _compared(block: Block, i: int, voice: Floats) -> Ints:
    """The statements of an item that are compared: none where all agree, else evenly spread ones."""
    first, last = block.item_start[i], block.item_start[i + 1]
    if last - first < 2:
        return np.empty(0, np.int64)
    begin, end = block.cell_start[first], block.cell_start[last]
    step = (end - begin + ITEM_STATEMENTS - 1) // ITEM_STATEMENTS
    kept = np.empty((end - begin + step - 1) // step, np.int64)
    n = 0
    for k in range(begin, end, step):
        if voice[block.source[k]] > 0.0:
            kept[n] = k
            n += 1
    return kept[:n]


def _common_step(block: Block, params: Sampling) -> tuple[Ints, Ints, Ints]:
    keys, same = _common(block, params)
    return _merged(keys, np.ones(len(keys), np.int32), same)


def _merged(key: Ints, items: Ints, same: Ints) -> tuple[Ints, Ints, Ints]:
    """Rows of equal key, added up."""
    if not len(key):
        return key, items, same
    order = np.argsort(key, kind="stable")
    key = key[order]
    begin = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    return key[begin], np.add.reduceat(items[order], begin), np.add.reduceat(same[order], begin)


@compiled
def _common(block: Block, params: Sampling) -> tuple[Ints, Ints]:
    cell_of = _cell_of(block)
    total = 0
    for i in range(len(block.item)):
        if is_sampled(block.item[i], params.every):
            n = len(_compared(block, i, params.voice))
            total += n * (n - 1) // 2
    keys, same = np.empty(total, np.int64), np.empty(total, np.int32)
    place = 0
    for i in range(len(block.item)):
        if not is_sampled(block.item[i], params.every):
            continue
        kept = _compared(block, i, params.voice)
        for a in range(len(kept)):
            for b in range(a):
                one, other = block.source[kept[a]], block.source[kept[b]]
                keys[place] = np.int64(min(one, other)) * params.source_count + max(one, other)
                same[place] = cell_of[kept[a]] == cell_of[kept[b]]
                place += 1
    return keys, same


@compiled
def _cell_of(block: Block) -> Ints:
    cell_of = np.empty(len(block.source), np.int32)
    for cell in range(len(block.value)):
        cell_of[block.cell_start[cell] : block.cell_start[cell + 1]] = cell
    return cell_of


def first_sight(pairs: Pairs, voice: Floats, usual: float = 0.5) -> tuple[Dependence, Floats]:
    """Which pairs agree more than sources of their kind would, whatever the truth may be.

    Two independent sources agree about as often as the product of two numbers, one for each. Those numbers
    are fitted so that most of a source's pairs are met (medians), for copying only ever adds agreement; a
    pair far above its product is dependent. It needs no idea of the truth, so a clique of copiers
    that outvotes the rest does not get to define the truth before it is found out.

    Parameters
    ----------
    pairs : what pairs of sources have in common.
    voice : float64[S]: which sources count.
    usual : how many of a source's pairs, the least alike first, are taken to be independent; 0.5 for the
        median. A lower share finds cliques that are most of the sources, at the price of false alarms.

    Returns
    -------
    The dependence of each pair, and float64[source_count]: the fitted numbers.
    """
    agreement = np.log((pairs.same + 0.5) / (pairs.items + 1.0))
    weight = np.minimum(pairs.items, _MOST_STATEMENTS).astype(np.float64)
    source_count = len(voice)
    ends = np.concatenate([pairs.one, pairs.other])
    order = np.argsort(ends, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(ends, minlength=source_count))]).astype(np.int64)
    partner = np.concatenate([pairs.other, pairs.one])[order]
    row = np.concatenate([np.arange(len(pairs.one)), np.arange(len(pairs.one))])[order]
    level = _levels(start, partner, agreement[row], weight[row], usual)
    expected = np.clip(np.exp(level[pairs.one] + level[pairs.other]), 0.02, 0.98)
    shares = np.array(COPIED_SHARES)
    evidence = pairs.same[:, None] * np.log(shares / expected[:, None] + 1.0 - shares)
    evidence += (pairs.items - pairs.same)[:, None] * np.log(1.0 - shares)
    probability, share = _judged(evidence, voice)
    return Dependence(pairs, probability, share, pairs.same, np.zeros(len(probability))), np.exp(level)


@compiled
def _levels(start: Ints, partner: Ints, agreement: Floats, weight: Floats, usual: float) -> Floats:
    level = np.full(len(start) - 1, math.log(_AT_FIRST))
    for _ in range(_ROUNDS):
        moved = level.copy()
        for s in range(len(level)):
            begin, end = start[s], start[s + 1]
            if end - begin > 1:
                left = agreement[begin:end] - level[partner[begin:end]]
                moved[s] = 0.5 * level[s] + 0.5 * min(
                    _weighted_quantile(left, weight[begin:end], usual), -0.01
                )
        level = moved
    return level


@compiled
def _weighted_quantile(values: Floats, weight: Floats, share: float) -> float:
    order = np.argsort(values)
    wanted, total = share * weight.sum(), 0.0
    for k in order:
        total += weight[k]
        if total >= wanted:
            return float(values[k])
    return float(values[order[-1]])


def _judged(evidence: Floats, voice: Floats) -> tuple[Floats, Floats]:
    """From log Bayes factors, one per share, to the probability of dependence and the expected share."""
    factors = np.exp(np.minimum(evidence, 500.0)) / len(COPIED_SHARES)
    prior = min(PRIOR_DEPENDENCE, 1.0 / max(float(voice.sum()), 1.0))
    odds = prior / (1.0 - prior) * factors.sum(axis=1)
    share = factors @ np.array(COPIED_SHARES) / np.maximum(factors.sum(axis=1), 1e-300)
    return odds / (1.0 + odds), share


def suspects(dependence: Dependence) -> Pairs:
    """The pairs worth a second look."""
    kept = np.flatnonzero(dependence.probability >= FIRST_SIGHT)
    if len(kept) > PAIR_LIMIT:
        strongest = np.argsort(-dependence.probability[kept] * dependence.shared[kept], kind="stable")
        kept = np.sort(kept[strongest[:PAIR_LIMIT]])
    return Pairs(*(column[kept] for column in dependence.pairs))


def second_look(
    engine: Engine, pairs: Pairs, model: Model, reliability: Floats, precision: Floats, every: int
) -> Dependence:
    """The dependence of pairs, given what now seems true.

    Shared mistakes are strong evidence, shared truths weak, differences speak against it [1]_. How
    rare a mistake is, is told by how many others make it (Pólya's urn): what everybody gets wrong is
    no sign of copying.

    References
    ----------
    .. [1] Dong, Berti-Equille and Srivastava (2009), Integrating conflicting data: the role of source
       dependence, PVLDB 2(1).
    """
    source_count = len(reliability)
    key = pairs.one.astype(np.int64) * source_count + pairs.other
    params = PairParams(model, np.clip(reliability, 0.02, 0.98), np.clip(precision, 0.02, 0.98), key, every)
    forth, back, counts = engine.sum(_evidence_step, params)
    probability, share = _judged(np.maximum(forth, back), model.sources.voice)
    items = counts[:, 0].astype(np.int64)
    probability = np.where(items >= COMMON_ITEMS, probability, 0.0)
    return Dependence(pairs, probability, share, counts[:, 1].astype(np.int64), counts[:, 2])


def _evidence_step(block: Block, params: PairParams) -> Sums:
    cells, none = sampled_posterior(block, params.model, params.every)
    return _evidence(block, cells, none, params)


@compiled
def _evidence(block: Block, cells: Floats, none: Floats, params: PairParams) -> Sums:
    shares = np.array(COPIED_SHARES)
    pair_count, source_count = len(params.key), len(params.reliability)
    forth, back = np.zeros((pair_count, len(shares))), np.zeros((pair_count, len(shares)))
    counts = np.zeros((pair_count, 3))
    cell_of, sayers = _cell_of(block), _sayers(block, params.model.sources.voice)
    for i in range(len(block.item)):
        if not is_sampled(block.item[i], params.every):
            continue
        kept = _compared(block, i, params.model.sources.voice)
        for a in range(len(kept)):
            for b in range(a):
                one, other = block.source[kept[a]], block.source[kept[b]]
                place = _place(params.key, np.int64(min(one, other)) * source_count + max(one, other))
                if place < 0:
                    continue
                counts[place, 0] += 1
                if cell_of[kept[a]] != cell_of[kept[b]]:
                    for x in range(len(shares)):
                        forth[place, x] += math.log(1.0 - shares[x])
                        back[place, x] += math.log(1.0 - shares[x])
                    continue
                said = _said(block, cells, none[i], sayers, i, cell_of[kept[a]], params.model)
                counts[place, 1] += 1
                counts[place, 2] += said[1]
                for x in range(len(shares)):
                    forth[place, x] += _shared_evidence(min(one, other), shares[x], said, params)
                    back[place, x] += _shared_evidence(max(one, other), shares[x], said, params)
    return forth, back, counts


@compiled
def _place(key: Ints, wanted: int) -> int:
    place = int(np.searchsorted(key, wanted))
    return place if place < len(key) and key[place] == wanted else -1


@compiled
def _sayers(block: Block, voice: Floats) -> Floats:
    """How many sources with a voice give each cell's value."""
    sayers = np.zeros(len(block.value))
    for cell in range(len(block.value)):
        for k in range(block.cell_start[cell], block.cell_start[cell + 1]):
            sayers[cell] += voice[block.source[k]]
    return sayers


@compiled
def _said(
    block: Block, cells: Floats, none: float, sayers: Floats, i: int, cell: int, model: Model
) -> tuple[float, float, float, float, float]:
    """Of a value that two sources share: P(true), P(wrong), P(general), and how common it is if it is wrong
    or general, told by the others who say it."""
    first, last = block.item_start[i], block.item_start[i + 1]
    total = sayers[first:last].sum()
    right, stands, wrong_elsewhere = cells[cell], 0.0, none * total
    for t in range(first, last):
        if t != cell:
            wrong_elsewhere += cells[t] * (total - sayers[t])
            if last - first <= CELL_LIMIT and stands_for(
                model.features, model.likeness, block.value[cell], block.value[t]
            ):
                stands += cells[t]
    if right < 1.0 - 1e-9:
        wrong_elsewhere /= 1.0 - right
    base = model.concentration / max(model.false_count, float(last - first))
    others = max(sayers[cell] - 2.0, 0.0)
    common = max((base + others) / (model.concentration + max(wrong_elsewhere - 2.0, others)), 1e-4)
    of_general = max(sayers[cell] - 1.0, 0.5) / (sayers[cell] + 1.0)
    return right, max(1.0 - right - stands, 0.0), stands, common, of_general


@compiled
def _shared_evidence(
    source: int, share: float, said: tuple[float, float, float, float, float], params: PairParams
) -> float:
    """Expected log Bayes factor of a shared value for ``source`` having copied it."""
    right, wrong, stands, common, common_general = said
    reliability = float(params.reliability[source])
    evidence = right * math.log(share / reliability + 1.0 - share)
    evidence += wrong * math.log(share / ((1.0 - reliability) * common) + 1.0 - share)
    if stands > 0.0:
        general = reliability * (1.0 - params.precision[source]) * common_general
        evidence += stands * math.log(share / general + 1.0 - share)
    return evidence


def followed(dependence: Dependence, reliability: Floats) -> Copies:
    """For each source, which better ones it follows; of two equally good ones, the first in order."""
    kept = dependence.probability >= REPORTED
    one, other = dependence.pairs.one[kept], dependence.pairs.other[kept]
    is_one_better = reliability[one] >= reliability[other]
    worse, better = np.where(is_one_better, other, one), np.where(is_one_better, one, other)
    if not len(worse):
        return no_copies(len(reliability))
    order = np.argsort(worse, kind="stable")
    counts = np.bincount(worse, minlength=len(reliability))
    share = (dependence.probability * dependence.share)[kept]
    start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Copies(start, better[order].astype(np.int32), share[order])
