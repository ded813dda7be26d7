"""A small disk that can be filled to the last byte, seen only by the processes that enter it.

It is a file system in memory in a mount namespace of its own: for root, or for anybody where the
system lets its users have namespaces. It goes away with the test, however that ends.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

KEEPER = 'mount -t tmpfs -o size="$1",mode=1777 tmpfs "$2" && echo mounted && exec cat'


class Disk:
    """``enter`` is put before the commands that are to see ``folder``."""

    def __init__(self, folder: Path, keeper: int, options: tuple[str, ...]) -> None:
        self.folder = folder
        self.enter = ("nsenter", f"--target={keeper}", *options)
        self._filler = folder / "filler"

    def run(self, *command: str) -> None:
        """Run a command that sees the disk; raises CalledProcessError."""
        subprocess.run([*self.enter, *command], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own

    def fill(self) -> None:
        """Leave no byte."""
        with suppress(subprocess.CalledProcessError):
            self.run("sh", "-c", f"exec cat /dev/zero > {self._filler} 2> /dev/null")
        self.run("sh", "-c", f"! echo more > {self.folder}/more 2> /dev/null && rm -f {self.folder}/more")

    def make_room(self) -> None:
        """Take away what fills it."""
        self.run("rm", str(self._filler))


@contextmanager
def disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    """Have a disk at a folder; raises OSError where nobody may mount one."""
    folder.mkdir(exist_ok=True)
    root = os.geteuid() == 0
    unshare = ("--mount",) if root else ("--mount", "--user", "--map-current-user", "--keep-caps")
    command = ["unshare", *unshare, "sh", "-c", KEEPER, "sh", f"{megabytes}m", str(folder)]
    keeper = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own
    try:
        if keeper.stdout is None or keeper.stdout.readline() != b"mounted\n":
            raise OSError("no disk can be mounted: run the tests as root, or allow user namespaces")
        yield Disk(folder, keeper.pid, ("--mount",) if root else ("--user", "--preserve-credentials", "--mount"))
    finally:
        keeper.communicate()
