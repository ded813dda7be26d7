"""Why a vocabulary file or a typed word may be refused."""

from kit.errors import Invalid


class BadFile(Exception):
    """A vocabulary file that is not whole: its name, the line and what is wrong there."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}, line {line}: {problem}")


class UnknownOccupation(Invalid):
    """The typed words name no occupation."""

    field = "occupation"
    message = "We do not know this occupation. Choose one from the list, for example: %(like)s."


class UnclearOccupation(UnknownOccupation):
    """The typed words may name several occupations: the person says which."""

    field = "occupation"
    message = "We are not sure which job this is. Choose from the list or write one of these: %(likely)s."


class UnknownPlace(Invalid):
    """The typed words name no commune."""

    field = "place"
    message = "We do not know this place. Write the name of a commune or its postcode, for example: %(like)s."
