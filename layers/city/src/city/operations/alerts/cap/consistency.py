"""Rules between elements, which no schema of CAP's says: from the standard's own notes on each element."""

from city.operations.alerts.cap.model import REFERRING, Alert, Area, Info, MessageKind, Resource, Scope
from city.operations.alerts.cap.polygons import CrossingSearch, TooIntricate
from city.operations.alerts.cap.rules import Fault, Rule
from city.operations.alerts.cap.values import is_absolute

# What CAP takes where no language is named.
USUAL_LANGUAGE = "en-US"


def check_alert(alert: Alert, says_references: bool, faults: list[Fault]) -> None:
    """`says_references`: whether the element stands there, empty or not."""
    if bool(alert.restriction) is not (alert.scope is Scope.RESTRICTED):
        faults.append(Fault(Rule.RESTRICTION_SCOPE, "alert/restriction"))
    if alert.scope is Scope.PRIVATE and not alert.addresses:
        faults.append(Fault(Rule.ADDRESSES_MISSING, "alert/addresses"))
    if alert.scope is not Scope.PRIVATE and alert.addresses:
        faults.append(Fault(Rule.ADDRESSES_SCOPE, "alert/addresses"))
    _check_references(alert, says_references, faults)
    languages: dict[str, str] = {}
    for at, info in enumerate(alert.infos, 1):
        if info.description and languages.setdefault(info.description, _language(info)) != _language(info):
            faults.append(Fault(Rule.LANGUAGES_SAME_TEXT, f"alert/info[{at}]/description"))


def _check_references(alert: Alert, says_references: bool, faults: list[Fault]) -> None:
    # An office that writes an empty element for whatever it does not know may write it in an Update too, which then is
    # an alert of its own. To cancel or acknowledge nothing is no message.
    may_be_empty = alert.message_kind is MessageKind.UPDATE and says_references
    if alert.message_kind in REFERRING and not alert.references and not may_be_empty:
        faults.append(Fault(Rule.REFERENCES_MISSING, "alert/references"))
    if alert.name in alert.references:
        faults.append(Fault(Rule.REFERENCE_CIRCULAR, "alert/references"))
    if any(reference.sent > alert.sent for reference in alert.references):
        faults.append(Fault(Rule.REFERENCE_POSTDATED, "alert/references"))


def _language(info: Info) -> str:
    return (info.language or USUAL_LANGUAGE).lower()


def check_polygons(area: Area, path: str, search: CrossingSearch, faults: list[Fault]) -> None:
    for at, ring in enumerate(area.polygons, 1):
        try:
            if search.crosses(ring):
                faults.append(Fault(Rule.POLYGON_CROSSED, f"{path}/polygon[{at}]"))
        except TooIntricate:
            faults.append(Fault(Rule.POLYGON_INTRICATE, f"{path}/polygon[{at}]"))
            return


def check_area(area: Area, path: str, faults: list[Fault]) -> None:
    if area.ceiling_ft is None:
        return
    if area.altitude_ft is None:
        faults.append(Fault(Rule.CEILING_ALONE, f"{path}/ceiling"))
    elif area.ceiling_ft < area.altitude_ft:
        faults.append(Fault(Rule.CEILING_BELOW, f"{path}/ceiling"))


def check_resource(resource: Resource, path: str, faults: list[Fault]) -> None:
    if resource.uri is not None and not is_absolute(resource.uri) and resource.deref_uri is None:
        faults.append(Fault(Rule.URI_RELATIVE, f"{path}/uri"))
