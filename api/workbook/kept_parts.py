"""What a workbook loses when openpyxl writes it again, found by comparing the parts of both files.

openpyxl keeps what it knows. Text boxes, form controls, slicers and the like vanish without a word,
so both packages are counted: kinds of parts, elements of each sheet, shapes of each drawing.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

# What a person calls it. Kinds that stand here are told by name, others by their technical word.
_NAMES = {
    "sp": "글상자와 도형",
    "cxnSp": "연결선",
    "grpSp": "묶은 도형",
    "pic": "그림",
    "graphicFrame": "차트 등 개체",
    "AlternateContent": "새 판의 도형이나 개체",
    "controls": "양식 컨트롤",
    "oleObjects": "포함된 개체",
    "ctrlProp": "양식 컨트롤",
    "controlproperties": "양식 컨트롤",
    "control": "양식 컨트롤",
    "activeX": "ActiveX 컨트롤",
    "image": "그림",
    "chart": "차트",
    "chartStyle": "차트 서식",
    "chartColorStyle": "차트 서식",
    "chartUserShapes": "차트 위의 도형",
    "diagramData": "SmartArt",
    "pivotTable": "피벗 테이블",
    "slicer": "슬라이서",
    "timeline": "시간 표시 막대",
    "connections": "데이터 연결",
    "queryTable": "데이터 연결",
    "threadedComment": "스레드 메모",
    "person": "스레드 메모",
    "package": "포함된 파일",
    "oleObject": "포함된 개체",
    "customXml": "사용자 지정 XML",
    "extLst": "새 판의 조건부 서식, 유효성 검사 또는 스파크라인",
    "customSheetViews": "사용자 지정 보기",
    "customProperties": "시트의 사용자 속성",
    "dataConsolidate": "데이터 통합",
    "picture": "시트 배경 그림",
    "drawingHF": "머리글 그림",
    "legacyDrawingHF": "머리글 그림",
}
# Made anew by any spreadsheet, or for one printer alone; nobody misses them.
_UNMISSED = frozenset(
    ("calcChain", "comments", "core-properties", "custom-properties", "drawing", "extended-properties")
) | frozenset(
    ("hyperlink", "metadata", "officeDocument", "printerSettings", "sharedStrings", "sheetMetadata")
)
_UNMISSED |= frozenset(("styles", "theme", "thumbnail", "vmlDrawing", "worksheet", "xmlMaps"))
_SHEET_UNMISSED = frozenset(
    ("sheetCalcPr", "phoneticPr", "ignoredErrors", "dimension", "cellWatches", "smartTags")
)
_DRAWN = frozenset(("sp", "cxnSp", "grpSp", "pic", "graphicFrame", "AlternateContent"))


def lost_parts(before: bytes, after: bytes) -> tuple[str, ...]:
    """What stands in the first workbook and not in the second, in Korean, each named once."""
    lost = _counted(before) - _counted(after)
    return tuple(dict.fromkeys(_NAMES.get(name, name) for name in sorted(lost)))


def _counted(data: bytes) -> Counter[str]:
    kinds: Counter[str] = Counter()
    with ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith(".rels"):
                kinds.update(_relations(package.read(name)))
            elif _is_in(name, "worksheets") and name.endswith(".xml"):
                kinds.update(_sheet_elements(package.read(name)))
            elif _is_in(name, "drawings") and name.endswith(".xml"):
                kinds.update(_shapes(package.read(name)))
            elif name.endswith(".vml"):
                kinds.update(["control"] * _vml_controls(package.read(name)))
    return kinds


def _is_in(name: str, folder: str) -> bool:
    return posixpath.basename(posixpath.dirname(name)) == folder


def _relations(data: bytes) -> list[str]:
    root = ElementTree.fromstring(data)  # noqa: S314 (the package has been inspected for document types)
    kinds = [relation.get("Type", "").rstrip("/").rpartition("/")[2] for relation in root]
    return [kind for kind in kinds if kind not in _UNMISSED]


def _sheet_elements(data: bytes) -> list[str]:
    """The kinds of elements that a sheet consists of, each once: their number may change in writing."""
    found: set[str] = set()
    depth = 0
    for event, element in ElementTree.iterparse(BytesIO(data), events=("start", "end")):  # noqa: S314
        depth += 1 if event == "start" else -1
        if event == "start" and depth == 2:
            found.add(_local(element.tag))
        elif event == "end":
            element.clear()
    return sorted(found - _SHEET_UNMISSED)


def _shapes(data: bytes) -> list[str]:
    root = ElementTree.fromstring(data)  # noqa: S314
    return [name for element in root.iter() if (name := _local(element.tag)) in _DRAWN]


def _vml_controls(data: bytes) -> int:
    """Form controls of the old kind; the frames of comments are drawn the same way and do not count."""
    return data.count(b"ObjectType=") - data.count(b'ObjectType="Note"')


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
