"""What a template hands over is what is asked for: variables to functions, parameters to stacks, outputs to the root."""

import re
from pathlib import Path
from typing import Any

import pytest

from city.crosswalk import settings as crosswalk
from city.dividend import settings as dividend
from city.fines.desk.settings import (
    DeskSettings,
    InstalmentWatchSettings,
    MeasurementSettings,
    RetentionSettings,
    StaffSettings,
    UploadSettings,
)
from city.fines.law.settings import ImportSettings
from city.fines.money.settings import BankFileSettings, DoorSettings, SettlementSettings
from city.fines.talk.settings import ChatSettings, ReminderSettings, TextSettings
from city.kernel.settings import Settings
from city.operations import settings as operations
from infra.templates import (
    DOMAIN_TEMPLATES,
    ROOT,
    ROOT_TEMPLATE,
    mappings_in,
    read_domain,
    read_template,
    resources_of,
)

SETTINGS: dict[tuple[str, str], type[Settings]] = {
    ("fines", "ReceiveTextFunction"): TextSettings,
    ("fines", "ImportNoticesFunction"): ImportSettings,
    ("fines", "ImportBankFileFunction"): BankFileSettings,
    ("fines", "SettleDepositFunction"): SettlementSettings,
    ("fines", "RemindCitizensFunction"): ReminderSettings,
    ("fines", "MeasureDeskFunction"): MeasurementSettings,
    ("fines", "ForgetEndedFunction"): RetentionSettings,
    ("fines", "WatchInstalmentsFunction"): InstalmentWatchSettings,
    ("fines", "DoorsFunction"): DoorSettings,
    ("fines", "ChatFunction"): ChatSettings,
    ("fines", "DeskFunction"): DeskSettings,
    ("fines", "SignUploadFunction"): UploadSettings,
    ("fines", "FinesApiFunction"): StaffSettings,
    ("crosswalk", "ReceiveReportFunction"): crosswalk.ReportSettings,
    ("crosswalk", "WatchUnitsFunction"): crosswalk.ReportSettings,
    ("crosswalk", "DetectFrameFunction"): crosswalk.FrameSettings,
    ("crosswalk", "BoardFunction"): crosswalk.BoardSettings,
    ("crosswalk", "CrosswalkApiFunction"): crosswalk.StaffSettings,
    ("dividend", "ReceiveFileFunction"): dividend.ReceiptSettings,
    ("dividend", "PlanRoundFunction"): dividend.RoundSettings,
    ("dividend", "PseudonymiseFileFunction"): dividend.DoorSettings,
    ("dividend", "CountShardFunction"): dividend.RoundSettings,
    ("dividend", "DecideRoundFunction"): dividend.RoundSettings,
    ("dividend", "ApplyShardFunction"): dividend.ApplySettings,
    ("dividend", "VerifyRoundFunction"): dividend.VerifySettings,
    ("dividend", "AskPanelFunction"): dividend.PanelSettings,
    ("dividend", "PublishRoundFunction"): dividend.PublishSettings,
    ("dividend", "StopRoundFunction"): dividend.PanelSettings,
    ("dividend", "ShareRevenueFunction"): dividend.ShareSettings,
    ("dividend", "PayCitizensFunction"): dividend.PaySettings,
    ("dividend", "ReconcilePayoutFunction"): dividend.ReconcileSettings,
    ("dividend", "DividendApiFunction"): dividend.StaffSettings,
    ("dividend", "PayoutsApiFunction"): dividend.PayoutDeskSettings,
    ("dividend", "DestroyRoundsFunction"): dividend.DestroySettings,
    ("dividend", "LapseUnclaimedFunction"): dividend.LapseSettings,
    ("dividend", "DeskFunction"): dividend.DeskSettings,
    ("dividend", "MarketFunction"): dividend.MarketSettings,
    ("dividend", "LeaksApiFunction"): dividend.LeakSettings,
    ("dividend", "MakeCopyFunction"): dividend.CopySettings,
    ("dividend", "CountsFunction"): dividend.CountSettings,
    ("dividend", "CitizenFunction"): dividend.CitizenSettings,
    ("devices", "AdmitUnitFunction"): crosswalk.AdmissionSettings,
    ("events", "SweepOutboxFunction"): operations.SweepSettings,
    ("operations", "RecordEventFunction"): operations.RecordSettings,
    ("operations", "EventsApiFunction"): operations.FeedSettings,
}
SET_BY_LAMBDA = {"AWS_REGION"}
READ_BY_POWERTOOLS = "POWERTOOLS_"

STACKS = resources_of(read_template(ROOT_TEMPLATE), "AWS::CloudFormation::Stack")


def variables_of(template: dict[str, Any], function: str) -> set[str]:
    """What a function finds in its environment: what all are told, and what it alone is told."""
    told = (template.get("Globals", {}).get("Function", {}), template["Resources"][function]["Properties"])
    return {name for each in told for name in each.get("Environment", {}).get("Variables", {})}


def template_of(stack: str) -> Path:
    return ROOT / STACKS[stack]["TemplateURL"]


def outputs_used() -> set[tuple[str, str]]:
    """Stack and output, wherever the root asks for one."""
    used = set()
    for mapping in mappings_in(read_template(ROOT_TEMPLATE)):
        match mapping:
            case {"Fn::GetAtt": [str(stack), str(attribute)]} if attribute.startswith("Outputs."):
                used.add((stack, attribute.removeprefix("Outputs.")))
            case {"Fn::Sub": str(text) | [str(text), *_]}:
                used |= set(re.findall(r"\$\{(\w+)\.Outputs\.(\w+)\}", text))
    return used


def test_the_settings_of_every_function_are_known_here() -> None:
    functions = {
        (domain, function)
        for domain in DOMAIN_TEMPLATES
        for function in resources_of(read_domain(domain), "AWS::Serverless::Function", "AWS::Lambda::Function")
    }

    assert functions == SETTINGS.keys()


@pytest.mark.parametrize(("domain", "function"), SETTINGS)
def test_a_function_is_told_what_its_settings_ask_for_and_nothing_else(domain: str, function: str) -> None:
    fields = SETTINGS[domain, function].model_fields
    asked = {name.upper() for name in fields}
    needed = {name.upper() for name, field in fields.items() if field.is_required()}
    told = variables_of(read_domain(domain), function)

    assert needed - told - SET_BY_LAMBDA == set()
    assert {name for name in told - asked if not name.startswith(READ_BY_POWERTOOLS)} == set()


def test_every_domains_template_is_one_stack_of_the_city() -> None:
    assert sorted(template_of(stack) for stack in STACKS) == sorted(DOMAIN_TEMPLATES.values())


@pytest.mark.parametrize("stack", STACKS)
def test_a_stack_is_given_the_parameters_its_template_asks_for(stack: str) -> None:
    declared = read_template(template_of(stack)).get("Parameters", {})
    given = STACKS[stack].get("Parameters", {}).keys()

    assert {name for name, parameter in declared.items() if "Default" not in parameter} - given == set()
    assert given - declared.keys() == set()


@pytest.mark.parametrize(("stack", "output"), sorted(outputs_used()))
def test_an_output_the_root_uses_exists(stack: str, output: str) -> None:
    assert stack in STACKS
    assert output in read_template(template_of(stack)).get("Outputs", {})
