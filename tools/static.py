"""Build the pages' assets into build/static: hashed names, a manifest, and compressed twins."""

import gzip
import hashlib
import json
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOTO = ROOT / "node_modules" / "@fontsource" / "noto-sans" / "files"
FROM = {
    "tremplin.css": ROOT / "static" / "tremplin.css",
    "tremplin.js": ROOT / "static" / "tremplin.js",
    "live.js": ROOT / "static" / "live.js",
    "talk.js": ROOT / "static" / "talk.js",
    "idiomorph.js": ROOT / "node_modules" / "idiomorph" / "dist" / "idiomorph.min.js",
    "call.js": ROOT / "static" / "call.js",
    "devices.js": ROOT / "static" / "devices.js",
    "check.js": ROOT / "static" / "check.js",
    "icon.svg": ROOT / "static" / "icon.svg",
    "autocomplete.js": ROOT / "node_modules" / "accessible-autocomplete" / "dist" / "accessible-autocomplete.min.js",
    "autocomplete.css": ROOT / "node_modules" / "accessible-autocomplete" / "dist" / "accessible-autocomplete.min.css",
    # for printed letters (SIL Open Font License 1.1)
    "letter.woff": NOTO / "noto-sans-latin-400-normal.woff",
    "letter-bold.woff": NOTO / "noto-sans-latin-700-normal.woff",
    "letter-latin-ext.woff": NOTO / "noto-sans-latin-ext-400-normal.woff",
    "letter-cyrillic.woff": NOTO / "noto-sans-cyrillic-400-normal.woff",
    "letter-greek.woff": NOTO / "noto-sans-greek-400-normal.woff",
}


def main() -> None:
    """Build everything anew."""
    target = ROOT / "build" / "static"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    manifest = {}
    for name, source in FROM.items():
        content = source.read_bytes()
        if name.startswith("autocomplete"):  # its source map is not served
            content = b"\n".join(line for line in content.splitlines() if b"sourceMappingURL" not in line[:40])
        stem, _, ending = name.rpartition(".")
        hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
        (target / hashed).write_bytes(content)
        (target / f"{hashed}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
        manifest[name] = hashed
    (target / "manifest.json").write_text(json.dumps(manifest, indent=1))


if __name__ == "__main__":
    main()
