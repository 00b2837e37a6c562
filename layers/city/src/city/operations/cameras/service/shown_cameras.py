"""A camera as staff are shown it."""

from typing import Literal

from city.contracts.operations.staff.cameras import AddressFilingLine, CameraLine, CorrectionLine, SectorLine
from city.operations.cameras.camera import Correction, place_camera
from city.operations.cameras.tables.address_filings import AddressFiling
from city.operations.cameras.tables.cameras import RegisteredCamera


def show_line(camera: RegisteredCamera) -> CameraLine:
    filed, correction = camera.filed, camera.correction
    placed = place_camera(filed, correction)
    corrected = correction is not None and (correction.azimuth_deg is not None or correction.width_deg is not None)
    direction: Literal["corrected", "file", "unknown"] = "corrected" if corrected else "file"
    return CameraLine(
        camera_id=filed.camera_id,
        institution=filed.institution,
        purpose=filed.purpose,
        road_address=filed.road_address,
        lot_address=filed.lot_address,
        latitude=filed.latitude,
        longitude=filed.longitude,
        sectors=tuple(
            SectorLine(azimuth_deg=sector.azimuth_deg, width_deg=sector.width_deg) for sector in placed.view.sectors
        ),
        direction_from=direction if placed.view.sectors else "unknown",
        direction_certain=placed.view.certain,
        direction_text=filed.direction_text,
        range_m=placed.range_m,
        range_from="corrected" if correction is not None and correction.range_m is not None else "assumed",
        pixels=filed.pixels,
        kept_days=filed.kept_days,
        installed=filed.installed,
        data_date=filed.data_date,
        number=filed.number,
        of_row=filed.of_row,
        revision=correction.revision if correction is not None else 0,
        retired_at=filed.retired_at,
    )


def show_correction(correction: Correction) -> CorrectionLine:
    return CorrectionLine(
        revision=correction.revision,
        at=correction.at,
        by=correction.by,
        by_name=correction.by_name,
        azimuth_deg=correction.azimuth_deg,
        width_deg=correction.width_deg,
        range_m=correction.range_m,
        reason=correction.reason,
    )


def show_filing(filing: AddressFiling) -> AddressFilingLine:
    return AddressFilingLine(at=filing.at, by=filing.by, by_name=filing.by_name, kind=filing.kind)
