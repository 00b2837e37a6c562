"""A night in the operations room, played on the running city and checked: a call opens cameras and closes them, a fire is
walked step by step over two shifts, a gateway's storm is one incident, alerts come in and go out, and a drill stays inside."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape

from city.contracts.operations.city_event import Category, CityEventV1, Place, PointPlace, Severity
from infra.local.calls import call
from infra.local.city import City
from infra.local.story import Story
from infra.operations.leaving import archive_of, export_film, see_oneself, verified, with_a_changed_byte
from infra.operations.room import HERE, Partner, Person, agency_key, call_number, tell_city, watch

_STORM = 200


class Night(Story):
    def __init__(self, city: City) -> None:
        super().__init__(city)
        self.operator, self.relief = Person(city, "operator"), Person(city, "operator-2")
        self.supervisor, self.second = Person(city, "supervisor"), Person(city, "supervisor-2")
        self.police = Person(city, "police")
        self.mark = secrets.token_hex(4)
        self.opened = ("", "")
        # Each night has a place of its own: what is near in place and time is one incident, and an earlier night's may be open.
        self.here = (
            round(HERE[0] + secrets.randbelow(800) / 10_000, 4),
            round(HERE[1] + secrets.randbelow(800) / 10_000, 4),
        )

    def play(self) -> int:
        key = agency_key(self.supervisor, self.second, "112")
        self.call_opens_cameras(Partner(self.city, key))
        self.video_leaves()
        self.fire_with_procedure_and_two_shifts()
        self.storm()
        self.alerts()
        self.drill()
        return self.finish()

    # --- a call of 112

    def call_opens_cameras(self, partner: Partner) -> None:
        self.tell(
            "112 신고가 들어와 경찰에 카메라가 열립니다.", "A call of 112 comes in, and cameras open to the police."
        )
        self._belongs_to_the_police()
        number = call_number()
        answer = partner.tell("DN112001", "112 긴급신고", number, self.here)
        self.check(answer["result"] == "0", "신고를 받았습니다", f"the call was taken: {answer['type']}")
        again = partner.tell("DN112001", "112 긴급신고", number, self.here)
        self.check(
            again["result"] == "0", "다시 보낸 같은 신고도 받습니다", "sent again, it is taken again, and is one"
        )
        incident = self._incident(lambda line: "agency.112" in line["sources"] and self._is_here(line))
        name = incident["incident_id"]
        self.check(incident["count"] == 1, "사건은 하나입니다", "there is one incident")
        path = f"/cctv/incidents/{name}/grants"
        grants = self.operator.wait_for(
            "경찰에 열린 권한 (the grant to the police)",
            path,
            lambda said: [each for each in said["grants"] if each["organisation"] == "112"],
        )["grants"]
        (grant,) = [each for each in grants if each["organisation"] == "112"]
        self.check(
            bool(grant["cameras"]), "가까운 카메라가 열렸습니다", f"{len(grant['cameras'])} cameras near it are open"
        )
        camera = grant["cameras"][0]["camera_id"]
        self.opened = (grant["grant_id"], camera)
        view = self.police.do("POST", f"/cctv/grants/{grant['grant_id']}/views", camera_id=camera)["view_id"]
        status, playlist = self.police.ask("GET", f"/cctv/views/{view}/playlist.m3u8")
        self.check(status == 200 and "#EXTM3U" in str(playlist), "경찰이 영상을 봅니다", "the police see it")
        other, _ = self.operator.ask("GET", f"/cctv/views/{view}/playlist.m3u8")
        self.check(other == 403, "같은 주소를 다른 사람이 열면 거절됩니다", "the same link in other hands is refused")
        self._step(name, "acknowledge")
        over = partner.tell("DN112001", "112 긴급신고", number, self.here, status="91")
        self.check(over["result"] == "0", "112가 종결을 알립니다", f"112 tells that it is over: {over['type']}")
        status, waited_s = watch(self.police, view)
        self.check(
            status == 403,
            "112가 종결하자 경찰의 재생이 끊깁니다",
            f"the police's own player is cut off ({waited_s:.1f} s)",
        )
        line = self.operator.read(f"/incidents/{name}")["line"]
        self.check(
            line["state"] == "acknowledged" and "agency.112" in line["sources_over"],
            "맡은 사건은 상황실이 끝냅니다",
            "what the room has in hand, the room ends",
        )
        self._step(name, "resolve", note="현장 종료")
        said = self.operator.read(f"/incidents/{name}/messages")["messages"]
        self.check(len(said) >= 2, "주고받은 말이 사건에 남습니다", f"{len(said)} messages stand by the incident")

    def _belongs_to_the_police(self) -> None:
        """Somebody of the police is placed by two people of the room, once."""
        status, _ = self.police.ask("GET", "/cctv/grants/mine")
        if status == 200:
            return
        people = self.supervisor.read("/cctv/agency-people")["people"]
        (person,) = [each["person_id"] for each in people if each["name"] == "police"]
        path = f"/cctv/agency-people/{person}"
        self.supervisor.do("POST", f"{path}/proposal", organisation="112", reason="서산경찰서 파견")
        self.second.do("POST", f"{path}/decision", approves=True, reason="공문을 확인했습니다")

    # --- video leaves

    def video_leaves(self) -> None:
        self.tell("경찰이 공문으로 영상을 요청합니다.", "The police ask for the video by a document.")
        export = export_film(self.supervisor, self.second, *self.opened, minutes=2)
        film = export["film"]
        self.check(
            film["fetched"] == film["pieces"] == 2,
            "요청한 때부터 영상을 한 조각씩 가져옵니다",
            f"its film was fetched piece by piece: {film['fetched']} of {film['pieces']}",
        )
        archive = archive_of(self.supervisor, export["export_id"])
        holds, _ = verified(self.city, self.supervisor, archive)
        self.check(
            holds, "묶음은 시의 공개키만으로 확인됩니다", "the archive is proved by the city's public keys alone"
        )
        holds, said = verified(self.city, self.supervisor, with_a_changed_byte(archive))
        self.check(not holds and "was changed" in said, "한 바이트만 바뀌어도 드러납니다", "one changed byte is found")
        seen = see_oneself(self.supervisor, self.opened[1], minutes=1)
        self.check(
            seen["film"]["fetched"] == 1,
            "찍힌 사람의 요구도 접수한 때부터 보존하고 가져옵니다",
            f"a person seen asks: held, fetched, to be answered until {seen['due']}",
        )

    # --- a fire

    def fire_with_procedure_and_two_shifts(self) -> None:
        self.tell("불이 나고, 절차를 두 근무조가 이어서 밟습니다.", "A fire, and a procedure that two shifts walk.")
        self._write_the_procedure()
        tell_city(self.city, self._event("fire", Category.DISASTER, Severity.SEVERE, f"{self.mark}-fire", "창고 화재"))
        name = self._incident(lambda line: line["kind"] == "fire" and self._is_here(line))["incident_id"]
        path = f"/incidents/{name}/procedures"
        self.operator.wait_for("첫 단계 (the first step)", path, lambda said: said["runs"] and said["runs"][0]["steps"])
        self._answer(self.operator, path, 1)
        self.operator.wait_for("둘째 단계 (the second step)", path, lambda said: len(said["runs"][0]["steps"]) == 2)
        board = self.operator.read("/shifts")
        notes = [{"incident_id": name, "note": "소방차 진입로 확보 중"}]
        offered = self.operator.do("POST", "/shifts", seen=board["digest"], notes=notes, remark="")["hand_over_id"]
        alone, _ = self.operator.ask("POST", f"/shifts/{offered}/signature", seen=board["digest"])
        self.check(alone == 409, "혼자서는 인수인계를 끝낼 수 없습니다", "nobody hands over to themselves")
        seen = self.relief.read("/shifts")["digest"]
        signed = self.relief.do("POST", f"/shifts/{offered}/signature", seen=seen)
        self.check(signed["state"] == "signed", "다음 근무자가 서명합니다", "who comes signs what is open")
        self._answer(self.relief, path, 2)
        run = self.relief.wait_for("절차의 끝 (the run's end)", path, lambda said: said["runs"][0]["ending"])["runs"][0]
        people = {step["answered_by_name"] for step in run["steps"]}
        self.check(run["ending"] == "complete", "절차를 마쳤습니다", "the procedure is complete")
        self.check(
            len(people) == 2, "단계마다 한 사람의 이름이 남습니다", f"each step has a name: {len(people)} people"
        )
        self._step(name, "resolve", note="완진")

    def _write_the_procedure(self) -> None:
        listed = {each["procedure_id"]: each for each in self.supervisor.read("/procedures")["procedures"]}
        step = {"who": "operator", "limit_s": 3_600, "may_refuse": True, "when_late": "go_on"}
        body: dict[str, Any] = {
            "ko": "창고 화재",
            "en": "Fire in a store",
            "category": "disaster",
            "kinds": ["fire"],
            "from_severity": "moderate",
            "in_force": True,
            "steps": [
                {**step, "ko": "영상으로 불을 확인합니다", "en": "See the fire on a camera"},
                {**step, "ko": "진입로를 비웁니다", "en": "Clear the way in"},
            ],
        }
        trial = self.supervisor.do("POST", "/procedures/trial", procedure={**body, "version": 0}, supposed=[])
        self.check(trial["ending"] == "complete", "시험 실행을 먼저 봅니다", f"a dry run first: {trial['took_s']} s")
        if "store-fire" not in listed:
            self.supervisor.do("PUT", "/procedures/store-fire", version=0, **body)

    def _answer(self, person: Person, path: str, number: int) -> None:
        (step,) = [each for each in person.read(path)["runs"][0]["steps"] if each["number"] == number]
        route = f"/runs/{step['run_id']}/steps/{number}/answer"
        person.do("POST", route, turn=step["turn"], answer="done", note="확인했습니다")

    # --- a storm, alerts, a drill

    def storm(self) -> None:
        self.tell("한 장비가 폭주합니다.", f"A gateway fails, and tells {_STORM} things in a minute.")
        began = datetime.now(UTC)
        gateway = f"gw-{self.mark}"
        told = [
            self._event(
                "fault",
                Category.FACILITY,
                Severity.MINOR,
                f"{self.mark}-{at}",
                "센서 이상",
                source="gateway",
                gateway=gateway,
                at=began + timedelta(milliseconds=at),
                place=(self.here[0] + 0.0002 * (at % 40), self.here[1]),
            )
            for at in range(_STORM)
        ]
        tell_city(self.city, *told)
        line = self._incident(lambda each: each["storm"] and self._is_here(each, 0.01) and each["count"] >= _STORM)
        self.check(
            line["count"] == _STORM, "하나의 사건에 모두 셉니다", f"one incident counts {line['count']} of {_STORM}"
        )
        self._step(line["incident_id"], "false", note="장비 고장")

    def alerts(self) -> None:
        self.tell("경보가 들어오고 나갑니다 (CAP 1.2).", "Alerts come in and go out (CAP 1.2).")
        key = self.supervisor.do("POST", "/alert-senders", **_office(f"kma-{self.mark}"))["key"]
        headers = {"X-Sender-Key": key, "Content-Type": "application/cap+xml"}
        url = self.city.door_url("/api/operations/alerts")
        status, answer = call(url, _alert(f"{self.mark}-1", "Actual").encode(), headers, "POST")
        self.check(status == 202, "기상청 경보를 받았습니다", f"the weather office's alert was taken: {status}")
        wrong = _alert(f"{self.mark}-2", "Actual").replace("<urgency>Expected</urgency>", "")
        status, answer = call(url, wrong.encode(), headers, "POST")
        self.check(
            status in (400, 422),
            "틀린 경보는 까닭과 함께 거절됩니다",
            f"a wrong one is refused by name: {answer['error']}",
        )
        line = self._incident(lambda each: f"cap.kma-{self.mark}" in each["sources"])
        name = line["incident_id"]
        draft = self.supervisor.read(f"/incidents/{name}/alert")
        self.check(bool(draft), "사건에서 시의 경보 초안이 나옵니다", "the city drafts an alert of its own")
        self._step(name, "resolve", note="해제")

    def drill(self) -> None:
        self.tell("훈련은 아무 기관에도 나가지 않습니다.", "An exercise reaches nobody.")
        before = self._told()
        event = self._event("fire", Category.DISASTER, Severity.EXTREME, f"{self.mark}-drill", "훈련: 화재")
        tell_city(self.city, event.model_copy(update={"exercise": True}))
        line = self._incident(lambda each: each["exercise"] and self._is_here(each))
        path = f"/incidents/{line['incident_id']}/procedures"
        self.operator.wait_for("훈련의 절차 (the drill's procedure)", path, lambda said: said["runs"])
        self._step(line["incident_id"], "resolve", note="훈련 종료")
        self.check(self._told() == before, "기관에 나간 것이 없습니다", "nothing went to an agency")

    # --- parts

    def _told(self) -> int:
        """How many messages went to agencies so far."""
        agencies = [each["config"]["agency_id"] for each in self.supervisor.read("/agencies")["agencies"]]
        messages = [self.supervisor.read(f"/agencies/{each}/messages?limit=50")["messages"] for each in agencies]
        return sum(each["direction"] == "out" for page in messages for each in page)

    def _incident(self, holds: Any) -> dict[str, Any]:
        """An open incident of the board, once there is one."""
        found = self.operator.wait_for(
            "사건 (the incident)", "/incidents/board", lambda said: [each for each in said["incidents"] if holds(each)]
        )
        line: dict[str, Any] = next(each for each in found["incidents"] if holds(each))
        return line

    def _is_here(self, line: dict[str, Any], within: float = 1e-6) -> bool:
        """Whether an incident is at this night's place, within so many degrees."""
        place = line["place"]
        if not place or place["shape"]["type"] != "point":
            return False
        return all(abs(one - other) <= within for one, other in zip(place["shape"]["position"], self.here, strict=True))

    def _step(self, name: str, step: str, **more: str) -> None:
        revision = self.operator.read(f"/incidents/{name}")["line"]["revision"]
        self.operator.do("POST", f"/incidents/{name}/{step}", revision=revision, **more)

    def _event(
        self,
        kind: str,
        category: Category,
        severity: Severity,
        source_id: str,
        headline: str,
        *,
        source: str = "demo",
        gateway: str | None = None,
        at: datetime | None = None,
        place: tuple[float, float] | None = None,
    ) -> CityEventV1:
        now = at or datetime.now(UTC)
        return CityEventV1(
            source=source,
            source_id=source_id,
            category=category,
            kind=kind,
            severity=severity,
            occurred_at=now,
            reported_at=now,
            place=Place(shape=PointPlace(position=place or self.here)),
            gateway=gateway,
            headline=headline,
        )


def _office(name: str) -> dict[str, Any]:
    return {"name": name, "title": "기상청", "speaks_for": [f"{name}@example.kr"], "kinds": {"호우": "heavy_rain"}}


def _alert(identifier: str, status: str) -> str:
    office = f"kma-{identifier.rpartition('-')[0]}@example.kr"
    sent = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S-00:00")
    circle = f"{HERE[1] + 0.2},{HERE[0] + 0.2} 2.0"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>{escape(identifier)}</identifier><sender>{office}</sender>
<sent>{sent}</sent><status>{status}</status><msgType>Alert</msgType><scope>Public</scope><info><language>ko-KR</language>
<category>Met</category><event>호우</event><urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>
<headline>호우 경보</headline><area><areaDesc>서산시 북동부</areaDesc><circle>{circle}</circle></area></info></alert>"""


def play(city: City) -> int:
    return Night(city).play()
