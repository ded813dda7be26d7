"""Everything the product does by itself, on one page; letters leave in the worker's own loop."""

from accounts.sign_in import jobs as sign_in
from interviews.mailbox import jobs as mailbox
from interviews.offers import jobs as offers
from interviews.replies import jobs as replies
from kit import once
from kit.schedule import Job, daily

forget_answers = daily(hour=3)(once.forget_old)

TIMETABLE: tuple[Job, ...] = (
    sign_in.forget,
    forget_answers,
    offers.lapse,
    mailbox.read,
    mailbox.forget,
    replies.give_back,
)
