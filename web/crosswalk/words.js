// The words for what the board of crosswalks shows: Korean, English, and what each means for a tag or a mark on the map.

import { language, lasting, named, number, t, text } from "../shell/words.js";

/** @typedef {import("../shell/words.js").Words} Words */
/** @typedef {import("../components/facts.js").Tone} Tone */
/** @typedef {{unit: string, name_ko: string, name_en: string, latitude: number, longitude: number, standing: string,
 *   severity: string, concerns: string[], faults: Fault[], heard_at: string | null, silent_since: string | null,
 *   connected: boolean | null, lamp_state: string | null}} UnitLine */
/** @typedef {{fault: string, lamp: string | null, since: string}} Fault */

/** Worst first. @type {Words} */
export const SEVERITIES = {
  alarm: ["경보", "Alarm"], warning: ["주의", "Warning"], fine: ["정상", "Fine"],
  waiting: ["설치 전", "Not installed"], out_of_service: ["운영 중지", "Off duty"],
};
/** @type {Record<string, Tone>} */
export const TONES = { alarm: "alarm", warning: "warning", fine: "fine", waiting: "info", out_of_service: "" };

/** Why a unit is not fine, worst first. @type {Words} */
export const CONCERNS = {
  silent: ["무응답: 등이 켜지는지 알 수 없음", "Silent: nobody knows whether its lamps work"],
  lamps_dark: ["고장으로 소등됨", "Dark because of a fault"],
  lamp_faulty: ["등 고장", "A lamp is faulty"],
  camera_blind: ["카메라가 못 봄", "The camera does not see"],
  faulty: ["고장", "Faulty"],
  never_heard: ["설치 뒤 한 번도 응답 없음", "Never heard since it was installed"],
  disconnected: ["방금 연결 끊김", "Disconnected just now"],
  drifting: ["검출 품질 저하", "Detects worse than it used to"],
  site_behind: ["새 설정이 아직 적용 안 됨", "Runs another site file"],
  reports_missing: ["빠진 보고 있음", "Some reports are missing"],
  clock_lost: ["시계 어긋남", "Its clock is off"],
};
/** What an operator does about it, in the order of doing. @type {Words} */
export const ADVICE = {
  silent: ["현장에 사람을 보내거나 순찰에 부탁해 등이 켜지는지 보고, 전원과 통신을 확인하세요.",
    "Send somebody, or ask a patrol, to see whether its lamps light; then check power and link."],
  lamps_dark: ["보행자를 알리는 등이 꺼져 있습니다. 현장 확인과 임시 안내(입간판·순찰)를 먼저 요청하세요.",
    "The lamps that warn of people are dark. First ask for somebody on the spot and a stopgap: a stand, a patrol."],
  lamp_faulty: ["전류값을 보고 등과 배선 점검을 요청하세요. 나머지 등은 계속 동작합니다.",
    "See its current, then have the lamp and its wiring checked. The other lamps go on working."],
  camera_blind: ["‘사진’에서 마지막 장면을 요청해 가림·오염을 확인하고, 렌즈 점검을 요청하세요.",
    "Ask for the last frame under “Picture”, see what covers the lens, and have it cleaned."],
  faulty: ["‘고장 이력’을 보고 점검을 요청하세요. 지금 등이 어떤지는 ‘상태’에 보입니다.",
    "See “Faults”, and ask for an inspection. “Status” says how the lamps are now."],
  never_heard: ["설치가 끝났는지, 통신이 되는지 확인하세요.", "Check whether it was fully installed, and its link."],
  disconnected: ["1분쯤 기다려 보세요. 돌아오지 않으면 무응답으로 바뀝니다.",
    "Wait a minute. If it does not come back, it turns silent."],
  drifting: ["마지막 장면을 보고 렌즈 오염·가로등·나뭇가지를 확인하세요.",
    "Look at the last frame: a dirty lens, a street lamp, a branch?"],
  site_behind: ["‘설정’에서 단말의 응답을 보세요. 거부했다면 이유가 적혀 있습니다.",
    "See under “Site file” what the unit says. If it refused, it says why."],
  reports_missing: ["통신이 끊겼던 동안의 보고입니다. 단말이 다시 보내면 저절로 줄어듭니다.",
    "Reports from while the link was down. They come once the unit sends them again."],
  clock_lost: ["통계의 시각만 어긋납니다. 등은 정상 동작합니다.", "Only the times of its figures are off. Its lamps work."],
};
export const ALARMING = ["silent", "lamps_dark", "lamp_faulty", "camera_blind", "faulty"];

