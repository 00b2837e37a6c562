"""What partners of fines hand over but by the API: notices, a bank's files, texts."""

from city.contracts.channels import Channel, FileForm
from city.contracts.fines.bank_statement import (
    POOL_ACCOUNT_COLUMN,
    POOL_BANK_COLUMNS,
    POOL_FOLDER,
    STATEMENT_COLUMNS,
    STATEMENT_FOLDER,
    BankFileReportV1,
)
from city.contracts.fines.notices import NOTICE_COLUMNS, OPTIONAL_COLUMNS, STATED_AMOUNT, ImportReportV1
from city.contracts.fines.sms import TwoWaySms
from city.contracts.fines.uploads import CONTENT_TYPE, WORKBOOK_TYPE

CHANNELS = (
    Channel(
        name="notice_files",
        address="{NoticeInboxBucket}/{file}",
        protocol="s3",
        ko="단속 고지 파일",
        en="Notice files",
        takes=(
            FileForm(
                name="NoticeFile",
                columns=(*NOTICE_COLUMNS, STATED_AMOUNT),
                optional=(*OPTIONAL_COLUMNS, STATED_AMOUNT),
                content_types=(CONTENT_TYPE, WORKBOOK_TYPE),
                report=ImportReportV1,
            ),
        ),
    ),
    Channel(
        name="account_pools",
        address=f"{{BankInboxBucket}}/{POOL_FOLDER}{{file}}",
        protocol="s3",
        ko="은행의 가상계좌 묶음",
        en="Pools of account numbers",
        takes=(
            FileForm(
                name="AccountPoolFile", columns=(POOL_BANK_COLUMNS[0], POOL_ACCOUNT_COLUMN), report=BankFileReportV1
            ),
        ),
    ),
    Channel(
        name="bank_statements",
        address=f"{{BankInboxBucket}}/{STATEMENT_FOLDER}{{file}}",
        protocol="s3",
        ko="은행의 하루 거래 명세",
        en="A bank's statement of a day",
        takes=(FileForm(name="StatementFile", columns=STATEMENT_COLUMNS, report=BankFileReportV1),),
    ),
    Channel(
        name="inbound_texts",
        address="{InboundSmsTopicArn}",
        protocol="sns",
        ko="시민이 보낸 문자",
        en="Texts that citizens send",
        takes=(TwoWaySms,),
    ),
)
