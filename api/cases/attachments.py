"""The attachments of a case: fetched, opened, and told of in ``check``, in the same words as a packet does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from api.cases.intake import Upload
from api.cases.references import NamedAttachment, named_attachments, read_reference
from forms import CheckedCase, Finding, InputError, Severity, TooLarge
from forms.finding import Location
from forms.places import label, pointer
from forms.registry import case_model
from generator.packets.attachments import Attachment, read_attachment

RULE = "OWN-ATTACHMENT"
SOURCE = "서식 점검 규칙(자체), 첨부"
# Of all attachments of a case together: what a packet can hold in memory while it is made.
PAGES_LIMIT = 1_000
SIZE_LIMIT = 100 * 1024 * 1024
_TITLE_SHOWN = 60


def opened_attachments(
    upload: Upload, fetch: Callable[[str], bytes] | None = None
) -> Iterator[tuple[NamedAttachment, Attachment | InputError]]:
    """Each attachment that a case names, opened, or the Korean sentence that says why it cannot be used.

    ``fetch`` gives the files that the case names; without it they are read where the upload came from.
    """
    pages = size = 0
    for named in named_attachments(upload.raw):
        try:
            attachment = read_attachment(named.title, fetched(upload, named, fetch))
            pages += attachment.pages_laid.pages
            size += attachment.size
            if pages > PAGES_LIMIT or size > SIZE_LIMIT:
                raise TooLarge(
                    f"이 사례의 첨부를 모두 합하면 {PAGES_LIMIT:,}쪽이나 {SIZE_LIMIT // 1024**2}MB를 넘습니다."
                )
        except InputError as error:
            # One that was never raised: what was raised holds the bytes of the file with its traceback.
            yield named, InputError(f"첨부 '{named.title[:_TITLE_SHOWN]}': {error.message}", error.code)
        else:
            yield named, attachment


def fetched(upload: Upload, named: NamedAttachment, fetch: Callable[[str], bytes] | None = None) -> bytes:
    """The bytes of an attachment; raises ``InputError``."""
    get = fetch if fetch is not None else partial(read_reference, upload.origin)
    return get(named.file)


def attachment_findings(checked: CheckedCase, upload: Upload) -> tuple[Finding, ...]:
    """What ``check`` says: a warning for each that keeps the case out of a packet.

    Of a case that came without a place to look for files, it says once that they were not opened.
    """
    if upload.origin is None:
        count = sum(1 for _ in named_attachments(upload.raw))
        return (_not_opened(checked, count),) if count else ()
    return tuple(
        _finding(
            checked,
            ("attachments", named.position, "file"),
            opened.code,
            Severity.WARNING,
            f"{opened.message} 고치지 않으면 이 사례는 묶음에서 빠집니다.",
        )
        for named, opened in opened_attachments(upload)
        if isinstance(opened, InputError)
    )


def _not_opened(checked: CheckedCase, count: int) -> Finding:
    message = (
        f"첨부 {count}건은 사례와 함께 오지 않아 열어 보지 않았습니다. "
        "묶음을 만들 때에는 사례 파일과 첨부를 한 ZIP에 넣어 주세요."
    )
    return _finding(checked, ("attachments",), RULE, Severity.INFO, message)


def _finding(checked: CheckedCase, at: Location, rule: str, severity: Severity, message: str) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        form=None,
        path=pointer(checked.raw, at),
        label=label(case_model(), checked.raw, at),
        message=message,
        source=SOURCE,
    )
