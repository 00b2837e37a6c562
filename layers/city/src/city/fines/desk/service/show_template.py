"""Handing out an empty notice file to fill in."""

import base64
from dataclasses import dataclass

from city.contracts.fines.staff.oversight import FileTemplate
from city.contracts.fines.uploads import CONTENT_TYPE, WORKBOOK_TYPE
from city.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class ShowTemplate:
    def show(self, form: str) -> FileTemplate:
        """`form`: xlsx or csv. Raises Invalid for another."""
        # What packs a workbook is imported for whoever asks for one, and for no other request.
        from city.fines.law.notice_files.template import csv_template, workbook_template

        if form == "xlsx":
            name, content_type, content = "고지파일.xlsx", WORKBOOK_TYPE, workbook_template()
        elif form == "csv":
            name, content_type, content = "고지파일.csv", CONTENT_TYPE, csv_template()
        else:
            raise Invalid
        return FileTemplate(name=name, content_type=content_type, content=base64.b64encode(content).decode())
