// What states and metrics are called that are no domain's own.

/** @type {import("../shell/words.js").Words} */
export const STATES = { ALARM: ["울림", "Ringing"], INSUFFICIENT_DATA: ["값 부족", "Too little data"], OK: ["정상", "Quiet"] };

/** @type {Record<string, import("../components/facts.js").Tone>} */
export const TONES = { ALARM: "alarm", INSUFFICIENT_DATA: "warning", OK: "fine" };

/** What services of AWS count, and the city in every domain, in Korean; English reads the name itself. What a domain alone counts
 * is called by its `dashboard.toml` (`names.json`). @type {Record<string, string>} */
export const METRICS = {
  "4XXError": "거절(4xx)", "5XXError": "서버 오류(5xx)", Count: "호출", Latency: "응답 시간", Errors: "오류", Throttles: "제한", Invocations: "호출", Duration: "실행 시간",
  ApproximateNumberOfMessagesVisible: "기다리는 메시지", ApproximateAgeOfOldestMessage: "가장 오래 기다린 메시지", "Connect.AuthError": "거절된 연결",
  "PublishIn.Success": "받은 메시지", ItemFailed: "실패한 항목", RequestFailed: "실패한 요청",
};
