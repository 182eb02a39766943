"""Uploads of evidence as they were judged last, in memory: what was decided since is judged anew, and no more.

An entry belongs to one upload of one workspace, by the name of its folder in the vault, so that no other
is ever shown from it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from fastapi import Request

from api.service.context import Context
from api.service.kept import KeptUpload, group_of, workspace_of
from api.service.pages.page import laid_out
from api.service.work.evidence import HeldCase, JudgedUpload, ShownPaper, judge_again, judge_upload
from api.service.work.evidence_papers import papers_of
from api.service.work.pages import Decisions


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
) -> tuple[ShownPaper, ...]:
    """The files of a case's items, opened once: an upload and its files never change."""
    held = judged.cases[number - 1]
    if held.papers is not None:
        return held.papers
    if not any(item.file is not None for item, _ in held.judged.items):
        return ()
    async with laid_out(request, here, upload) as incoming:
        papers = await here.pool.run(partial(papers_of, incoming, held))
    key = group_of(workspace_of(request), upload.id)
    here.judged.put(key, judged.with_cases({number: replace(held, papers=papers)}))
    return papers


async def judged_with(here: Context, case: HeldCase, decisions: Decisions) -> HeldCase:
    """One case as it would be with these decisions; nothing of it is held."""
    number = case.line.number
    return (await here.pool.run(partial(judge_again, {number: case}, decisions)))[number]
