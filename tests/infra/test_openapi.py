"""Each staff API's document names what its app serves and its templates open, no more and no less."""

import pytest

from city.aws.edge.staff_api import StaffApi, openapi
from infra.templates import ROOT
from tests.infra.test_routes import load_app, opened_routes

STAFF_APIS = {
    file.parent.relative_to(ROOT).as_posix(): app
    for file in sorted(ROOT.glob("functions/**/app.py"))
    if isinstance(app := load_app(file), StaffApi)
}


def test_every_domain_has_a_staff_api() -> None:
    assert {folder.split("/")[1] for folder in STAFF_APIS} >= {"fines", "crosswalk", "dividend"}


@pytest.mark.parametrize("folder", STAFF_APIS)
def test_the_document_the_app_and_the_templates_name_the_same_routes(folder: str) -> None:
    app = STAFF_APIS[folder]

    documented = {(method.upper(), path) for path, methods in openapi(app)["paths"].items() for method in methods}

    assert documented == {(method, path) for path, methods in app.routes.items() for method in methods}
    assert documented == {(method, path) for opened, method, path in opened_routes() if opened == folder}
