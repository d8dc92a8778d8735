#!/usr/bin/env python3
"""Checks that the arrows between the addons, and inside each, go one way.

    scripts/check_arrows.py [FOLDER-OF-ADDONS]

Between addons: ``depends`` only points down the layers below; everything else
(imports, XML ids in Python, XML, CSV and JavaScript, assets, names of models in
``self.env["…"]``, fields and views) may only mention addons that the own manifest
depends on, directly or through others.

Inside an addon: controllers and wizards → models → domain → const, where the
first arrow is the ORM's registry, never an import.

Prints ``file:line: what is wrong`` and exits with 1 when there is anything.
"""

import ast
import contextlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

# From the ground up: what each of these stands on, directly. Those not named here
# (channels such as zrm_sms, bridges) sit on top: they may depend on all of these, and
# none of these on them.
LAYERS = {
    "zrm_jalali": (),
    "zrm_base": ("zrm_jalali",),
    "zrm_cases": ("zrm_base",),
    "zrm_portal": ("zrm_cases",),
    "zrm_suggestions": ("zrm_portal",),
    "zrm_budget": ("zrm_portal",),
    # Of cases alone; bridges report what stands on the portal.
    "zrm_reports": ("zrm_cases",),
}

# What the files of one part of an addon must not import, `odoo` or a part of
# any addon of ours, and why.
ABOVE_MODELS = {"controllers", "wizard", "wizards", "report", "reports"}
PURE = "is plain Python, testable without a server"
FORBIDDEN = {
    # Its words are translated, so it may know Odoo.
    "const": ({"domain", "models", *ABOVE_MODELS}, "lies below them"),
    "domain": ({"odoo", "models", *ABOVE_MODELS}, PURE),
    "tools": ({"odoo", "domain", "models", *ABOVE_MODELS}, PURE),
    "models": (ABOVE_MODELS, "lies below them"),
    "report": ({"controllers", "wizard", "wizards"}, "lies below them"),
    "controllers": ({"models", "wizard", "wizards"}, "uses models through the ORM"),
    "wizard": ({"models", "controllers"}, "uses models through the ORM"),
}
FORBIDDEN["reports"] = FORBIDDEN["report"]
FORBIDDEN["wizards"] = FORBIDDEN["wizard"]

XML_ID = re.compile(r"(?<![\w./])(zrm_\w+)\.(?=[A-Za-z_])")
ASSET = re.compile(r"(?<![\w.])@?/?(zrm_\w+)/(?=[\w*])")
JS_STRING = re.compile(r"[\"'`]@?/?(zrm_\w+)[./](?=[\w@*])")
# A model that is named: "zrm.case" in Python, model="zrm.case", >zrm.case< in XML.
MODEL = re.compile(r"zrm(?:\.[a-z0-9_]+)+")
MODEL_IN_XML = re.compile(r"[\"'>](zrm(?:\.[a-z0-9_]+)+)[\"'<]")
XML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, order=True)
class Offence:
    path: Path
    line: int
    what: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.what}"


@dataclass
class Addon:
    name: str
    path: Path
    # name of each addon it depends on → the line that says so
    depends: dict[str, int] = field(default_factory=dict)


def below(name: str) -> set[str]:
    """The layers that an addon may depend on; all of them for one on top.

    >>> sorted(below("zrm_reports")), "zrm_budget" in below("zrm_sms")
    (['zrm_base', 'zrm_cases', 'zrm_jalali'], True)
    """
    found, queue = set(), list(LAYERS.get(name, LAYERS))
    while queue:
        current = queue.pop()
        found.add(current)
        queue.extend(LAYERS[current])
    return found


def read_addon(manifest: Path) -> Addon:
    """The addon of a manifest; raises ValueError or SyntaxError for a broken one."""
    tree = ast.parse(manifest.read_text(encoding="utf-8"))
    if not ast.literal_eval(tree.body[0].value).keys() >= {"name"}:
        raise ValueError("the manifest has no name")
    addon = Addon(manifest.parent.name, manifest.parent)
    dictionary = tree.body[0].value
    for key, value in zip(dictionary.keys, dictionary.values, strict=True):
        if key.value == "depends":
            addon.depends = {element.value: element.lineno for element in value.elts}
    return addon


