from dementi.report.listing import Passage as Passage
from dementi.report.listing import claim as claim
from dementi.report.listing import course_table as course_table
from dementi.report.listing import passages as passages
from dementi.report.listing import rows as rows
from dementi.report.listing import statements as statements
from dementi.report.moves import history as history
from dementi.report.page import html as html
from dementi.report.terminal import table as table

__all__ = [
    "Passage", "claim", "course_table", "history", "html", "passages", "rows", "statements", "table",
]  # fmt: skip
