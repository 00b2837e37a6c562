// A partner agency as data: its shape, its words, and what a form makes of it.

/** @typedef {{send_codes: string[], event_codes: string[], per_minute: number, kept_days: number, is_trial: boolean}} Incoming */
/** @typedef {{way: string, url: string, auth_url: string | null, receive_code: string | null, categories: string[], kinds: string[],
 *   least_severity: string, states: string[]}} Outgoing */
/** @typedef {{agency_id: string, name_ko: string, name_en: string, is_active: boolean, incoming: Incoming | null, outgoing: Outgoing | null}} Config */
/** @typedef {{last_heard_at: string | null, last_told_at: string | null, failing_since: string | null, taken_today: number, told_today: number,
 *   refused_today: number}} Health */
/** @typedef {{credential: string, overlap_hours: number, reason: string, proposed_by: string, proposed_by_name: string | null, proposed_at: string,
 *   state: string, decided_by: string | null, decided_by_name: string | null, decided_at: string | null, decided_because: string | null}} Proposal */
/** @typedef {{config: Config, revision: number, changed_by: string | null, changed_by_name: string | null, changed_at: string | null, health: Health,
 *   credentials: string[], proposal: Proposal | null}} Agency */

/** @type {import("../../shell/words.js").Words} */
export const CREDENTIALS = { incoming: ["들어오는 키 (기관이 우리에게)", "the key by which it comes in"],
  webhook: ["서명 비밀 (우리가 기관에게)", "the secret by which the city signs"], platform: ["통합플랫폼이 준 키", "the key that the platform gave"] };
/** @type {import("../../shell/words.js").Words} */
export const WAYS = { webhook: ["웹훅 (서명)", "webhook, signed"], platform: ["스마트시티 통합플랫폼", "integrated platform"] };

/** Words with commas or spaces between them. @param {unknown} text @returns {string[]} */
export const listOf = text => String(text ?? "").split(/[\s,]+/).filter(Boolean);

/** What the fields say. @param {Record<string, any>} values @param {string} id @returns {Config} */
export const configOf = (values, id) => ({
  agency_id: id, name_ko: values.name_ko, name_en: values.name_en, is_active: Boolean(values.is_active),
  incoming: values.comes ? { send_codes: listOf(values.send_codes), event_codes: listOf(values.event_codes), per_minute: values.per_minute,
    kept_days: values.kept_days, is_trial: Boolean(values.is_trial) } : null,
  outgoing: values.goes ? { way: values.way, url: values.url, auth_url: values.way === "platform" ? values.auth_url ?? null : null,
    receive_code: values.way === "platform" ? values.receive_code ?? null : null, categories: values.categories ?? [], kinds: listOf(values.kinds),
    least_severity: values.least_severity, states: values.states ?? [] } : null,
});
