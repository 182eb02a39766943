"""A drawing as a PNG, for formats that hold no SVG.

By Typst, which draws SVG by resvg: 25 ms a picture, as resvg alone takes (measured, the import 1 to 4 ms).
"""

from __future__ import annotations

from xml.etree import ElementTree

from forms import DocumentError

PIXELS_AN_INCH = 220


def size_mm(svg: bytes) -> tuple[float, float]:
    """Width and height of one of our drawings, in millimetres."""
    root = ElementTree.fromstring(svg)  # noqa: S314 — our own drawing
    width, height = (float((root.get(side) or "").removesuffix("mm")) for side in ("width", "height"))
    return width, height


def size_within(svg: bytes, width_mm: float, height_mm: float) -> tuple[float, float]:
    """The size of a drawing that is made smaller where it would not fit, in millimetres."""
    across, down = size_mm(svg)
    scale = min(1.0, width_mm / across, height_mm / down)
    return across * scale, down * scale


def png_of(svg: bytes) -> bytes:
    """The drawing on white; the same drawing gives the same bytes. Raises ``DocumentError``."""
    # Only documents with a figure need it.
    import typst

    width, height = size_mm(svg)
    page = (
        f"#set page(width: {width}mm, height: {height}mm, margin: 0pt, fill: white)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    )
    try:
        made = typst.compile(
            page.encode(),
            format="png",
            ppi=PIXELS_AN_INCH,
            sys_inputs={"svg": svg.decode()},
            ignore_system_fonts=True,
        )
    except typst.TypstError as error:
        raise DocumentError("그림을 만들지 못했습니다.") from error
    if not isinstance(made, bytes):
        raise DocumentError("그림이 한 장이 아닙니다.")
    return made
