"""What goes out about relevance."""

import msgspec

from insights.relevance.rules import Share
from kit.i18n import N_


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that others published, to stand beside ours."""

    share: float = 0.86
    said: str = N_(
        "Companies that said the preselected candidates were relevant. Public statement on events held from 2013 to "
        "2016; neither the number of companies asked nor the response rate was published. It counts companies, "
        "ours counts candidates."
    )


class RelevanceView(msgspec.Struct, frozen=True, kw_only=True):
    """Recruiters' answers on events that began in a period of whole months, by need, event, adviser, territory."""

    since: str
    until: str
    total: Share
    published: Published
    needs: list[Share]
    events: list[Share]
    advisers: list[Share]
    territories: list[Share]
