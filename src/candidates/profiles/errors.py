"""Why a profile may be refused."""

from kit.errors import Invalid


class YesAndNo(Invalid):
    """The same thing is there and is not, or suits and does not."""

    field = "conditions_no"
    message = "The same answer is ticked both as fine and as not possible: %(what)s."


class WrongAnswer(Invalid):
    """The answer is no number, no date, or to nothing that is asked."""

    field = "value"
    message = "We did not understand this answer. Write a number of months, or a date."


class TooManyJobs(Invalid):
    """More jobs are wanted than a profile holds."""

    field = "occupations"
    message = "A profile holds %(most)s jobs. Tick fewer, or change the profile first."


class NoWish(Invalid):
    """Nothing is wanted."""

    field = "occupation"
    message = "Write at least one job that is wanted."
