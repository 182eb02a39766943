"""The words that may stand in an attribute, from the enumerations of KS X 6101:2024.

Where the writer needs a few of a long list, the few are listed: what is not here may not be written. An
attribute that is in neither table holds a whole number.
"""

from __future__ import annotations

from collections.abc import Mapping

_LINE = {"NONE", "SOLID"}
_COLOURS = {"#000000", "#333333", "#C0C0C0", "none"}
_SHADES = {"#ECEFF2", "#D9DFE5", "#FFFFFF"}
_WIDTHS = {"0.1 mm", "0.12 mm", "0.15 mm", "0.2 mm", "0.25 mm", "0.3 mm", "0.4 mm", "0.5 mm"}
_BORDERS = ("leftBorder", "rightBorder", "topBorder", "bottomBorder", "diagonal", "noteLine")

WORDS: Mapping[str, set[str]] = {
    **{f"{side}@type": _LINE for side in _BORDERS},
    **{f"{side}@color": _COLOURS for side in _BORDERS},
    **{f"{side}@width": _WIDTHS for side in _BORDERS},
    **{f"{side}@unit": {"HWPUNIT"} for side in ("intent", "left", "right", "prev", "next", "lineSpacing")},
    "align@horizontal": {"LEFT", "CENTER", "RIGHT"},
    "align@vertical": {"BASELINE"},
    "autoNum@numType": {"PAGE", "TOTAL_PAGE"},
    "newNum@numType": {"PAGE"},
    "autoNumFormat@type": {"DIGIT"},
    "autoNumFormat@userChar": {""},
    "autoNumFormat@prefixChar": {""},
    "autoNumFormat@suffixChar": {"", ")"},
    "backSlash@type": {"NONE"},
    "slash@type": {"NONE"},
    "borderFill@centerLine": {"NONE"},
    "breakSetting@breakLatinWord": {"KEEP_WORD"},
    "breakSetting@breakNonLatinWord": {"KEEP_WORD", "BREAK_WORD"},
    "breakSetting@lineWrap": {"BREAK"},
    "charPr@shadeColor": _COLOURS,
    "charPr@textColor": _COLOURS,
    "charPr@symMark": {"NONE"},
    "colPr@layout": {"LEFT"},
    "colPr@type": {"NEWSPAPER"},
    "compatibleDocument@targetProgram": {"HWP201X"},
    "font@type": {"TTF"},
    "substFont@type": {"TTF"},
    "fontface@lang": {"HANGUL", "LATIN", "HANJA", "JAPANESE", "OTHER", "SYMBOL", "USER"},
    "footer@applyPageType": {"BOTH"},
    "header@applyPageType": {"BOTH"},
    "heading@type": {"NONE", "OUTLINE"},
    "img@effect": {"REAL_PIC"},
    "lineSpacing@type": {"PERCENT"},
    "numbering@type": {"CONTINUOUS"},
    "outline@type": {"NONE"},
    "shadow@type": {"NONE"},
    "shadow@color": _COLOURS,
    "strikeout@shape": {"NONE"},
    "strikeout@color": _COLOURS,
    "underline@type": {"NONE"},
    "underline@shape": {"SOLID"},
    "underline@color": _COLOURS,
    "pageBorderFill@fillArea": {"PAPER"},
    "pageBorderFill@textBorder": {"PAPER"},
    "pageBorderFill@type": {"BOTH", "EVEN", "ODD"},
    "pagePr@gutterType": {"LEFT_ONLY"},
    "pagePr@landscape": {"WIDELY"},
    "paraHead@align": {"LEFT"},
    "paraHead@numFormat": {"DIGIT"},
    "paraHead@textOffsetType": {"PERCENT"},
    "pic@dropcapstyle": {"None"},
    "pic@numberingType": {"PICTURE"},
    "pic@textFlow": {"BOTH_SIDES"},
    "pic@textWrap": {"TOP_AND_BOTTOM", "BEHIND_TEXT"},
    "placement@place": {"EACH_COLUMN", "END_OF_DOCUMENT"},
    "pos@horzAlign": {"LEFT", "CENTER"},
    "pos@horzRelTo": {"COLUMN", "PARA", "PAPER"},
    "pos@vertAlign": {"TOP", "CENTER"},
    "pos@vertRelTo": {"PARA", "PAPER"},
    "secPr@tabStopUnit": {"HWPUNIT"},
    "secPr@textDirection": {"HORIZONTAL"},
    "startNum@pageStartsOn": {"BOTH"},
    "style@type": {"PARA"},
    "subList@lineWrap": {"BREAK"},
    "subList@textDirection": {"HORIZONTAL"},
    "subList@vertAlign": {"TOP", "CENTER", "BOTTOM"},
    "sz@heightRelTo": {"ABSOLUTE"},
    "sz@widthRelTo": {"ABSOLUTE"},
    "tbl@dropcapstyle": {"None"},
    "tbl@numberingType": {"TABLE"},
    "tbl@pageBreak": {"CELL", "TABLE", "NONE"},
    "tbl@textFlow": {"BOTH_SIDES"},
    "tbl@textWrap": {"TOP_AND_BOTTOM"},
    "visibility@border": {"SHOW_ALL"},
    "visibility@fill": {"SHOW_ALL"},
    "winBrush@faceColor": _SHADES,
    "winBrush@hatchColor": {"#FF000000"},
}
# Names, versions and identifiers that 한글 leaves empty.
FREE = {
    "font@face", "substFont@face", "substFont@binaryItemIDRef", "style@name", "style@engName", "head@version",
    "case@required-namespace", "img@binaryItemIDRef", "linkinfo@path", "pic@href", "tc@name",
    "subList@id", "secPr@id", "colPr@id",
}  # fmt: skip
