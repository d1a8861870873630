"""Keep the message catalogues complete: collect what the code says, merge, compile, check.

    python tools/messages.py           update every messages.po and compile every catalogue
    python tools/messages.py --check   change nothing; exit 1 where a catalogue is not complete

Each package keeps its own catalogue in ``locale/``. The core also keeps ``click.po``, our words for what
click says itself; another click may say other things, so what is missing there is only told, not refused.
Nothing that depends on time or line numbers is written, so that a catalogue changes only when words change.
"""

from __future__ import annotations

import argparse
import ast
import gettext
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter
from typing import Final

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parent.parent
TRANSLATED: Final = "zh_CN"
KEYWORDS: Final = ("_", "later", "N_")
HEADER: Final = (
    f"Language: {TRANSLATED}\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Plural-Forms: nplurals=1; plural=0;\n"
)
Found = dict[str | tuple[str, str], None]


class Undated(Catalog):
    """A catalogue whose header tells neither when it was made nor by what."""

    @classmethod
    def of(cls, other: Catalog) -> Undated:
        """The messages of another catalogue."""
        copy = cls(locale=TRANSLATED)
        copy._messages = other._messages  # noqa: SLF001
        return copy

    def __iter__(self) -> Iterator[Message]:
        yield Message("", string=HEADER)
        yield from (message for message in super().__iter__() if message.id)


def packages() -> list[Path]:
    """The folders of the packages that have a catalogue: the core, then the plugins by name."""
    plugins = sorted(path.parent for path in (ROOT / "plugins").glob("*/__init__.py"))
    return [ROOT / "core" / "franchise", *plugins]


def calls(folder: Path) -> Iterator[tuple[Path, ast.Call, str]]:
    """Every call by a bare name in the Python files below ``folder``.

    The syntax tree is read because a tokenizer before Python 3.12 does not look into f-strings.
    """
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield path, node, node.func.id


def collect(folder: Path, keywords: dict[str, int]) -> Found:
    """Every sentence that the Python files below ``folder`` ask a translation for.

    ``keywords`` are the functions that translate, with the number of their sentences: 2 for a plural. A
    sentence is written out, one of two by a condition, or taken from a dict at the top of the same file.
    """
    found: set[str | tuple[str, str]] = set()
    tables: dict[Path, dict[str, list[ast.expr]]] = {}
    for path, call, name in calls(folder):
        if not (number := keywords.get(name, 0)) or not call.args:
            continue
        words = [list(sentences(arg, tables.setdefault(path, dicts(path)))) for arg in call.args[:number]]
        if number == 1:
            found.update(words[0])
        elif all(words):
            found.add((words[0][0], words[1][0]))
    return dict.fromkeys(sorted(found, key=str))