def reach(name: str, addons: dict[str, Addon]) -> set[str]:
    """The addon itself and all it depends on, through others as well."""
    found, queue = set(), [name]
    while queue:
        current = queue.pop()
        if current not in found:
            found.add(current)
            queue.extend(addons[current].depends if current in addons else ())
    return found


def check_manifest(addon: Addon, addons: dict[str, Addon]) -> Iterator[Offence]:
    manifest = addon.path / "__manifest__.py"
    for name, line in addon.depends.items():
        if not name.startswith("zrm_"):
            continue
        if name not in addons:
            yield Offence(manifest, line, f"depends on {name}, which does not exist")
        elif addon.name in reach(name, addons):
            yield Offence(manifest, line, f"depends on {name}, which depends on {addon.name}")
        elif addon.name in LAYERS and name not in below(addon.name):
            yield Offence(manifest, line, f"{addon.name} must not depend on {name}, not below it")


def imports_of(tree: ast.AST, package: tuple[str, ...]) -> Iterator[tuple[str, int, bool]]:
    """Each imported dotted name, its line, and whether it was a relative import.

    >>> source = "from ..models import zrm_case" + chr(10) + "import odoo.http"
    >>> list(imports_of(ast.parse(source), ("odoo", "addons", "zrm_cases", "domain")))
    [('odoo.addons.zrm_cases.models.zrm_case', 1, True), ('odoo.http', 2, False)]
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno, False
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            parts = (*start, *([node.module] if node.module else []))
            for alias in node.names:
                yield ".".join((*parts, alias.name)), node.lineno, node.level > 0


def strings_of(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Each string but docstrings, with its line."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
        ):
            yield node.value, node.lineno


def check_import(name: str, part: str, relative: bool) -> str | None:
    """What is wrong with importing this dotted name into a part of an addon.

    >>> check_import("odoo.fields", "domain", relative=False)
    'domain must not import odoo: it is plain Python, testable without a server'
    >>> check_import("odoo.addons.zrm_cases.domain.deadline", "models", relative=False)
    """
    if part not in FORBIDDEN:
        return None
    forbidden, why = FORBIDDEN[part]
    words = name.split(".")
    in_ours = words[:2] == ["odoo", "addons"] and len(words) > 2 and words[2].startswith("zrm_")
    if in_ours and len(words) > 3 and words[3] in forbidden:
        return f"{part} must not import {words[3]}: it {why}"
    # An absolute import of a sibling would load the whole addon with it.
    if "odoo" in forbidden and words[0] == "odoo" and not relative:
        return f"{part} must not import odoo: it {why}"
    return None


def check_python(path: Path, addon: Addon) -> Iterator[tuple[int, str | None, str]]:
    """(line, addon or model mentioned, offence) of a Python file; one of the latter two
    is set."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = path.relative_to(addon.path)
    package = ("odoo", "addons", addon.name, *inner.parent.parts)
    part = inner.parts[0].removesuffix(".py")
    for name, line, relative in imports_of(tree, package):
        words = name.split(".")
        if words[:2] == ["odoo", "addons"] and len(words) > 2:
            yield line, words[2], ""
        elif name.startswith("zrm_"):
            yield line, None, f"import {words[0]} as odoo.addons.{words[0]}"
        elif words[0] == "openupgradelib":
            yield line, None, "only migrations import openupgradelib (decision 13)"
        if wrong := check_import(name, part, relative):
            yield line, None, wrong
    pattern = ASSET if inner.name == "__manifest__.py" else XML_ID
    for text, line in strings_of(tree):
        for found in pattern.finditer(text):
            yield line + text.count("\n", 0, found.start()), found[1], ""
        if MODEL.fullmatch(text):
            yield line, text, ""


