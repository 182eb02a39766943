"""Uploads of evidence as they were judged last, in memory: what was decided since is judged anew, and no more.

An entry belongs to one upload of one workspace, by the name of its folder in the vault, so that no other
is ever shown from it. It is made while the upload comes in, where its sender waits anyway.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from fastapi import Request

from api.service.context import Context
from api.service.incoming import Incoming
from api.service.kept import KeptUpload, group_of, workspace_of
from api.service.pages.page import laid_out
from api.service.render_pool import Rank
from api.service.work.evidence import HeldCase, JudgedUpload, Papers, judge_again, judge_upload
from api.service.work.evidence_papers import papers_of
from api.service.work.pages import Decisions


async def judge_ahead(request: Request, here: Context, upload: KeptUpload, incoming: Incoming) -> None:
    """Judge an upload as it has come in, so that its pages stand ready, and go on to open its files."""
    key = group_of(workspace_of(request), upload.id)
    judged = await here.pool.run(partial(judge_upload, incoming, upload.decisions))
    here.judged.put(key, judged)
    if any(case.named for case in judged.cases):
        here.background.start("evidence files", _papers_ahead(request, here, upload, key))


async def _papers_ahead(request: Request, here: Context, upload: KeptUpload, key: str) -> None:
    """Open the files of one case after another, behind whoever waits for a page."""
    async with laid_out(request, here, upload) as incoming:
        number = 0
        while (held := here.judged.get(key)) is not None and number < len(held.cases):
            case = held.cases[number]
            number += 1
            if case.named and case.papers is None:
                papers = await here.pool.run(partial(papers_of, incoming, case), Rank.WHOLE_SET)
                _hold_papers(here, key, number, papers)


def _hold_papers(here: Context, key: str, number: int, papers: Papers) -> None:
    """Hold the opened files of a case; what was decided of it meanwhile stays."""
    held = here.judged.get(key)
    if held is not None:
        here.judged.put(key, held.with_cases({number: replace(held.cases[number - 1], papers=papers)}))


async def judged_upload(request: Request, here: Context, upload: KeptUpload) -> JudgedUpload:
    """Every case of an upload, judged with its decisions as they are now."""
    key = group_of(workspace_of(request), upload.id)
    held = here.judged.get(key)
    if held is None:
        async with laid_out(request, here, upload) as incoming:
            held = await here.pool.run(partial(judge_upload, incoming, upload.decisions))
    elif changed := held.judged_otherwise(upload.decisions):
        held = held.with_cases(await here.pool.run(partial(judge_again, changed, upload.decisions)))
    here.judged.put(key, held)
    return held


async def papers_shown(
    request: Request, here: Context, upload: KeptUpload, judged: JudgedUpload, number: int
) -> Papers:
    """The files of a case's items, opened once: an upload and its files never change."""
    held = judged.cases[number - 1]
    if held.papers is not None:
        return held.papers
    if not held.named:
        return {}
    async with laid_out(request, here, upload) as incoming:
        papers = await here.pool.run(partial(papers_of, incoming, held))
    _hold_papers(here, group_of(workspace_of(request), upload.id), number, papers)
    return papers


async def judged_with(here: Context, case: HeldCase, decisions: Decisions) -> HeldCase:
    """One case as it would be with these decisions; nothing of it is held."""
    number = case.line.number
    return (await here.pool.run(partial(judge_again, {number: case}, decisions)))[number]
