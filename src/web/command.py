"""The door of the ``tremplin`` command: a verb that needs little is not made to wait for the rest."""

import sys


def main() -> None:
    """Do what the command line asks."""
    if sys.argv[1:2] == ["plan"]:
        from web import plans  # noqa: PLC0415 - loads the solver, and nothing of the pages

        plans.main()
        return
    from web import cli  # noqa: PLC0415 - loads the pages

    cli.main()
