"""What robots say: believable sentences of a first talk, in French like the rest of the demo."""

GREETINGS = (
    "Bonjour, merci d'avoir attendu. Quel poste vous intéresse chez nous ?",
    "Bonjour et bienvenue sur notre stand ! Qu'est-ce qui vous amène ?",
    "Bonjour, j'ai lu votre profil. Pouvez-vous me parler de votre dernier emploi ?",
)
QUESTIONS = (
    "Avez-vous déjà travaillé en équipe le week-end ?",
    "À partir de quand seriez-vous disponible ?",
    "Qu'est-ce qui vous plaît dans ce métier ?",
    "Comment viendriez-vous au travail ?",
    "Avez-vous une question sur le contrat ou les horaires ?",
)
ANSWERS = (
    "Bonjour ! L'offre que vous présentez me plaît, j'ai deux ans d'expérience.",
    "Oui, j'ai travaillé trois saisons dans un commerce de la région.",
    "Je suis disponible dès le mois prochain.",
    "Le contact avec les clients, et apprendre un métier.",
    "J'habite à vingt minutes en bus, cela me convient.",
    "Est-ce que les horaires changent d'une semaine à l'autre ?",
)
THANKS = ("Merci pour cet échange, vous aurez notre réponse aujourd'hui.", "Merci, à très bientôt !")
REASON = "Le poste demande une expérience en caisse que vous n'avez pas encore."
CLOSING = "Notre stand ferme. Nous avons gardé votre profil et vous proposerons un rendez-vous cette semaine."
