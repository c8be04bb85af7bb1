from dementi.case.casefile import Case as Case
from dementi.case.full_text import Hit as Hit
from dementi.case.journal import Correction as Correction
from dementi.case.journal import LogEntry as LogEntry
from dementi.case.settlements import settle as settle
from dementi.case.settlements import settled as settled
