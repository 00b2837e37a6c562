"""What partners of the dividend hand over but by the API: operators' files."""

from city.contracts.channels import Channel, FileForm
from city.contracts.dividend.files import OPERATOR_COLUMNS, ReceiptReportV1

CHANNELS = (
    Channel(
        name="operator_files",
        address="{OperatorInbox}/{file}",
        protocol="s3",
        ko="운영 대행사의 결제 파일",
        en="Operators' payment files",
        takes=(
            FileForm(
                name="OperatorFile",
                columns=tuple(OPERATOR_COLUMNS),
                optional=tuple(name for name, ours in OPERATOR_COLUMNS.items() if ours is None),
                content_types=("text/csv", "application/vnd.apache.parquet"),
                report=ReceiptReportV1,
            ),
        ),
    ),
)
