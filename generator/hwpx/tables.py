"""Tables in OWPML: cells on their grid, with heights that hold what stands in them.

Merged cells are left out, not emptied. A height is the least that a row has: 한글 lets it grow, other
readers cut off what is higher, so that no row is written lower than its content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.hwpx.section import sub_list
from generator.hwpx.styles import StyleLists, units, units_of_points
from generator.hwpx.words import VALIGN, PageBreak
from generator.styles import Style, style_table

# A head is repeated on every page: one that fills it would leave no room for what it heads. In points.
_HIGHEST_HEAD = 450


@dataclass(frozen=True, slots=True)
class Margins:
    """Between a cell's rules and its content, in HWPUNIT; above and below alike."""

    left: int
    right: int
    vertical: int

    def __str__(self) -> str:
        return f'left="{self.left}" right="{self.right}" top="{self.vertical}" bottom="{self.vertical}"'


@dataclass(slots=True)
class Cell:
    """A cell: where it begins, over how many columns and rows, what it holds and how high that is in HWPUNIT."""

    column: int
    row: int
    colspan: int
    rowspan: int
    style: Style
    margins: Margins
    content: str
    height: int


@dataclass(frozen=True)
class Table:
    """A table laid out: ``heights`` of its rows, ``edges`` of its columns in HWPUNIT, the first ``head`` rows its head.

    ``inside``: it stands in a cell, and there in a line as a letter does; elsewhere that would keep it
    from going on over pages.
    """

    style: Style
    edges: Sequence[int]
    heights: Sequence[int]
    rows: Sequence[Sequence[Cell]]
    head: int
    inside: bool

    @property
    def height(self) -> int:
        """What it takes in HWPUNIT, with the space above and below it."""
        return sum(self.heights) + 2 * self._space

    @property
    def _space(self) -> int:
        return units_of_points(style_table().cell["pad_vertical"]) if self.inside else 0

    def xml(self, id: int, lists: StyleLists) -> str:
        """The table."""
        head = self.head if 0 < self.head < len(self.rows) and self._head_height <= _HIGHEST_HEAD * 100 else 0
        usual, ruled = usual_margins(), self.style.border
        rows = "".join(
            f"<hp:tr>{''.join(self._cell(cell, number < head, usual, lists) for cell in row)}</hp:tr>"
            for number, row in enumerate(self.rows)
        )
        return (
            f'<hp:tbl id="{id}" zOrder="0" numberingType="TABLE" textWrap="TOP_AND_BOTTOM" textFlow="BOTH_SIDES"'
            f' lock="0" dropcapstyle="None" pageBreak="{self._breaks}" repeatHeader="{head > 0:d}" rowCnt="{len(self.rows)}"'
            f' colCnt="{len(self.edges) - 1}" cellSpacing="0" borderFillIDRef="{lists.fill(ruled, None)}" noAdjust="0">'
            f'<hp:sz width="{self.edges[-1]}" widthRelTo="ABSOLUTE" height="{sum(self.heights)}" heightRelTo="ABSOLUTE"'
            f' protect="0"/><hp:pos treatAsChar="{self.inside:d}" affectLSpacing="0" flowWithText="1" allowOverlap="0"'
            ' holdAnchorAndSO="0" vertRelTo="PARA" horzRelTo="COLUMN" vertAlign="TOP" horzAlign="LEFT" vertOffset="0"'
            f' horzOffset="0"/><hp:outMargin left="0" right="0" top="{self._space}" bottom="{self._space}"/>'
            f"<hp:inMargin {usual}/>{rows}</hp:tbl>"
        )

    @property
    def _breaks(self) -> PageBreak:
        """Between rows where no cell is anywhere near as high as a page; else within cells, so that none is lost."""
        page = style_table().page
        body = units(page["height_mm"] - page["margin_top_mm"] - page["margin_bottom_mm"])
        ends = ((cell.row, cell.row + cell.rowspan) for row in self.rows for cell in row)
        return "TABLE" if all(2 * sum(self.heights[begin:end]) <= body for begin, end in ends) else "CELL"

    @property
    def _head_height(self) -> int:
        return sum(self.heights[: self.head])

    def _cell(self, cell: Cell, head: bool, usual: Margins, lists: StyleLists) -> str:
        width = self.edges[cell.column + cell.colspan] - self.edges[cell.column]
        height = sum(self.heights[cell.row : cell.row + cell.rowspan])
        ruled = self.style.border
        fill = lists.fill(ruled, cell.style.shade if ruled else None)
        return (
            f'<hp:tc name="" header="{head:d}" hasMargin="{cell.margins != usual:d}" protect="0" editable="0" dirty="0"'
            f' borderFillIDRef="{fill}">{sub_list(cell.content, VALIGN[cell.style.valign])}'
            f'<hp:cellAddr colAddr="{cell.column}" rowAddr="{cell.row}"/>'
            f'<hp:cellSpan colSpan="{cell.colspan}" rowSpan="{cell.rowspan}"/>'
            f'<hp:cellSz width="{width}" height="{height}"/><hp:cellMargin {cell.margins}/></hp:tc>'
        )


def usual_margins() -> Margins:
    """Those of a cell whose style says nothing else."""
    cell = style_table().cell
    side = units_of_points(cell["pad_horizontal"])
    return Margins(side, side, units_of_points(cell["pad_vertical"]))


def row_heights(asked: Sequence[int], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """The heights of rows in HWPUNIT: what is asked for, and what the content of their cells needs.

    Where a cell reaches down and needs more than its rows have, the last of them grows.
    """
    heights = list(asked)
    cells = sorted((cell for row in rows for cell in row), key=lambda cell: cell.row + cell.rowspan)
    for cell in cells:
        end = cell.row + cell.rowspan
        missing = cell.height + 2 * cell.margins.vertical - sum(heights[cell.row : end])
        if missing > 0:
            heights[end - 1] += missing
    return heights
