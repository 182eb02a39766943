"""What every route needs of the service: its settings, its workers, its batches, what it keeps."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from api.agency.store import TemplateStore
from api.casebook.cases import Casebook
from api.jobs.engine import BatchEngine
from api.jobs.quota import Quota
from api.service.background import Background
from api.service.kept import Kept, workspace_of
from api.service.looks import Looks
from api.service.metrics import Metrics
from api.service.problems import UnsupportedBody
from api.service.recent import Recent
from api.service.render_pool import RenderPool
from api.service.roster_works import RosterWorks
from api.service.settings import Settings
from api.service.work.documents import MadeDocument
from api.service.work.evidence import JudgedUpload
from generator.document import RenderOptions
from generator.layout import PdfVariant
from generator.privacy.modes import Privacy

_JSON = ("application/json", "application/octet-stream", "text/plain", "")


@dataclass(frozen=True)
class Context:
    """The parts of a running service."""

    settings: Settings
    engine: BatchEngine
    pool: RenderPool
    metrics: Metrics
    kept: Kept
    casebook: Casebook
    recent: Recent[MadeDocument]
    judged: Recent[JudgedUpload]
    quota: Quota
    looks: Looks
    background: Background
    rosters: RosterWorks

    def options(
        self, privacy: Privacy = "masked", pdf_variant: PdfVariant = "pdf/a-3a", draft: bool = False
    ) -> RenderOptions:
        """What a document is made with: the request's choices and the agencies' Word templates."""
        installed = TemplateStore(self.settings.data).in_use()
        return RenderOptions(privacy, pdf_variant, draft, agency_templates=installed)

    def person(self, request: Request) -> str:
        """The name that whoever uses the request's browser has entered, "" where none was."""
        return str(self.casebook.setting(f"person:{workspace_of(request)}") or "")

    def require_room(self, request: Request) -> None:
        """Look whether a body may still be kept, before it is taken in; raises ``DataFull``."""
        declared = request.headers.get("content-length", "")
        self.quota.require(int(declared) if declared.isascii() and declared.isdigit() else 1, keep=False)

    async def case_body(self, request: Request) -> bytes:
        """The body of a request that brings one case as JSON."""
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind not in _JSON and not kind.endswith("+json"):
            raise UnsupportedBody("사례는 JSON(application/json)으로 보냅니다.")
        return await request.body()


def context(request: Request) -> Context:
    """The service that a request came to."""
    here: Context = request.app.state.context
    return here
