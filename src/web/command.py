"""The door of the ``tremplin`` command: a verb that needs little is not made to wait for the rest."""

import sys


def main() -> None:
    """Do what the command line asks. Ctrl-C while ``plan`` is still loading ends it (130), without a word."""
    if sys.argv[1:2] == ["plan"]:
        try:
            from web import plans  # noqa: PLC0415 - loads nothing of the pages

            plans.main()
        except KeyboardInterrupt:
            sys.exit(130)
        return
    from web import cli  # noqa: PLC0415 - loads the pages

    cli.main()


if __name__ == "__main__":
    main()
