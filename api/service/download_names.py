"""What a download is called: by its case and form, and never by a person."""

from __future__ import annotations

from urllib.parse import quote

from forms import Form
from generator.privacy.modes import Privacy

_PRIVACY: dict[Privacy, str] = {"masked": "", "deidentified": "_비식별", "full": "_전체"}


def document_name(case_no: str, form: Form, ending: str, privacy: Privacy = "masked") -> str:
    """The Content-Disposition of a form of a case: ``<case_no>_<form title>``, and in ASCII beside it."""
    return disposition(
        f"{case_no}_{form.title}{_PRIVACY[privacy]}.{ending}",
        f"{case_no}_{form.id}.{ending}",
    )


def set_name(case_no: str, privacy: Privacy) -> str:
    """The Content-Disposition of the forms of a case in one ZIP."""
    return disposition(f"{case_no}_서식{_PRIVACY[privacy]}.zip", f"{case_no}_forms.zip")


def shown_in_place(named: str) -> str:
    """The Content-Disposition of a file that the browser shows, under the same name."""
    return named.replace("attachment", "inline", 1)


def disposition(name: str, plain: str = "") -> str:
    """The Content-Disposition of a file to save; ``plain`` is its name for who reads ASCII alone."""
    # What is no ASCII goes, and so does what would end the quoted name.
    ascii_name = (
        (plain or name).encode("ascii", "ignore").decode().replace('"', "").replace("\\", "").lstrip("_")
    )
    if ascii_name.startswith("."):
        ascii_name = f"file{ascii_name}"
    if ascii_name == name:
        return f'attachment; filename="{name}"'
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
