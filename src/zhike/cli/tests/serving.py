"""A whole `zhike serve`, as tests start it."""

import re
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

import psutil

from zhike.cli.tests.processes import free_port, started


@dataclass(frozen=True)
class Serving:
    """A running `zhike serve` and where it said it is."""

    process: Popen[str]
    url: str

    def family(self) -> list[psutil.Process]:
        """Web, its workers, and the worker."""
        found: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return found

    def child(self, word: str) -> psutil.Process:
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if word in child.cmdline())

    def answers(self, path: str = "") -> bool:
        context = ssl._create_unverified_context()
        try:
            with urllib.request.urlopen(self.url + path, timeout=5, context=context) as page:
                return bool(page.status == 200)
        except urllib.error.HTTPError:
            return True  # any answer is one: what the pages say is tested elsewhere
        except OSError:
            return False


@contextmanager
def serving(directory: Path, *words: str, **environ: str) -> Iterator[Serving]:
    settings = {
        "ZHIKE_DATA_DIR": str(directory),
        "ZHIKE_DATABASE_URL": "",
        "ZHIKE_HOSTS": "localhost,127.0.0.1",
        "ZHIKE_WEB_PROCESSES": "2",
        "DJANGO_SETTINGS_MODULE": "zhike.config.settings",
        **environ,
    }
    port = str(free_port())
    with started("-m", "zhike", "serve", "--port", port, *words, environ=settings) as process:
        assert process.stdout
        found = re.search(rf"https?://\S+:{port}/", process.stdout.readline())
        assert found, process.communicate()[1]
        yield Serving(process, found[0])