/** @type {Words} */
export const FAULTS = {
  camera_lost: ["카메라 영상 없음", "No picture"], camera_frozen: ["영상 멈춤", "Picture frozen"],
  camera_dark: ["화면이 어두움(가림)", "Dark or covered"], camera_blurred: ["화면이 흐림", "Blurred"],
  camera_moved: ["카메라가 움직임", "Camera moved"], detector_failed: ["검출기 고장", "Detector failed"],
  detector_slow: ["검출이 느림", "Detector slow"], lamp_stuck_on: ["등이 꺼지지 않음", "Lamp stuck on"],
  lamp_stuck_off: ["등이 켜지지 않음", "Lamp stuck off"], occupied_too_long: ["너무 오래 켜져 있음", "Lit for too long"],
  no_configuration: ["설정 없음", "No site file"], clock_lost: ["시계 어긋남", "Clock lost"],
  journal_full: ["기록 저장소 가득", "Journal full"], watchdog: ["프로그램 멈춤", "Program hung"],
};
/** @type {Words} */
export const LAMPS = { sign: ["표지판", "sign"], road_panels: ["바닥 패널", "road panels"], stop_line_bar: ["정지선 등", "stop-line bar"],
  floor_signal: ["바닥 신호", "floor signal"], voice: ["음성", "voice"] };
/** @type {Words} */
export const LAMP_STATES = { boot: ["시작 중", "starting"], idle: ["대기(소등)", "idle, dark"],
  warning: ["경고 점멸 중", "warning"], overrun: ["한도 넘겨 점등", "lit too long"], fault_dark: ["고장: 소등", "fault: dark"],
  fault_caution: ["고장: 느린 점멸", "fault: caution"] };
/** @type {Words} */
export const PHASES = { red: ["적색", "red"], green: ["녹색", "green"], dark: ["꺼짐", "dark"], unknown: ["모름", "unknown"] };
/** @type {Words} */
export const DETECTIONS = { edge: ["단말에서", "on the unit"], cloud: ["클라우드에서", "in the cloud"],
  fallback: ["단말이 대신함(클라우드 응답 없음)", "on the unit, as the cloud does not answer"] };
/** @type {Words} */
export const INCIDENTS = { conflict: ["상충(아차사고)", "Near miss"], stop_line: ["정지선 위반", "Over the stop line"],
  not_yielding: ["양보 안 함", "Did not yield"], jaywalking: ["무단횡단", "Jaywalking"] };
/** @type {Words} */
export const PICTURES = { asked: ["단말 응답 대기", "waiting for the unit"], sent: ["도착", "here"], failed: ["실패", "failed"],
  expired: ["보관 기간 지남", "deleted"] };
/** @type {Words} */
export const WHATS = { frame: ["마지막 장면", "Last frame"], clip: ["상충 영상", "Clip"] };
/** @type {Words} */
export const ANSWERS = { in_force: ["단말에 적용됨", "in force on the unit"], waiting: ["단말 응답 대기", "waiting for the unit"],
  refused: ["단말이 거부함", "refused by the unit"], none: ["설정 없음", "none yet"] };
/** @type {Words} */
export const RINGS = { canary: ["시범 단말", "first units"], rest: ["나머지", "the rest"] };
/** @type {Words} */
export const OPERATIONS = { update_model: ["모델", "Model"], update_software: ["프로그램", "Software"] };
/** Why a picture did not come, where it is no word of the unit's own. @type {Words} */
export const NO_PICTURE = { "the unit did not answer in time": ["단말이 제때 답하지 않음", "the unit did not answer in time"],
  FAILED: ["단말이 보내지 못함", "the unit failed"], REJECTED: ["단말이 거절함", "the unit refused"], TIMED_OUT: ["시간 초과", "timed out"],
  REMOVED: ["취소됨", "cancelled"], CANCELED: ["취소됨", "cancelled"] };
