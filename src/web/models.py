"""Every table of the product, loaded, so that the metadata is whole."""

import importlib

from kit.database import Model

_FEATURES = (
    "kit.files",
    "kit.once",
    "kit.mail.outbox",
    "kit.mail.orders",
    "kit.sms.outbox",
    "kit.mail.inbox",
    "kit.mail.bounces",
    "reference.models",
    "reference.occupations.models",
    "reference.places.models",
    "reference.titles.models",
    "accounts.people.models",
    "accounts.audit.models",
    "accounts.sign_in.models",
    "accounts.keys.models",
    "candidates.profiles.models",
    "candidates.statistics.models",
    "employers.absences.models",
    "employers.companies.models",
    "employers.contacts.models",
    "employers.needs.models",
    "events.planning.models",
    "events.campaigns.models",
    "events.partners.models",
    "events.stands.models",
    "events.registrations.models",
    "matching.decisions.models",
    "matching.tracks.models",
    "matching.weighting.models",
    "matching.shortlists.models",
    "matching.corrections.models",
    "matching.objections.models",
    "matching.proposals.models",
    "matching.floor.models",
    "matching.preselection.models",
    "interviews.limits.models",
    "interviews.slots.models",
    "interviews.requests.models",
    "interviews.bookings.models",
    "interviews.moving.models",
    "interviews.waiting.models",
    "interviews.feeds.models",
    "interviews.reminders.models",
    "interviews.answers.models",
    "interviews.mailbox.models",
    "insights.rehearsal.models",
    "insights.figures.models",
    "web.workbook.models",
    "interviews.rota.models",
    "interviews.timetable.models",
    "web.beats",
    "web.runs",
)
for _name in _FEATURES:
    importlib.import_module(_name)

METADATA = Model.metadata