def check_text(path: Path) -> Iterator[tuple[int, str]]:
    """(line, addon or model mentioned) of an XML, CSV or JavaScript file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".xml":
        text = XML_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    patterns = [JS_STRING if path.suffix == ".js" else XML_ID]
    if path.suffix != ".csv":
        patterns.append(MODEL_IN_XML)
    for pattern in patterns:
        for found in pattern.finditer(text):
            yield text.count("\n", 0, found.start(1)) + 1, found[1]


def models_of(addon: Addon) -> set[str]:
    """The models that an addon makes itself, not those that it extends."""
    names = set()
    for path in files_of(addon):
        if path.suffix != ".py" or "tests" in path.relative_to(addon.path).parts:
            continue
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except (SyntaxError, UnicodeDecodeError):
            continue  # check_file says so
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                names |= new_models(node)
    return names


def new_models(node: ast.ClassDef) -> set[str]:
    """The name of the model that a class makes; none where it extends one.

    >>> def made(source):
    ...     return new_models(ast.parse("class A:\\n" + source).body[0])
    >>> made("  _name = 'zrm.a'"), made("  _inherit = 'zrm.a'")
    ({'zrm.a'}, set())
    >>> made("  _name = 'zrm.a'\\n  _inherit = ['zrm.a', 'zrm.b']")
    set()
    """
    values = {}
    for line in node.body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            with contextlib.suppress(ValueError):
                values[line.targets[0].id] = ast.literal_eval(line.value)
    name, inherited = values.get("_name"), values.get("_inherit", ())
    inherited = [inherited] if isinstance(inherited, str) else inherited
    return {name} if name and name not in inherited else set()


def files_of(addon: Addon) -> Iterator[Path]:
    for folder, folders, names in os.walk(addon.path):
        # A migration names where parts of its addon went.
        folders[:] = sorted(set(folders) - {"__pycache__", "node_modules", "lib", "migrations"})
        for name in sorted(names):
            if name.endswith((".py", ".xml", ".csv", ".js")):
                yield Path(folder, name)


def check_file(path: Path, addon: Addon) -> Iterator[tuple[int, str | None, str]]:
    if path.suffix == ".py":
        yield from check_python(path, addon)
    else:
        for line, mentioned in check_text(path):
            yield line, mentioned, ""


def check_addon(
    addon: Addon, addons: dict[str, Addon], owners: dict[str, set[str]]
) -> Iterator[Offence]:
    yield from check_manifest(addon, addons)
    known = {*addons, *LAYERS}
    near = reach(addon.name, addons)
    for path in files_of(addon):
        try:
            for line, mentioned, wrong in check_file(path, addon):
                if mentioned in known - near:
                    what = f"{addon.name} mentions {mentioned}, which it does not depend on"
                    yield Offence(path, line, what)
                elif mentioned in owners and not owners[mentioned] & near:
                    owner = ", ".join(sorted(owners[mentioned]))
                    what = f"{addon.name} reaches for {mentioned} of {owner}"
                    yield Offence(path, line, f"{what}, which it does not depend on")
                elif wrong:
                    yield Offence(path, line, wrong)
        except (SyntaxError, UnicodeDecodeError) as error:
            yield Offence(path, getattr(error, "lineno", 1) or 1, f"cannot be read: {error}")


def check(folder: Path) -> list[Offence]:
    """All that is wrong in a folder of addons, in the order of files and lines."""
    addons, offences = {}, set()
    for manifest in sorted(folder.glob("*/__manifest__.py")):
        try:
            addon = read_addon(manifest)
        except (SyntaxError, ValueError, AttributeError, IndexError) as error:
            offences.add(Offence(manifest, 1, f"cannot be read: {error}"))
        else:
            addons[addon.name] = addon
    owners = {}
    for addon in addons.values():
        for model in models_of(addon):
            owners.setdefault(model, set()).add(addon.name)
    for addon in addons.values():
        offences.update(check_addon(addon, addons, owners))
    return sorted(offences)


def main(arguments: Iterable[str]) -> int:
    folder = Path(*arguments) if arguments else Path(__file__).parents[1] / "addons"
    offences = check(folder)
    for offence in offences:
        print(offence)
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
