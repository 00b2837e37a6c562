// What the system says of itself, as the API gives it, and in words.

import { named } from "../../shell/words.js";

/** @typedef {{name: string, dead_letters: boolean, waiting: number, in_work: number, delayed: number, oldest_age_s?: number | null}} Queue */
/** @typedef {{table: string, point_in_time: boolean, restorable_until: string | null}} Backup */
/** @typedef {{stage: string, version?: string | null, pages?: string | null, stack: string, status: string, deployed_at: string | null,
 *   runtime: string | null, tags: Record<string, string>, sandboxed: string[], queues: Queue[], backups: Backup[]}} System */
/** @typedef {{turn: number, state: "proposed" | "declined" | "moving" | "moved", most: number, reason: string, proposed_by: string,
 *   proposed_by_name: string | null, proposed_at: string, decided_by: string | null, decided_by_name: string | null,
 *   decided_at: string | null, decided_because: string | null, moved: number, ended_at: string | null,
 *   outcome: "all_asked" | "emptied" | "stopped" | null}} Redrive */
/** @typedef {{queue: string, sends_back_to: string[], waiting: number, in_work: number, oldest_age_s: number | null, proposed: boolean}} Line */
/** @typedef {{message_id: string, received: number, sent_at: string, size_bytes: number}} Letter */
/** @typedef {{what: string, at: string, by: string, by_name: string | null, note: string | null}} Done */
/** @typedef {{queue: string, sends_back_to: string[], waiting: number, in_work: number, oldest_age_s: number | null, letters: Letter[],
 *   proposal: Redrive | null, past: Redrive[], history: Done[]}} Story */

/** Who proposes and decides; the API refuses the others. */
export const DECIDERS = ["operator", "manager"];
/** As many as one proposal may send back. */
export const MOST = 500;

/** What stands in for what, where an adapter is a sandbox. @type {import("../../shell/words.js").Words} */
export const SANDBOXES = {
  Bank: ["은행: 계좌 발급과 입금을 흉내 냅니다. 돈은 움직이지 않습니다.", "Bank: accounts and deposits are played. No money moves."],
  Rail: ["배당 지급: 카드 운영사를 흉내 냅니다. 아무도 돈을 받지 않습니다.", "Payout: the card operator is played. Nobody is paid."],
  Detector: ["사진 판독: 흉내만 냅니다. 아무도 보지 못합니다.", "Detection: played. It sees nobody."],
  SmsCarrier: ["문자: 보내는 시늉만 합니다. 아무에게도 가지 않습니다.", "Texts: only pretended. Nobody gets one."],
};

/** @type {import("../../shell/words.js").Words} */
const STATES = { proposed: ["결정 기다림", "Waits for a decision"], declined: ["반대함", "Declined"], moving: ["보내는 중", "Being sent back"],
  moved: ["보냄", "Sent back"] };
/** @type {import("../../shell/words.js").Words} */
const OUTCOMES = { all_asked: ["제안한 만큼 모두", "as many as proposed"], emptied: ["대기열이 비어 끝남", "the queue held no more"],
  stopped: ["도중에 멈춤. 나머지는 그대로 있음", "stopped on the way; the rest lies where it lay"] };

/** @param {Redrive} redrive */
export const stateOf = redrive => named(STATES, redrive.state);
/** @param {Redrive} redrive */
export const outcomeOf = redrive => redrive.outcome ? named(OUTCOMES, redrive.outcome) : "";

/** Those that hold something first, the fullest at the top. @param {Queue[]} queues */
export function busyFirst(queues) {
  const load = (/** @type {Queue} */ queue) => queue.waiting + queue.in_work + queue.delayed;
  const sorted = [...queues].sort((a, b) => Number(b.dead_letters && b.waiting > 0) - Number(a.dead_letters && a.waiting > 0)
    || load(b) - load(a) || a.name.localeCompare(b.name));
  return { busy: sorted.filter(load), idle: sorted.filter(queue => !load(queue)) };
}

/** How well tables are kept: how many, and the moment to which all of those can be brought back. @param {Backup[]} backups */
export function keptUntil(backups) {
  const kept = backups.filter(each => each.point_in_time), known = kept.map(each => each.restorable_until).filter(each => each !== null).sort();
  return { kept: kept.length, all: backups.length, until: kept.length && known.length === kept.length ? known[0] : null };
}
