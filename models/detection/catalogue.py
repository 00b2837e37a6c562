"""The detectors: where each comes from, under which licence, how it is fed and read.

Hashes are of the files as their publishers ship them; the tensors' hash is of what the converter takes out of them, so
that converted weights can be traced to their source.
"""

from dataclasses import dataclass, field
from typing import Literal

from models.detection.errors import ModelUnknown

Kind = Literal["person", "bicycle", "vehicle"]
KINDS: tuple[Kind, ...] = ("person", "bicycle", "vehicle")

# Which of COCO's 80 classes, in the order of their network outputs, make up each kind.
COCO_CHANNELS: dict[Kind, tuple[int, ...]] = {
    "person": (0,),
    "bicycle": (1,),
    "vehicle": (2, 3, 5, 7),  # car, motorcycle, bus, truck
}


@dataclass(frozen=True, slots=True)
class Feeding:
    """How a picture becomes a network's input.

    `letterbox_corner` and `letterbox_centre` scale to fit a square of `side` and pad the rest with the grey `pad`;
    `keep_aspect` scales to about `side` squared pixels without padding, both sides multiples of `multiple`.
    """

    fit: Literal["letterbox_corner", "letterbox_centre", "keep_aspect"]
    side: int
    channels: Literal["BGR", "RGB"]
    layout: Literal["NCHW", "NHWC"]
    pad: int = 0
    multiple: int = 32
    mean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    deviation: tuple[float, float, float] = (1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the publisher's: its path in the npm package (or its plain name), and its SHA-256."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class NpmPackage:
    name: str
    version: str
    integrity: str  # as npm states it: sha512-<base64>

    @property
    def specification(self) -> str:
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, slots=True)
class Adapter:
    """Everything that is particular to one detector."""

    name: str
    licence: str
    provenance: str
    classes: tuple[Kind, ...]
    feeding: Feeding
    decoder: Literal["yolox", "nanodet", "centernet"]
    weights_file: str
    # Of the file that ONNX Runtime loads.
    weights_sha256: str
    # Score from which a box counts, per kind.
    thresholds: dict[Kind, float]
    overlap: float  # boxes of one kind that overlap more (IoU) are one
    strides: tuple[int, ...] = ()
    # What is converted, in the order (graph, weights); empty where the publisher ships ONNX.
    package: NpmPackage | None = None
    sources: tuple[SourceFile, ...] = ()
    tensors_sha256: str = ""
    remarks: tuple[str, ...] = field(default=())


YOLOX_NANO = Adapter(
    name="yolox-nano",
    licence="Apache-2.0",
    provenance=(
        "Megvii's YOLOX-nano, trained on COCO train2017, as carried by a public repository under MIT. Two independent "
        "copies answer alike to the last bit; they were not compared with the publisher's own file."
    ),
    classes=KINDS,
    feeding=Feeding(fit="letterbox_corner", side=416, channels="BGR", layout="NCHW", pad=114),
    decoder="yolox",
    weights_file="yolox_nano.onnx",
    weights_sha256="d39bee73564e338080378b0ad567fbb40e818b55bbfaf971de82a0267ed16b8a",
    thresholds={"person": 0.30, "bicycle": 0.25, "vehicle": 0.25},
    overlap=0.5,
    strides=(8, 16, 32),
)

CATALOGUE: dict[str, Adapter] = {adapter.name: adapter for adapter in (YOLOX_NANO,)}


def find_adapter(name: str) -> Adapter:
    """Raises ModelUnknown."""
    if name not in CATALOGUE:
        raise ModelUnknown(f"no detection model {name!r}; there are {', '.join(CATALOGUE)}")
    return CATALOGUE[name]
