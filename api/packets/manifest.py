"""The manifest of a batch: what was printed, where it stands, and what was left out."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from io import StringIO
from typing import Any

from api.packets.left_out import LeftOut
from api.packets.step import PacketRun
from api.packets.store import MadePacket
from api.workbook.spreadsheet_text import defused
from generator.packets.stream import Placed

_HEADINGS = (
    "순번",
    "관리번호",
    "대상자",
    "묶음 번호",
    "부",
    "첫 쪽",
    "끝 쪽",
    "쪽수",
    "장수",
    "점검 사항",
    "SHA-256",
    "알림",
    "파일",
    "빠진 까닭",
)


def _rows(packets: Sequence[MadePacket], plan: Sequence[Placed], duplex: bool) -> list[dict[str, Any]]:
    rows = []
    for sequence, packet in enumerate(packets, 1):
        entry = plan[sequence - 1] if plan else None
        rows.append(
            {
                "sequence": sequence,
                "case_no": packet.case_no,
                "packet_id": packet.packet_id,
                "part": entry.part if entry is not None else 1,
                "first_page": entry.first_page if entry is not None else 1,
                "last_page": entry.last_page if entry is not None else packet.pages,
                "pages": packet.pages,
                "sheets": (packet.pages + 1) // 2 if duplex else packet.pages,
                "sha256": packet.sha256,
                "findings": packet.findings,
                # Only where there is something to say.
                **({"note": packet.note} if packet.note else {}),
            }
        )
    return rows


def manifest_json(
    run: PacketRun, packets: Sequence[MadePacket], plan: Sequence[Placed], duplex: bool
) -> bytes:
    """The manifest as JSON, UTF-8. ``rendered`` and ``reused`` alone depend on the run."""
    value = {
        "packets": _rows(packets, plan, duplex),
        "left_out": [
            {"file": outcome.file, "case_no": outcome.case_no, "reason": outcome.reason}
            for outcome in run.left_out
        ],
        "rendered": len(packets) - run.reused,
        "reused": run.reused,
    }
    # A file's name may hold what is no character.
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n"


def manifest_csv(
    run: PacketRun, packets: Sequence[MadePacket], plan: Sequence[Placed], duplex: bool
) -> bytes:
    """The manifest as CSV for a spreadsheet: UTF-8 with BOM, CRLF, Korean headings."""
    target = StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    clients = {packet.case_no: packet.client for packet in packets}
    for row in _rows(packets, plan, duplex):
        cells = [
            row["sequence"],
            row["case_no"],
            clients[row["case_no"]],
            row["packet_id"],
            row["part"],
            row["first_page"],
        ]
        cells += [row["last_page"], row["pages"], row["sheets"], row["findings"], row["sha256"]]
        cells += [row.get("note", ""), "", ""]
        writer.writerow([defused(cell) for cell in cells])
    for outcome in run.left_out:
        reason = (outcome.reason or LeftOut.FAILED).korean
        writer.writerow(["", defused(outcome.case_no or ""), *[""] * 10, defused(outcome.file), reason])
    return b"\xef\xbb\xbf" + target.getvalue().encode("utf-8", "replace")
