"""What import-linter cannot say about who may import, and point at, whom."""

from dataclasses import dataclass
from itertools import pairwise

import grimp
import pytest
from django.apps import apps
from django.db.models import Field, Model

from tests.architecture.tree import BESIDE, EDGES, ENGINES, SRC, steps

FACES = frozenset({"queries", "operations", "permissions"})
# The lists that the edges compose: addresses, screens, recurring jobs, what may be imported, how settings name an app.
LISTS = frozenset({"urls", "api", "schedule", "exchange", "jobs", "apps", "management", "screens", "views"})
# Below, what each file may take from the face of a lower app; a file that is not named here may take all of it.
TAKES = {
    "rules": frozenset[str](),
    "permissions": frozenset[str](),
    "models": frozenset({"permissions"}),
    "queries": frozenset({"queries", "permissions"}),
    "filters": frozenset({"queries", "permissions"}),
    "forms": frozenset({"queries", "permissions"}),
}
READERS_OF_ANALYTICS = frozenset({"value", "supply", "voice", "loyalty", "outreach", "exchange", "cli"})


@dataclass(frozen=True)
class Import:
    """One module imports another; of both, the app and the file in it (an empty text for the app itself)."""

    importer: str
    imported: str
    app: str
    file: str
    other_app: str
    other_file: str

    @classmethod
    def between(cls, importer: str, imported: str) -> "Import":
        own, other = [*importer.split(".")[1:], "", ""], [*imported.split(".")[1:], "", ""]
        return cls(importer, imported, app=own[0], file=own[1], other_app=other[0], other_file=other[1])

    def __str__(self) -> str:
        return f"{self.importer} imports {self.imported}"

    @property
    def is_between_apps(self) -> bool:
        """Both are apps of the product: engines are there for all, edges compose all."""
        return self.app != self.other_app and not {self.app, self.other_app} & (ENGINES | EDGES | BESIDE)


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("zhike", exclude_type_checking_imports=True, cache_dir=None)


@pytest.fixture(scope="module")
def imports(graph: grimp.ImportGraph) -> list[Import]:
    """List every import of the product, tests and migrations left out."""
    importers = [name for name in sorted(graph.modules) if not {"tests", "migrations"} & set(name.split("."))]
    return [
        Import.between(importer, imported)
        for importer in importers
        for imported in sorted(graph.find_modules_directly_imported_by(importer) - {"zhike"})
    ]


def test_across_apps_one_may_ask_tell_or_guard_and_nothing_else(imports: list[Import]) -> None:
    wrong = [str(each) for each in imports if each.is_between_apps and each.other_file not in FACES]
    assert not wrong, "import the app's queries, operations or permissions (models only under TYPE_CHECKING)"


def test_each_file_takes_from_a_lower_app_what_its_own_place_on_the_shelf_allows(imports: list[Import]) -> None:
    wrong = [
        str(each) for each in imports if each.is_between_apps and each.other_file in FACES - TAKES.get(each.file, FACES)
    ]
    assert not wrong, "a question asks questions, a rule asks nobody: see the shelf in CONTRIBUTING.md"


def test_the_edges_compose_faces_and_lists_only(imports: list[Import]) -> None:
    wrong = [
        str(each)
        for each in imports
        if each.app in EDGES and each.other_app not in ENGINES | EDGES | BESIDE
        if each.other_file not in FACES | LISTS
    ]
    assert not wrong, "cli, config and gateway reach an app by its face or by its lists"


def test_analytics_stands_alone_and_is_read_by_few(imports: list[Import]) -> None:
    crossing = [each for each in imports if each.app != each.other_app]
    wrong = [
        str(each)
        for each in crossing
        if each.app == "analytics" or (each.other_app == "analytics" and each.app not in READERS_OF_ANALYTICS)
    ]
    assert not wrong


def test_apps_import_each_other_in_no_circle(graph: grimp.ImportGraph) -> None:
    for package in ("zhike", "zhike.core"):
        cycles = graph.nominate_cycle_breakers(package)
        assert not cycles, f"a circle among the children of {package}: {sorted(cycles)}"


def height(label: str) -> tuple[int, int]:
    """Give the step of an app, and within core the step of its own staircase."""
    path = apps.get_app_config(label).name.split(".")[1:]
    return steps("staircase")[path[0]], steps("core")[path[1]] if path[0] == "core" else 0


def own_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("zhike.")]


def test_foreign_keys_point_down_the_staircase() -> None:
    keys: list[tuple[type[Model], Field[object, object], type[Model]]] = [
        (model, field, field.related_model)
        for model in own_models()
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if field.is_relation and isinstance(field.related_model, type)
    ]
    wrong = [
        f"{model._meta.label}.{field.name} points to {target._meta.label}"
        for model, field, target in keys
        if target in own_models() and target._meta.app_label != model._meta.app_label
        if height(target._meta.app_label) >= height(model._meta.app_label)
    ]
    assert not wrong


def test_every_folder_of_the_product_stands_on_a_step() -> None:
    folders = {path.parent.name for path in SRC.glob("*/__init__.py")}
    assert folders <= {*steps("staircase"), "analytics"}


def test_the_steps_are_read_from_the_contract_in_order() -> None:
    climb = [steps("staircase")[app] for app in ("core", "kit", "exchange", "customers", "sales", "value", "insight")]
    assert all(lower < higher for lower, higher in pairwise(climb))
