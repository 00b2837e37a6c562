"""A table in a template is laid out as the records that are kept in it expect."""

from collections.abc import Iterator
from importlib import import_module
from inspect import signature
from typing import Any

import pytest
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer
from pynamodb.attributes import TTLAttribute
from pynamodb.models import Model

from city.aws.outbox import OutboxRecord
from infra.templates import DOMAIN_TEMPLATES, ROOT, read_domain, resources_of

Layout = dict[str, Any]

PACKAGES = ROOT / "layers/city/src"


def record_layouts() -> Iterator[tuple[tuple[str, str], Layout]]:
    """Of every record of every domain, under its domain and its table's logical id."""
    yield ("events", "OutboxTable"), layout_of_record(OutboxRecord)
    # A domain with sub-areas keeps its tables one level down, and has one template all the same.
    names = ("tables.py", "tables/__init__.py", "tables/records.py")
    for file in sorted(file for name in names for file in (PACKAGES / "city").glob(f"**/{name}")):
        package = file.relative_to(PACKAGES).with_suffix("").parts
        records: dict[str, type[Model]] = getattr(import_module(".".join(package)), "RECORDS", {})
        for setting, record in records.items():
            yield (package[1], setting.title().replace("_", "")), layout_of_record(record)


def layout_of_record(record: type[Model]) -> Layout:
    schema = record._get_schema()
    indexes = schema["global_secondary_indexes"] + schema["local_secondary_indexes"]
    return {
        **layout_of_keys(schema["key_schema"], schema["attribute_definitions"]),
        "indexes": {
            index["index_name"]: {
                **layout_of_keys(index["key_schema"], schema["attribute_definitions"]),
                **layout_of_projection(index["projection"]),
            }
            for index in indexes
        },
        "expires": {
            attribute.attr_name
            for kind in kinds_of(record)
            for attribute in kind.get_attributes().values()
            if isinstance(attribute, TTLAttribute)
        },
    }


def kinds_of(record: type[Model]) -> Iterator[type[Model]]:
    """A record and all that share its table."""
    yield record
    for kind in record.__subclasses__():
        yield from kinds_of(kind)


def table_layouts() -> Iterator[tuple[tuple[str, str], Layout]]:
    for domain in DOMAIN_TEMPLATES:
        for name, table in resources_of(read_domain(domain), "AWS::DynamoDB::Table").items():
            yield (domain, name), layout_of_table(table)


def layout_of_table(table: dict[str, Any]) -> Layout:
    expiry = table.get("TimeToLiveSpecification", {})
    indexes = table.get("GlobalSecondaryIndexes", []) + table.get("LocalSecondaryIndexes", [])
    return {
        **layout_of_keys(table["KeySchema"], table["AttributeDefinitions"]),
        "indexes": {
            index["IndexName"]: {
                **layout_of_keys(index["KeySchema"], table["AttributeDefinitions"]),
                **layout_of_projection(index["Projection"]),
            }
            for index in indexes
        },
        "expires": {expiry["AttributeName"]} if expiry.get("Enabled") else set(),
    }


def layout_of_keys(schema: list[dict[str, str]], attributes: list[dict[str, str]]) -> Layout:
    types = {attribute["AttributeName"]: attribute["AttributeType"] for attribute in attributes}
    return {key["KeyType"]: (key["AttributeName"], types[key["AttributeName"]]) for key in schema}


def layout_of_projection(projection: dict[str, Any]) -> Layout:
    return {"projects": projection["ProjectionType"], "with": set(projection.get("NonKeyAttributes", []))}


def idempotency_layout() -> Layout:
    """What Powertools keeps unless told otherwise."""
    parameters = signature(DynamoDBPersistenceLayer).parameters
    return {
        "HASH": (parameters["key_attr"].default, "S"),
        "indexes": {},
        "expires": {parameters["expiry_attr"].default},
    }


TABLES = dict(table_layouts())
RECORDS = dict(record_layouts())


@pytest.mark.parametrize("table", sorted(TABLES.keys() | RECORDS.keys()), ids="/".join)
def test_a_table_is_laid_out_as_its_records_expect(table: tuple[str, str]) -> None:
    expected = idempotency_layout() if table[1] == "IdempotencyTable" else RECORDS.get(table)

    assert TABLES.get(table) == expected


@pytest.mark.parametrize("domain", DOMAIN_TEMPLATES)
def test_a_function_finds_a_table_under_its_own_name(domain: str) -> None:
    template = read_domain(domain)
    functions = [
        template.get("Globals", {}).get("Function", {}),
        *resources_of(template, "AWS::Serverless::Function").values(),
    ]
    for function in functions:
        for variable, value in function.get("Environment", {}).get("Variables", {}).items():
            if variable.endswith("_TABLE"):
                assert value == {"Ref": variable.title().replace("_", "")}
