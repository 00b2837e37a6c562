"""The city's template is what its parts make of it: fresh on disk, and every stack filled by name."""

from pathlib import Path

import pytest

from infra.manifest import ManifestError
from infra.stacks import city_template
from infra.templates import ROOT, ROOT_TEMPLATE

CITY = """\
AWSTemplateFormatVersion: "2010-09-09"
Description: a city

Parameters:
  # Where it runs.
  Stage:
    Type: String

Resources:
  DepsLayer:
    Type: AWS::Serverless::LayerVersion
  ColumnsLayer:
    Type: AWS::Serverless::LayerVersion

# What every domain's stack is given.
Provided:
  EventBusName: !Ref EventBus

Outputs:
  EventBusName:
    Value: !Ref EventBus
"""
PONDS = """\
Parameters:
  Stage:
    Type: String
  EventBusName:
    Type: String
  ReadLayers:
    Type: CommaDelimitedList
  # In degrees.
  Warmth:
    Type: Number
    Default: 18
    Description: how warm the water is kept

Resources: {}

Outputs:
  WaterTable:
    Description: >-
      where the water
      stands
    Value: !Ref Water
"""
DUCKS = """\
Parameters:
  WaterTable:
    Type: String

Resources: {}
"""
PUT_TOGETHER = """\
AWSTemplateFormatVersion: "2010-09-09"
Description: a city

Parameters:
  # Where it runs.
  Stage:
    Type: String
  # In degrees.
  Warmth:
    Type: Number
    Default: 18
    Description: how warm the water is kept

Resources:
  DepsLayer:
    Type: AWS::Serverless::LayerVersion
  ColumnsLayer:
    Type: AWS::Serverless::LayerVersion

  Ponds:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: infra/ponds/template.yaml
      Parameters:
        Stage: !Ref Stage
        EventBusName: !Ref EventBus
        ReadLayers: !Join [",", [!Ref DepsLayer, !Ref ColumnsLayer]]
        Warmth: !Ref Warmth

  Ducks:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: infra/ducks/template.yaml
      Parameters:
        WaterTable: !GetAtt Ponds.Outputs.WaterTable

Outputs:
  EventBusName:
    Value: !Ref EventBus
  PondWater:
    Description: >-
      where the water
      stands
    Value: !GetAtt Ponds.Outputs.WaterTable
"""


def make(root: Path, *, ponds: str = PONDS, ducks: str = DUCKS, more_of_ponds: str = "") -> Path:
    files = {
        "city.yaml": CITY,
        "ponds/template.yaml": ponds,
        "ducks/template.yaml": ducks,
        "ponds/domain.toml": 'name = "ponds"\nnames = { ko = "못", en = "ponds" }\n'
        + (more_of_ponds or '[layers]\nReadLayers = ["deps", "columns"]\n[outputs]\nPondWater = "WaterTable"\n'),
        "ducks/domain.toml": 'name = "ducks"\nnames = { ko = "오리", en = "ducks" }\nneeds = ["ponds"]\n',
        "plans/domain.toml": 'name = "plans"\nnames = { ko = "계획", en = "plans" }\n',
    }
    for name, text in files.items():
        file = root / "infra" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return root


def test_the_template_on_disk_is_what_its_parts_make() -> None:
    assert ROOT_TEMPLATE.read_text() == city_template(ROOT), "make stacks"


def test_a_city_is_put_together(tmp_path: Path) -> None:
    made = city_template(make(tmp_path))

    assert made.partition("\n")[2] == PUT_TOGETHER


def test_who_may_watch_what_is_put_together_from_every_manifest(tmp_path: Path) -> None:
    ponds = '[staff]\nkim = "diver"\nlee = "angler"\n[live.topics]\n"ponds.frogs" = ["diver", "angler"]\n'
    root = make(
        tmp_path,
        ponds=PONDS.replace("ReadLayers", "Depth"),
        more_of_ponds=ponds,
        ducks=DUCKS.replace("WaterTable", "LiveTopics"),
    )
    (root / "infra/plans/domain.toml").write_text(
        'name = "plans"\nnames = { ko = "계획", en = "plans" }\n[live.topics]\n"plans.all" = ["diver"]\n'
    )
    (root / "infra/plans/template.yaml").write_text("Resources: {}\n")

    assert '        LiveTopics: "plans.all=diver;ponds.frogs=angler,diver"\n' in city_template(root)


def test_a_parameter_that_two_domains_declare_is_refused(tmp_path: Path) -> None:
    root = make(tmp_path, ducks=DUCKS.replace("WaterTable", "Warmth"))

    with pytest.raises(ManifestError, match="ponds and ducks both declare Warmth: give it another name"):
        city_template(root)


def test_an_output_that_no_template_offers_is_refused(tmp_path: Path) -> None:
    root = make(tmp_path, more_of_ponds='[outputs]\nPondWater = "Water"\n')

    with pytest.raises(ManifestError, match="ponds: PondWater is to be Water, which its template does not offer"):
        city_template(root)


def test_a_layer_that_the_city_does_not_have_is_refused(tmp_path: Path) -> None:
    root = make(tmp_path, more_of_ponds='[layers]\nReadLayers = ["deps", "snow"]\n')

    with pytest.raises(ManifestError, match=r"ponds, ReadLayers: infra/city\.yaml has no SnowLayer"):
        city_template(root)
