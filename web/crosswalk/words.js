"use strict";

// The words for what the board of crosswalks shows.

// --- words ----------------------------------------------------------------------------------------------------------

const SEVERITIES = { alarm: ["경보", "alarm"], warning: ["주의", "warning"], fine: ["정상", "fine"], waiting: ["설치 전", "not installed"],
  out_of_service: ["운영 중지", "off duty"] };
const CONCERNS = {
  silent: ["무응답: 등이 켜지는지 알 수 없음", "silent: nobody knows whether its lamps work"],
  lamps_dark: ["고장으로 소등됨", "dark because of a fault"], lamp_faulty: ["등 고장", "a lamp is stuck"],
  camera_blind: ["카메라가 못 봄", "the camera does not see"], faulty: ["고장", "faulty"],
  never_heard: ["설치 뒤 한 번도 응답 없음", "never heard since installed"], disconnected: ["방금 연결 끊김", "disconnected just now"],
  drifting: ["검출 품질 저하", "detects worse than it used to"],
  site_behind: ["새 설정이 아직 적용 안 됨", "runs another site file"], reports_missing: ["빠진 보고 있음", "some reports are missing"],
  clock_lost: ["시계 어긋남", "its clock is off"],
};
// What an operator does about it, in the order of doing.
const ADVICE = {
  silent: "현장에 사람을 보내거나 순찰에 부탁해 등이 켜지는지 보고, 전원과 통신을 확인하세요.",
  lamps_dark: "보행자를 알리는 등이 꺼져 있습니다. 현장 확인과 임시 안내(입간판·순찰)를 먼저 요청하세요.",
  lamp_faulty: "전류값을 보고 등과 배선 점검을 요청하세요. 나머지 등은 계속 동작합니다.",
  camera_blind: "‘사진’에서 마지막 장면을 요청해 가림·오염을 확인하고, 렌즈 점검을 요청하세요.",
  faulty: "‘고장 이력’을 보고 점검을 요청하세요. 지금 등이 어떤지는 ‘상태’에 보입니다.",
  never_heard: "설치가 끝났는지, 통신이 되는지 확인하세요.",
  disconnected: "1분쯤 기다려 보세요. 돌아오지 않으면 무응답으로 바뀝니다.",
  drifting: "마지막 장면을 보고 렌즈 오염·가로등·나뭇가지를 확인하세요.",
  site_behind: "‘설정’에서 단말의 응답을 보세요. 거부했다면 이유가 적혀 있습니다.",
  reports_missing: "통신이 끊겼던 동안의 보고입니다. 단말이 다시 보내면 저절로 줄어듭니다.",
  clock_lost: "통계의 시각만 어긋납니다. 등은 정상 동작합니다.",
};
const ALARMING = ["silent", "lamps_dark", "lamp_faulty", "camera_blind", "faulty"];
const FAULTS = {
  camera_lost: ["카메라 영상 없음", "no picture"], camera_frozen: ["영상 멈춤", "picture frozen"], camera_dark: ["화면이 어두움(가림)", "dark or covered"],
  camera_blurred: ["화면이 흐림", "blurred"], camera_moved: ["카메라가 움직임", "camera moved"], detector_failed: ["검출기 고장", "detector failed"],
  detector_slow: ["검출이 느림", "detector slow"], lamp_stuck_on: ["등이 꺼지지 않음", "lamp stuck on"], lamp_stuck_off: ["등이 켜지지 않음", "lamp stuck off"],
  occupied_too_long: ["너무 오래 켜져 있음", "lit for too long"], no_configuration: ["설정 없음", "no site file"], clock_lost: ["시계 어긋남", "clock lost"],
  journal_full: ["기록 저장소 가득", "journal full"], watchdog: ["프로그램 멈춤", "watchdog"],
};
const LAMPS = { sign: ["표지판", "sign"], road_panels: ["바닥 패널", "road panels"], stop_line_bar: ["정지선 등", "stop-line bar"],
  floor_signal: ["바닥 신호", "floor signal"], voice: ["음성", "voice"] };
const LAMP_STATES = { boot: ["시작 중", "starting"], idle: ["대기(소등)", "idle, dark"], warning: ["경고 점멸 중", "warning"],
  overrun: ["한도 넘겨 점등", "lit too long"], fault_dark: ["고장: 소등", "fault: dark"], fault_caution: ["고장: 느린 점멸", "fault: caution"] };
