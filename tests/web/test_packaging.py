"""The wheel: built, installed in a new environment, started; it finds its templates, messages and static files."""

import os
import re
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.postbox import free_port

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]
OURS = "kit reference accounts candidates employers events matching interviews live insights web".split()  # noqa: SIM905


@pytest.mark.parametrize("name", OURS)
def test_nobody_else_installs_a_package_of_our_name(name: str) -> None:
    assert set(packages_distributions().get(name, [])) <= {"tremplin"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel; libraries are found where they are already."""
    folder = tmp_path_factory.mktemp("wheel")
    built = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(built, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - our own
    [wheel] = folder.glob("*.whl")
    venv.create(folder / "new", with_pip=True)
    pip = [str(folder / "new" / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)  # noqa: S603 - our own
    return folder


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TREMPLIN_")}
    return kept | {
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "TREMPLIN_DATA_DIR": str(folder / "data"),
        "TREMPLIN_PORT": str(free_port()),
        "TREMPLIN_METRICS": "1",
    }


def tremplin(folder: Path, given: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    command = [str(folder / "new" / "bin" / "tremplin"), *words]
    return subprocess.run(  # noqa: S603 - our own
        command, env=given, cwd=folder, check=False, capture_output=True, text=True, timeout=120
    )


def test_the_wheel_serves_pages_in_both_languages(installed: Path) -> None:
    given = environment(installed)
    for words in (("migrate",), ("seed", "--profile", "small")):
        done = tremplin(installed, given, *words)
        assert done.returncode == 0, done.stderr
    command = [str(installed / "new" / "bin" / "tremplin"), "serve"]
    serving = subprocess.Popen(command, env=given, cwd=installed, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    base = f"http://127.0.0.1:{given['TREMPLIN_PORT']}"
    try:
        assert "Se rencontrer" in _page(f"{base}/")
        assert "Meet, and get an answer" in _page(f"{base}/", "en")
        style = re.search(r'href="(/static/tremplin\.\w+\.css)"', _page(f"{base}/"))
        assert style
        assert "--accent" in _page(base + style.group(1))
        assert '"openapi":"3.1.0"' in _page(f"{base}/api/v1/openapi.json")
        assert "tremplin_requests_total" in _page(f"{base}/metrics")
    finally:
        serving.terminate()
        serving.wait(20)


def test_the_command_says_what_is_wrong_in_one_line(installed: Path) -> None:
    given = environment(installed)
    for made in (("migrate",), ("seed", "--profile", "small")):  # whichever test comes first
        tremplin(installed, given, *made)
    for words, said in (
        (("reference", "load", "/nowhere"), "holds neither"),
        (("token", "create", "--role", "adviser", "--for", "nobody@example.org"), "nobody has the address"),
        (("import", "offers", "missing.json", "--for", "x@example.org"), "missing.json"),
        (("import", "offers", "new/pyvenv.cfg"), "holds no offers"),
    ):
        done = tremplin(installed, given, *words)
        assert done.returncode == 2, done.stdout
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    bare = tremplin(installed, given | {"TREMPLIN_DATA_DIR": str(installed / "bare")}, "reference", "train")
    assert (bare.returncode, "tremplin migrate" in bare.stderr) == (2, True), bare.stderr
    assert tremplin(installed, given | {"TREMPLIN_PORT": "many"}, "migrate").returncode == 2
    assert "seed" in tremplin(installed, given, "--help").stdout


def _page(address: str, language: str = "fr") -> str:
    request = urllib.request.Request(address, headers={"accept-language": language})  # noqa: S310 - our own
    for _ in range(600):
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")