/** The parts of a site file. @type {Words} */
export const SITE_PARTS = {
  name_ko: ["장소 이름", "name"], name_en: ["영어 이름", "English name"], latitude: ["위도", "latitude"], longitude: ["경도", "longitude"],
  protected_zone: ["보호구역 여부", "protected zone"], signalised: ["신호 여부", "signals there"], speed_limit_kmh: ["제한 속도", "speed limit"],
  calibration: ["보정점", "calibration"], waiting_left: ["대기 구역(왼쪽)", "waiting zone, left"], waiting_right: ["대기 구역(오른쪽)", "waiting zone, right"],
  crossing: ["횡단보도 구역", "crossing"], approaches: ["접근로", "approaches"], signals: ["신호등 위치", "signals"], width_m: ["폭", "width"],
  walking_speed_m_s: ["보행 속도", "walking speed"], entry_allowance_s: ["진입 여유", "time to step in"], longest_lit_s: ["점등 한도", "longest lit"],
  green_extension_s: ["녹색 연장", "green extension"], lamps: ["등 구성", "lamps"], on_fault: ["고장 때 동작", "what a fault does"],
  detection: ["검출 위치", "where it detects"], model: ["모델", "model"], frames_per_second: ["초당 장면", "frames a second"],
};
/** As AWS IoT names them. @type {Words} */
export const JOBS = { QUEUED: ["대기", "queued"], IN_PROGRESS: ["진행", "in progress"], SUCCEEDED: ["성공", "succeeded"],
  FAILED: ["실패", "failed"], TIMED_OUT: ["시간 초과", "timed out"], REJECTED: ["거부", "rejected"], REMOVED: ["제거", "removed"],
  CANCELED: ["취소", "cancelled"], COMPLETED: ["완료", "completed"] };
/** @type {Words} */
export const SEEN = { person: ["사람", "people"], bicycle: ["자전거", "bicycles"], vehicle: ["차량", "vehicles"] };
/** @type {Words} */
export const ZONES = { waiting_left: ["대기(왼쪽)", "waiting, left"], waiting_right: ["대기(오른쪽)", "waiting, right"],
  crossing: ["횡단보도", "crossing"] };

/** What the history of a unit says. @type {[RegExp, (found: RegExpExecArray) => [string, string]][]} */
const HISTORY = [
  [/^registered$/, () => ["등록", "Registered"]], [/^silent$/, () => ["무응답 시작", "Fell silent"]],
  [/^heard again$/, () => ["다시 응답", "Heard again"]], [/^active$/, () => ["운영 시작", "Put on duty"]],
  [/^out of service$/, () => ["운영 중지", "Taken off duty"]], [/^reclaim allowed$/, () => ["재설치 허용", "Another claim allowed"]],
  [/^site file (\d+) activated$/, found => [`설정 ${found[1]}번 적용`, `Site file ${found[1]} activated`]],
];
/** @param {string} what */
export function past(what) {
  for (const [form, words] of HISTORY) {
    const found = form.exec(what);
    if (found) return t(...words(found));
  }
  return what;
}

/** A reason of the unit's own stays as the unit wrote it. @param {string} trouble */
export const noPicture = trouble => named(NO_PICTURE, trouble);

/** A place by its name; where it has none in English, by the Korean one. @param {{name_ko: string, name_en: string, unit?: string}} line */
export const nameOf = line => t(line.name_ko, line.name_en) || line.name_ko || text(line.unit);

/** The language of that name where it is not the page's. @param {{name_ko: string, name_en: string}} line */
export const tongue = line => language() === "en" && !line.name_en ? "ko" : undefined;

/** @param {Fault} fault */
export const faultName = fault => `${named(FAULTS, fault.fault)}${fault.lamp ? ` (${named(LAMPS, fault.lamp)})` : ""}`;

/** What is wrong, in one line. @param {UnitLine} line */
export function why(line) {
  const named_ = line.faults.length && line.concerns[0] !== "silent" && line.concerns[0] !== "lamps_dark";
  return named_ ? line.faults.map(faultName).join(", ") : line.concerns.slice(0, 2).map(each => named(CONCERNS, each)).join(", ");
}

/** Seconds with their unit. @param {unknown} value @param {number} [digits] */
export const seconds = (value, digits = 0) => {
  const shown = number(value, digits);
  return shown === "–" ? shown : t(`${shown}초`, `${shown} s`);
};

/** @param {string} since @param {number} present */
export const lastingSince = (since, present) => lasting(Math.max(0, (present - Date.parse(since)) / 1000));