const PHASES = { red: ["적색", "red"], green: ["녹색", "green"], dark: ["꺼짐", "dark"], unknown: ["-", "unknown"] };
const DETECTIONS = { edge: ["단말에서", "on the unit"], cloud: ["클라우드에서", "in the cloud"], fallback: ["단말 대체 중(클라우드 응답 없음)", "fallback"] };
const INCIDENTS = { conflict: ["상충(아차사고)", "near-miss"], stop_line: ["정지선 위반", "stop line"], not_yielding: ["양보 안 함", "did not yield"], jaywalking: ["무단횡단", "jaywalking"] };
const PICTURES = { asked: ["단말 응답 대기", "waiting for the unit"], sent: ["도착", "here"], failed: ["실패", "failed"], expired: ["보관 기간 지남", "deleted"] };
const WHATS = { frame: ["마지막 장면", "last frame"], clip: ["상충 영상", "clip"] };
const ANSWERS = { in_force: ["단말에 적용됨", "in force on the unit"], waiting: ["단말 응답 대기", "waiting for the unit"],
  refused: ["단말이 거부함", "refused by the unit"], none: ["설정 없음", "none yet"] };
const RINGS = { canary: ["시범 단말", "first units"], rest: ["나머지", "the rest"] };
const OPERATIONS = { update_model: ["모델", "model"], update_software: ["프로그램", "software"] };
const JOBS = { QUEUED: ["대기", "queued"], IN_PROGRESS: ["진행", "in progress"], SUCCEEDED: ["성공", "succeeded"], FAILED: ["실패", "failed"],
  TIMED_OUT: ["시간 초과", "timed out"], REJECTED: ["거부", "rejected"], REMOVED: ["제거", "removed"], CANCELED: ["취소", "cancelled"], COMPLETED: ["완료", "completed"] };
const HISTORY = [
  [/^registered$/, () => "등록"], [/^silent$/, () => "무응답 시작"], [/^heard again$/, () => "다시 응답"], [/^active$/, () => "운영 시작"],
  [/^out of service$/, () => "운영 중지"], [/^reclaim allowed$/, () => "재설치 허용"], [/^site file (\d+) activated$/, m => `설정 ${m[1]}번 적용`],
];
const SEEN = { person: ["사람", "person"], bicycle: ["자전거", "bicycle"], vehicle: ["차량", "vehicle"] };
const ZONES = { waiting_left: ["대기(왼쪽)", "waiting, left"], waiting_right: ["대기(오른쪽)", "waiting, right"], crossing: ["횡단보도", "crossing"] };

const number = (value, digits = 0) => value === null || value === undefined ? "-" : Number(value).toLocaleString("ko-KR", { maximumFractionDigits: digits });
const moment = inSeoul({ month: "numeric", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
const clock = inSeoul({ hour: "2-digit", minute: "2-digit" });
const at = text => text ? moment.format(new Date(text)) : "-";
const past = text => HISTORY.reduce((shown, [form, word]) => shown ?? (form.exec(text) ? word(form.exec(text)) : null), null) ?? text;
// How old a value is, always beside it: nobody should take yesterday's lamp for today's.
function age(text) {
  if (!text) return "기록 없음";
  const seconds = Math.max(0, Math.floor((Date.now() - new Date(text)) / 1000));
  if (seconds < 90) return `${seconds}초 전`;
  if (seconds < 5400) return `${Math.floor(seconds / 60)}분 전`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)}시간 전`;
  return `${Math.floor(seconds / 86400)}일 전`;
}
const aged = (text, late = 180) => h("span", { class: text && Date.now() - new Date(text) > late * 1000 ? "old" : "quiet", title: at(text) }, age(text));
const person = id => !id ? "-" : me && id === me.staff_id ? "나" : ({ city: "자동", unit: "단말" })[id] || (id.length > 12 ? id.slice(0, 8) : id);

TROUBLES[0] = ["연결되지 않았습니다. 잠시 뒤 다시 시도합니다.", "No connection. Trying again shortly."];
const of = (unit, rest = "") => `units/${seg(unit)}${rest}`;
