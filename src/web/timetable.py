"""Everything the product does by itself, on one page; letters leave in the worker's own loop."""

from accounts.sign_in import jobs as sign_in
from interviews.reminders import jobs as reminders
from kit.schedule import Job
from kit.sms import jobs as texts

TIMETABLE: tuple[Job, ...] = (sign_in.forget, reminders.remind, texts.deliver)
