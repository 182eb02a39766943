"""Who agrees to a plan: the participant and the case manager sign it (자활경로 합의하기)."""

from __future__ import annotations

from typing import Annotated

from forms.fields import Name
from forms.form import FromCase
from forms.heads import CLIENT_NAME, WORKER_NAME
from forms.page import Signature

# What was signed may bear the name of somebody who was in charge then.
ParticipantSigner = Annotated[
    Name | None, FromCase(CLIENT_NAME.get, CLIENT_NAME.origin, silent=True), Signature()
]
WorkerSigner = Annotated[Name | None, FromCase(WORKER_NAME.get, WORKER_NAME.origin, silent=True), Signature()]
