"""Everything the leading worker does by itself; what opens transactions of its own is in `web.worker`."""

from accounts.sign_in import jobs as sign_in
from interviews.mailbox import jobs as mailbox
from interviews.offers import jobs as offers
from interviews.reminders import jobs as reminders
from interviews.timetable import jobs as timetables
from kit import once
from kit.schedule import Job, daily
from live.alarms import jobs as alarms
from live.lines import jobs as lines
from live.schedule import jobs as sessions
from live.talks import jobs as talks
from matching.shortlists import jobs as shortlists

forget_answers = daily(hour=3)(once.forget_old)

TIMETABLE: tuple[Job, ...] = (
    sign_in.forget,
    forget_answers,
    offers.lapse,
    timetables.lapse,
    reminders.remind,
    sessions.remind,
    mailbox.forget,
    shortlists.refresh,
    talks.forget,
    lines.tidy,
    alarms.watch,
)
