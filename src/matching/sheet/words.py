"""What the sheet says beside what it reads from the code. Numbers come from the code, as %(name)s."""

from kit.i18n import N_
from matching.scoring.rules.criteria import Name, Verdict
from matching.scoring.rules.weights import Preset
from reference.terms import Source

PURPOSE = (
    N_(
        "Before a recruitment event, the score puts the candidates of a territory in an order for each need of a "
        "company, so that an adviser need not read thousands of profiles."
    ),
    N_(
        "It proposes. A named adviser decides who is kept and who is not, and a reason is needed to refuse somebody. "
        "Nothing is sent and nobody is refused by the score alone (GDPR, article 22)."
    ),
    N_(
        "A score is the sum of ten named parts. Each part is the weight of a criterion times its share, from 0 to 1. "
        "There is no learnt model in it: the same facts and the same weights give the same score, always."
    ),
    N_(
        "A job title in plain words is turned into an occupation of the public register by another program, before any "
        "score; its answer is shown, and who typed can change it."
    ),
)
PRESETS: dict[Preset, str] = {
    Preset.BALANCED: N_("Balanced"),
    Preset.SKILLS_FIRST: N_("Skills first"),
    Preset.BEGINNERS_WELCOME: N_("Beginners welcome"),
    Preset.NEAR_HOME: N_("Near home"),
}
RULES: dict[Name, str] = {
    Name.OCCUPATION: N_(
        "The occupation of the post against those the person looks for: the same 1, a near one %(near)s, one from "
        "which the post is a step up %(evolution)s, another 0, none named %(unknown)s."
    ),
    Name.SKILLS: N_(
        "The mean over the skills asked for: had 1, said not to be had 0, not stated %(unknown)s; a required skill "
        "counts %(required)s times a wished one."
    ),
    Name.EXPERIENCE: N_(
        "Months of experience against the months asked for: the part that is there, at most 1; from %(enough)s on it "
        "is partly met; not stated %(unknown)s."
    ),
    Name.TRAVEL: N_(
        "The way to the post against the limit that the person chose, never another: within it 1, beyond it the share "
        "halves with each further %(further)s of the limit; remote work 1; not known %(unknown)s. Recruiters are not "
        "told."
    ),
    Name.CONTRACT: N_("The contract of the post is one the person wants: 1, is not: 0, not stated: %(unknown)s."),
    Name.HOURS: N_(
        "Full time, from %(full)s hours a week on, or part time: wanted 1, not wanted 0, not stated %(unknown)s."
    ),
    Name.DATES: N_(
        "The day from which the person is free: by the first day 1, then less each day, up to %(late)s days late; "
        "later 0; not stated %(unknown)s."
    ),
    Name.LANGUAGES: N_(
        "The mean over the languages that the post needs: spoken 1, not spoken 0, not stated %(unknown)s."
    ),
    Name.CONDITIONS: N_(
        "The mean over the conditions of the post, such as Sundays: accepted 1, not accepted 0, not stated %(unknown)s."
    ),
    Name.LICENCES: N_("The mean over the licences and permits needed: held 1, not held 0, not stated %(unknown)s."),
}
NOTHING_ASKED = N_("Where a need asks for nothing, the criterion is met and its share is 1.")
DIGEST = N_("Digest of the weights, kept with each score")
VERDICTS: dict[Verdict, str] = {
    Verdict.MET: N_("What is asked for is there: share 1."),
    Verdict.PARTLY: N_("Part of it is there."),
    Verdict.NOT_MET: N_("The person said no, or it is not there: never more than an unknown."),
    Verdict.UNKNOWN: N_(
        "Nobody asked yet: share %(unknown)s, never counted as not met, and a question to the candidate."
    ),
}
FIELDS: dict[str, str] = {
    "occupation": N_("occupation of the post"),
    "near": N_("occupations near it"),
    "evolution": N_("occupations from which it is a step up"),
    "skills_required": N_("skills required"),
    "skills_wished": N_("skills wished"),
    "contract": N_("contract"),
    "weekly_hours": N_("hours a week"),
    "starts_on": N_("first day"),
    "languages": N_("languages"),
    "conditions": N_("conditions of the post"),
    "licences": N_("licences and permits"),
    "experience_months": N_("months of experience"),
    "remote": N_("whether the work is remote"),
    "occupations": N_("occupations wanted"),
    "skills": N_("skills"),
    "lacks": N_("skills said not to be had"),
    "contracts": N_("contracts wanted"),
    "contracts_refused": N_("contracts refused"),
    "full_time": N_("whether full time suits"),
    "part_time": N_("whether part time suits"),
    "available_from": N_("day from which the person is free"),
    "languages_lacking": N_("languages said not to be spoken"),
    "travel": N_("length of the way, beside the limit the person chose"),
    "sources": N_("where each fact comes from (shown, never counted)"),
}
COLUMNS: dict[str, str] = {
    "name": N_("name"),
    "email": N_("e-mail address"),
    "phone": N_("phone"),
    "language": N_("language of the letters"),
    "created_at": N_("day of registration"),
    "person_id": N_("who the person is"),
    "territory_id": N_("territory"),
    "place_code": N_("commune (only the length of the way to the post, against the person's own limit)"),
    "support": N_("level of support (it opens reserved places, and never counts in a score)"),
    "preselect": N_("whether the person takes part in preselection"),
    "import_key": N_("where the profile was imported from"),
}
FORBIDDEN: dict[str, tuple[str, ...]] = {
    N_("origin, nationality, name"): ("name", "first", "last", "origin", "nationality", "birthplace"),
    N_("sex, gender identity, sexual orientation, pregnancy"): ("sex", "gender", "orientation", "pregnant"),
    N_("age"): ("age", "birth", "born"),
    N_("family situation"): ("family", "married", "child", "children"),
    N_("health, disability, loss of autonomy, genetic features"): ("health", "disability", "handicap", "genetic"),
    N_("physical appearance, photograph"): ("photo", "appearance", "picture"),
    N_("place of residence, address, bank"): ("address", "street", "place", "commune", "postcode", "bank"),
    N_("vulnerability through the economic situation, level of support"): ("support", "poverty", "benefit"),
    N_("opinions, religion, union activities, mandates"): ("religion", "belief", "union", "opinion", "politics"),
    N_("habits, morals"): ("habits", "morals"),
}
SOURCE_NAMES: dict[Source, str] = {
    Source.PROFILE: N_("from the profile"),
    Source.RESUME: N_("from the CV"),
    Source.ADVISER: N_("from an adviser"),
    Source.IMPORTED: N_("from an import"),
    Source.CORRECTION: N_("put right by the candidate"),
}
SOURCES: dict[str, str] = {
    "profile": N_("what the candidate, or who helps them, wrote in the profile"),
    "resume": N_("what was read from the CV and confirmed"),
    "adviser": N_("what an adviser added"),
    "imported": N_("what came from a file or another service"),
    "correction": N_("what the candidate put right: it counts at once, and the change is kept"),
    "ROME": N_("the public register of occupations and skills (open licence): codes, near occupations, steps up"),
    "communes": N_("the public list of communes with coordinates (open licence): straight lines"),
}
OVERSIGHT = (
    N_("An adviser sees every part of every score, what it rests on, and what is not known and should be asked."),
    N_("An adviser keeps or refuses, one by one or several at once; refusing needs a reason; the name is kept."),
    N_("An adviser chooses the weights for a need; which, by whom and when is kept with the scores."),
    N_(
        "An adviser may set a least share of places for people furthest from work. It only adds places, takes none, "
        "changes no score, and recruiters do not see it (Code du travail, L1133-5 and L1133-6)."
    ),
    N_("Selection rates by group are watched, with intervals; groups of fewer than ten people are hidden."),
    N_("Recruiters' answers are compared with the weights offline; a report is written and nothing changes by itself."),
)
CONTEST = (
    N_("Each proposal shows its reasons. What is wrong can be put right there: the score is made again at once."),
    N_("A candidate may ask their adviser to look at a decision again, and gets an answer from a person."),
    N_("A candidate may leave preselection at any time in the profile; an adviser then proposes by hand."),
    N_(
        "On request the service tells how far the score counted in a decision, which facts and sources it used, with "
        "which weights, and what it did with them (CRPA, R311-3-1-2)."
    ),
    N_("Who is not content may turn to the Défenseur des droits and to the CNIL."),
)

# What ``figures.json`` measures stands here once more, so that it is translated.
MEASURED = (
    N_("Titles never learnt, occupation right at once / among five (1,312 titles)"),
    N_("How far the confidence is from the share that is right, on these titles"),
    N_("MELO, French titles of the Belgian register against ESCO, mean average precision (best published: 0.493)"),
    N_(
        "1,500 needs by 50,000 candidates, all criteria, top 200: "
        "time against a plain fused kernel of the same criteria"
    ),
)