def dicts(path: Path) -> dict[str, list[ast.expr]]:
    """The values of the dicts that are written out at the top of a file, by name."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        value = getattr(node, "value", None)
        if isinstance(value, ast.Dict) and targets and isinstance(targets[0], ast.Name):
            found[targets[0].id] = value.values
    return found


def sentences(arg: ast.expr, tables: dict[str, list[ast.expr]]) -> Iterator[str]:
    """What an argument of ``_`` may be, as far as it is written out."""
    match arg:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from sentences(one, tables)
            yield from sentences(other, tables)
        case ast.Subscript(value=ast.Name(id=name)):
            for value in tables.get(name, []):
                yield from sentences(value, tables)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="get"), args=[_key, *default]):
            for value in [*tables.get(name, []), *default]:
                yield from sentences(value, tables)


def merge(wished: Iterable[str | tuple[str, str]], old: Catalog, *, keep: bool) -> Catalog:
    """A catalogue of exactly these sentences, with the translations there are; ``keep`` keeps others too.

    A sentence that is new has no translation: nothing is guessed from one that looks like it.
    """
    new = Catalog(locale=TRANSLATED)
    for sentence in wished:
        known = old.get(sentence if isinstance(sentence, str) else sentence[0])
        new.add(
            sentence, known.string if known else None, flags=known.flags - {"python-format"} if known else ()
        )
    if keep:
        for message in old:
            if message.id and message.id not in new:
                new.add(message.id, message.string)
    return new


def text_of(catalogue: Catalog) -> str:
    """The catalogue as a ``.po`` file, the same on every machine."""
    for message in catalogue:
        message.flags -= {"python-format", "python-brace-format"}
        message.locations = []
    body = io.BytesIO()
    write_po(body, catalogue, width=100, omit_header=True, no_location=True, sort_output=True)
    head = "".join(f'"{line}\\n"\n' for line in HEADER.splitlines())
    return f'msgid ""\nmsgstr ""\n{head}\n{body.getvalue().decode().strip()}\n'


def read(path: Path) -> Catalog:
    """The catalogue in ``path``; an empty one where there is no file."""
    if not path.exists():
        return Catalog(locale=TRANSLATED)
    with path.open("rb") as file:
        return read_po(file, locale=TRANSLATED)


def compiled(path: Path) -> dict[str | tuple[str, int], str]:
    """What the compiled catalogue beside ``path`` answers."""
    binary = path.with_suffix(".mo")
    if not binary.exists():
        return {}
    with binary.open("rb") as file:
        words: dict[str | tuple[str, int], str] = dict(gettext.GNUTranslations(file)._catalog)  # type: ignore[attr-defined]  # noqa: SLF001
    words.pop("", None)
    return words


def wanted(catalogue: Catalog) -> dict[str | tuple[str, int], str]:
    """What the compiled catalogue should answer."""
    words: dict[str | tuple[str, int], str] = {}
    for message in catalogue:
        if message.id and message.string and not message.fuzzy:
            if isinstance(message.id, str):
                words[message.id] = str(message.string)
            elif message.string[0]:
                words[message.id[0], 0] = message.string[0]
    return words


def update(path: Path, catalogue: Catalog) -> list[str]:
    """Write and compile a catalogue where it changed; say what was written."""
    written = []
    if not path.exists() or path.read_text(encoding="utf-8") != text_of(catalogue):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of(catalogue), encoding="utf-8")
        written.append(f"wrote {path.relative_to(ROOT)}")
    if compiled(path) != wanted(catalogue):
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, Undated.of(catalogue))
        written.append(f"compiled {path.relative_to(ROOT)}")
    return written


def faults(path: Path, wished: Found | None) -> Iterator[str]:
    """What is wrong with a catalogue; ``wished`` None: what it should have is not known exactly."""
    name = path.relative_to(ROOT)
    catalogue = read(path)
    known = {
        message.id if isinstance(message.id, str) else tuple(message.id): message for message in catalogue
    }
    for sentence in wished or ():
        if sentence not in known:
            yield f"{name}: missing: {sentence!r}"
    for message in catalogue:
        if not message.id:
            continue
        key = message.id if isinstance(message.id, str) else tuple(message.id)
        if wished is not None and key not in wished:
            yield f"{name}: obsolete: {key!r}"
        elif message.fuzzy:
            yield f"{name}: fuzzy: {key!r}"
        elif not _translations(message):
            yield f"{name}: untranslated: {key!r}"
        else:
            yield from (f"{name}: {fault}" for fault in placeholder_faults(message))
    for message in catalogue.obsolete.values():
        yield f"{name}: obsolete: {message.id!r}"
    if path.exists() and path.read_text(encoding="utf-8") != text_of(catalogue):
        yield f"{name}: not in the order and form that this program writes"
    if compiled(path) != wanted(catalogue):
        yield f"{name}: not compiled"


def _translations(message: Message) -> list[str]:
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return [string for string in strings if string]


def placeholder_faults(message: Message) -> Iterator[str]:
    """Where a translation names other placeholders than its source."""
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    allowed = [fields(source) for source in sources]
    for string in _translations(message):
        try:
            if fields(string) not in allowed:
                yield f"other placeholders: {message.id!r}: {string!r}"
        except ValueError as problem:
            yield f"broken placeholders: {string!r}: {problem}"


def fields(text: str) -> frozenset[str]:
    """The names in braces, and click's ``%(name)s``."""
    names = {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}
    return frozenset(names | {f"%({part.partition(')')[0]})" for part in text.split("%(")[1:]})


def untranslatable(folder: Path) -> Iterator[str]:
    """Calls of ``_`` whose words are put together first, so that no catalogue can hold them."""
    for path, call, name in calls(folder):
        if name in KEYWORDS and call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp):
            yield f"{path.relative_to(ROOT)}:{call.lineno}: format after translating, not before"


def strangers(package: Path) -> Iterator[str]:
    """Where a plugin asks the core's catalogue, which does not have its words."""
    if package.parent.name != "plugins":
        return
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ImportFrom) or node.module != "franchise.messages":
                continue
            if any(name.name == "gettext" for name in node.names):
                yield f"{path.relative_to(ROOT)}:{node.lineno}: use the package's own gettext"


def catalogue_path(package: Path, domain: str) -> Path:
    return package / "locale" / TRANSLATED / "LC_MESSAGES" / f"{domain}.po"


def main() -> int:
    """Do what the arguments say; the exit status."""
    parser = argparse.ArgumentParser(description="Update or check the message catalogues.")
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 where one is not complete"
    )
    check: bool = parser.parse_args().check
    problems: list[str] = []
    for package in packages():
        path = catalogue_path(package, "messages")
        wished = collect(package, dict.fromkeys(KEYWORDS, 1))
        if not wished and not path.exists():
            continue
        if not check:
            print(
                *(f"{line}\n" for line in update(path, merge(wished, read(path), keep=False))), sep="", end=""
            )
        problems += [*faults(path, wished), *untranslatable(package), *strangers(package)]
    path = catalogue_path(ROOT / "core" / "franchise", "click")
    wished = collect(Path(click.__file__).parent, {"_": 1, "ngettext": 2})
    if not check:
        print(*(f"{line}\n" for line in update(path, merge(wished, read(path), keep=True))), sep="", end="")
    problems += [
        fault for fault in faults(path, None) if not fault.startswith(f"{path.relative_to(ROOT)}: untr")
    ]
    for sentence in sorted(set(map(str, wished)) - {str(m.id) for m in read(path) if _translations(m)}):
        print(f"note: click says, and we do not translate: {sentence}")
    print(*problems, sep="\n", file=sys.stderr, end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
