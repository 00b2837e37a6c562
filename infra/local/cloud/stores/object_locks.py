"""A bucket's Object Lock, as its template declares it, is kept: what is written there cannot be deleted before its time.

ministack's S3 knows locks and enforces them, but its templates drop `ObjectLockConfiguration`, so that a head of the log
of views could be deleted in a local city by whoever may delete anything.
"""

import xml.etree.ElementTree as ET
from typing import Any

from infra.local.cloud.hooks import require

_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


def keep_template_locks() -> None:
    from ministack.services import s3
    from ministack.services.cloudformation import provisioners

    require(s3, "_put_object_lock_configuration")
    require(provisioners, "_S3_BUCKET_CONFIGURATIONS")

    def put_lock(bucket: str, configuration: bytes) -> None:
        status, _, body = s3._put_object_lock_configuration(bucket, configuration)
        if status >= 400:
            raise ValueError(f"AWS::S3::Bucket ObjectLockConfiguration refused: {body!r}")

    def keep_lock(bucket: str) -> None:
        raise ValueError(f"Object Lock of {bucket} cannot be taken away")

    lock = ("ObjectLockConfiguration", lock_configuration, put_lock, keep_lock)
    provisioners._S3_BUCKET_CONFIGURATIONS = (*provisioners._S3_BUCKET_CONFIGURATIONS, lock)


def lock_configuration(properties: dict[str, Any]) -> bytes:
    """The body of PutObjectLockConfiguration for a template's ObjectLockConfiguration."""
    root = ET.Element("ObjectLockConfiguration", xmlns=_NAMESPACE)
    ET.SubElement(root, "ObjectLockEnabled").text = properties.get("ObjectLockEnabled")
    if retention := (properties.get("Rule") or {}).get("DefaultRetention"):
        kept = ET.SubElement(ET.SubElement(root, "Rule"), "DefaultRetention")
        for name in ("Mode", "Days", "Years"):
            if name in retention:
                ET.SubElement(kept, name).text = str(retention[name])
    return ET.tostring(root)
