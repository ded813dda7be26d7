"""A campaign's workbook over HTTP, for advisers."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Response, Template
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.models import Role
from accounts.people.schemas import Viewer
from accounts.sign_in.dependencies import only
from events.campaigns import queries as campaigns
from events.campaigns.models import Campaign
from kit import forms
from kit.errors import Invalid
from kit.files import Upload
from kit.forms import Rejected
from kit.sheets import Unreadable
from web.workbook import giving, layout, service
from web.workbook.schemas import BookForm, BookReport, BookView, Fate, Options

PAGE = "web/workbook/new.html"
SHOW = "web/workbook/show.html"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_ROWS = 200
RUNS = only(Role.ADVISER)


class WorkbookController(Controller):
    """The pages of a campaign's workbook."""

    path = "/desk/campaigns/{campaign_id:uuid}"
    include_in_schema = False
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/workbook")
    async def page(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], campaign_id: FromPath[UUID]
    ) -> Template:
        """Ask for the workbook, and offer the campaign's own."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        return Template(PAGE, context=_page(campaign, viewer) | {"form": forms.fill(Options())})

    @get("/workbook.xlsx")
    async def give(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], campaign_id: FromPath[UUID]
    ) -> Response[bytes]:
        """Give everything out, in the same layout."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        return _file(campaign, await giving.book(session, viewer, campaign))

    @post("/workbook", status_code=200)
    async def look(
        self,
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
    ) -> Template:
        """Show what the workbook would become."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        sent = await request.form()
        file = sent.get("file")
        form = forms.bind(Options, {name: value for name, value in sent.dict().items() if name != "file"})
        try:
            if not isinstance(file, UploadFile) or not file.filename:
                raise Unreadable
            content = await file.read()
            upload, report = await service.look(session, viewer, campaign, file.filename, content, form.value)
        except Invalid as invalid:
            form.errors = invalid.errors()
            raise Rejected(PAGE, _page(campaign, viewer) | {"form": form}) from invalid
        return _shown(campaign, upload, report, viewer, form.value, confirmed=False)

    @post("/workbook/{upload_id:uuid}", status_code=200)
    async def confirm(
        self,
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        upload_id: FromPath[UUID],
    ) -> Template:
        """Take the workbook in."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        upload = await service.upload_of(session, viewer, campaign, upload_id)
        options = forms.bind(Options, (await request.form()).dict()).value
        report = await service.confirm(session, viewer, campaign, upload, options)
        return _shown(campaign, upload, report, viewer, options, confirmed=True)


class WorkbookApi(Controller):
    """A campaign's workbook for programs."""

    path = "/api/v1/campaigns/{campaign_id:uuid}"
    tags = ("Campaigns",)
    dependencies = {"viewer": RUNS}  # noqa: RUF012

    @get("/workbook.xlsx")
    async def give(
        self, session: NamedDependency[AsyncSession], viewer: NamedDependency[Viewer], campaign_id: FromPath[UUID]
    ) -> Response[bytes]:
        """Give everything of a campaign out as XLSX; taken in again it changes nothing."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        return _file(campaign, await giving.book(session, viewer, campaign))

    @post("/workbook", status_code=200)
    async def look(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        data: JSONBody[BookForm],
    ) -> BookView:
        """Say what a workbook would become, row by row; nothing is written until it is confirmed."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        upload, report = await service.look(session, viewer, campaign, data.name, data.content, data.options)
        return _view(upload.id, report, confirmed=False)

    @post("/workbook/{upload_id:uuid}/confirm", status_code=200)
    async def confirm(
        self,
        session: NamedDependency[AsyncSession],
        viewer: NamedDependency[Viewer],
        campaign_id: FromPath[UUID],
        upload_id: FromPath[UUID],
        data: JSONBody[Options],
    ) -> BookView:
        """Take a workbook in; the same workbook again changes nothing."""
        campaign = await campaigns.campaign_of(session, viewer, campaign_id, Role.ADVISER)
        upload = await service.upload_of(session, viewer, campaign, upload_id)
        return _view(upload_id, await service.confirm(session, viewer, campaign, upload, data), confirmed=True)


def _view(upload_id: UUID, report: BookReport, *, confirmed: bool) -> BookView:
    told = [row for row in report.rows if row.fate is not Fate.SAME or row.notes]
    return BookView(id=upload_id, confirmed=confirmed, counts=report.counts, rows=told)


def _page(campaign: Campaign, viewer: Viewer) -> dict[str, Any]:
    sheets = [
        (layout.said(names), [layout.said((one.fr, one.en)) for one in layout.COLUMNS[part]])
        for part, names in layout.NAMES.items()
    ]
    return {"id": campaign.id, "campaign": campaign.name, "sheets": sheets, "viewer": viewer}


def _shown(
    campaign: Campaign, upload: Upload, report: BookReport, viewer: Viewer, options: Options, *, confirmed: bool
) -> Template:
    kinds = {
        "wrong": report.of(Fate.LEFT_OUT),
        "conflicts": report.of(Fate.CONFLICT),
        "changed": report.of(Fate.CHANGED),
        "gone": report.of(Fate.GONE),
        "noted": [row for row in report.rows if row.notes],
    }
    context = {
        "id": campaign.id,
        "campaign": campaign.name,
        "upload_id": upload.id,
        "name": upload.name,
        "counts": {layout.said(layout.NAMES[layout.Part(part)]): of for part, of in report.counts.items()},
        "fates": [fate for fate in Fate if report.of(fate)],
        "kinds": {kind: rows[:SHOWN_ROWS] for kind, rows in kinds.items()},
        "more": {kind: max(0, len(rows) - SHOWN_ROWS) for kind, rows in kinds.items()},
        "options": options,
        "to_do": bool(report.of(Fate.NEW, Fate.CHANGED, Fate.CONFLICT) or (kinds["gone"] and options.drop_gone)),
        "confirmed": confirmed,
        "viewer": viewer,
    }
    return Template(SHOW, context=context)


def _file(campaign: Campaign, content: bytes) -> Response[bytes]:
    headers = {"content-disposition": f'attachment; filename="{campaign.slug}.xlsx"'}
    return Response(content, media_type=XLSX, headers=headers)
