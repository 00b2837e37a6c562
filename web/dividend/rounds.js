"use strict";

// Rounds: what each has come to, and what comes next.

// --- rounds ---------------------------------------------------------------------------------------------------------

const REFRESH_MS = { preparing: 3000, paying: 3000, awaiting_panel: 15000 };
// What somebody has set going here takes a moment to begin.
const setGoing = new Map(), BEGINS_MS = 90 * 1000;
const restless = (round, state) => Date.now() - (setGoing.get(round) || 0) < BEGINS_MS ? 2000 : REFRESH_MS[state];

function openRounds(panel) {
  const list = pages(
    async () => [(await get("rounds")).rounds.sort((a, b) => Date.parse(b.opened_at) - Date.parse(a.opened_at)), null],
    round => line(["rounds", round.round_id], h("span", { class: "row" }, h("b", {}, `${round.round_id} ${round.title}`), stateTag(round)),
      h("span", { class: "quiet" }, both(`이 상태로 ${lasting(round.since)[0]}`, lasting(round.since)[1]))),
    ["아직 회차가 없습니다.", "No round yet."]);
  const split = halves(panel, [h("div", { class: "row" }, h("h2", { class: "grow" }, both("회차", "Rounds")),
    may("steward") ? button("새 회차", "Open a round", () => go("rounds", "new"), "do") : null,
    button("↻", "↻", () => list.load(), "plain", { "aria-label": "새로 고침 · refresh" })), list.element]);
  list.load();
  let timer = 0;

  function watch(round, part, state) {
    clearTimeout(timer);
    const wait = restless(round, state);
    if (!wait) return;
    timer = setTimeout(async () => {
      const [tab, id, shown] = here();
      if (tab !== "rounds" || id !== round || (shown || "progress") !== part) return;
      // Nothing moves under the hands of somebody who writes.
      if (document.hidden || drafts.size || by("ask").open || panel.querySelector("form :focus")) return watch(round, part, state);
      try {
        const answer = await get(of(round));
        if (answer.state !== state) { setGoing.delete(round); list.load(); say(name(STATES, answer.state)); }
        split.open(() => go("rounds"), () => story(answer, part), "still");
      } catch (error) { if (!(error instanceof Left)) watch(round, part, state); }
    }, wait);
  }
  async function story(round, part) {
    watch(round.round_id, part, round.state);
    const again = async (note = null) => { list.load(); await split.open(() => go("rounds"), async () => [await story(await get(of(round.round_id)), part), note], true); };
    return [h("div", { class: "row" }, h("h2", { class: "grow" }, `${round.round_id} ${round.title}`), stateTag(round)),
      round.stopped_because ? why(round.stopped_because) : null,
      h("div", { class: "row", role: "group", "aria-label": "회차 화면 · parts" }, PARTS.filter(([, , , , allowed]) => allowed()).map(([id, korean, english]) =>
        h("button", { type: "button", class: "pill", "aria-pressed": String(id === part), onclick: () => go("rounds", round.round_id, id) }, both(korean, english)))),
      await PARTS.find(([id]) => id === part)[3](round, again)];
  }
  return (round, part) => {
    clearTimeout(timer);
    if (!round) return split.close();
    if (round === "new") return split.open(() => go("rounds"), async () => roundForm(() => list.load()));
    const shown = PARTS.some(([id, , , , allowed]) => id === part && allowed()) ? part : "progress";
    split.open(() => go("rounds"), async () => story(await get(of(round)), shown));
  };
}

// What comes next, and who does it.
function nextOf(round, again) {
  const { state } = round, restart = ["stopped", "preparing", "awaiting_panel"].includes(state);
  const words = {
    open: round.files.length ? ["운영사 파일이 다 왔으면 준비를 시작하세요. 시작하면 이 회차는 파일을 더 받지 않습니다.", "Once every file is here, start. From then on no file is taken."]
      : [`운영사가 ‘files/${round.round_id}/’ 폴더에 결제 파일을 올리기를 기다립니다.`, `The operator drops its files under “files/${round.round_id}/”.`],
    preparing: ["기계가 일하는 중입니다. 화면은 저절로 바뀝니다.", "The city is at work; this page follows by itself."],
    awaiting_panel: ["심의 위원 두 사람의 승인을 기다립니다. 한 사람이라도 반대하면 멈춥니다.", "Two members of the panel have to approve; one refusal stops it."],
    published: ["팔리고 있습니다. 대금이 확인되면 ‘배당금’에서 비용을 적고 지급을 시작합니다.", "On sale. When money has come, enter the costs under “payout” and pay."],
    paying: ["시민의 카드로 보내는 중입니다.", "On its way to the citizens' cards."],
    paid: ["모두 지급했고 운영사 기록과 맞습니다.", "Everything is paid and agrees with the operator's record."],
    ending: ["카드로 이어지는 표와 열쇠를 지우고 있습니다.", "The table to the cards and the round's key are being deleted."],
    ended: ["카드로 이어지는 표와 열쇠를 지웠습니다. 이 회차의 가명은 아무에게도 이어지지 않습니다.", "The table to the cards and the round's key are gone: its pseudonyms lead to nobody."],
    stopped: ["이유를 확인한 뒤 다시 시작할 수 있습니다. 이미 끝난 단계는 건너뜁니다.", "Once the reason is mended, start again. Steps that were done are skipped."],
  }[state] || ["", ""];
  const start = may("steward") && (restart || (state === "open" && round.files.length));
  return card(h("h3", {}, both("다음에 할 일", "What is next")), h("p", {}, both(...words)),
    !start ? null : !restart || state === "stopped" ? startForm() : h("details", {}, h("summary", {}, both("오래 멈춰 있다면", "If it stands still")), startForm()),
    state === "awaiting_panel" && may("panel") ? button("증명서 보고 말하기", "Read the certificate and speak", () => go("rounds", round.round_id, "panel"), "do") : null,
    state === "published" && may("steward") ? button("배당금으로", "To the payout", () => go("rounds", round.round_id, "payout"), "do") : null);

  function startForm() {
    return worksheet(`start/${round.round_id}`, [], state === "open" ? ["준비 시작", "Start"] : ["다시 시작", "Start again"], {
      read: () => ({}), act: () => post(of(round.round_id, "/preparation"), {}), after: () => { setGoing.set(round.round_id, Date.now()); return again(done("시작했습니다. 화면은 저절로 바뀝니다.", "Started; this page follows by itself.")); },
      check: () => [state === "open" ? ["준비를 시작할까요?", "Start preparing?"] : ["다시 시작할까요?", "Start again?"],
        [h("p", {}, both("가명 처리, 비식별, 검증을 거쳐 심의로 넘어갑니다.", "Cards become pseudonyms, records are generalised and verified; then the panel is asked."))], ["시작", "Start"]],
    });
  }
}

async function progressPart(round, again) {
  const next = nextOf(round, again);
  next.classList.add("next");
  const begun = round.state !== "open";
  const { reports } = await get(of(round.round_id, "/files"));
  return [next,
    begun ? card(h("h3", {}, both("단계", "Steps")), h("ol", { class: "lines steps" }, Object.entries(STEPS).map(([step, [korean, english, unit, units]]) => {
      const [made, all] = [round.steps[step] || 0, round.planned[step] || 0];
      return h("li", {}, h("span", {}, made >= all ? "✓ " : "", both(korean, english)), h("span", { class: "quiet" }, both(`${unit} ${all}개 중 ${made}개`, `${made} of ${all} ${units}`)),
        h("progress", { max: Math.max(all, 1), value: made, "aria-label": `${korean} ${made}/${all}` }));
    }))) : null,
    card(h("h3", {}, both(`받은 파일 ${reports.length}`, `Files: ${reports.length}`)), reports.length ? h("ul", { class: "lines" }, reports.map(fileLine))
      : h("p", { class: "empty" }, both("아직 없습니다.", "None yet."))),
    termsCard(round), may("steward") && round.certificate ? revocation(round, again) : null];
}
function fileLine(report) {
  return h("li", { class: "stack tight" },
    h("span", { class: "row" }, h("b", { class: "grow" }, report.file.split("/").slice(2).join("/")), h("span", { class: `tag ${{ received: "fine", refused: "alarm" }[report.outcome] || ""}` }, named(OUTCOMES, report.outcome))),
    h("span", { class: "quiet" }, report.outcome === "refused" ? named(REFUSED, report.reason) : both(`${many(report.rows)}행 · 받음 ${many(report.accepted)} · 격리 ${many(report.quarantined)}`,
      `${many(report.rows)} rows: ${many(report.accepted)} taken, ${many(report.quarantined)} in quarantine`), ` · ${at(report.received_at)}`),
    report.faults.length ? h("details", {}, h("summary", {}, both(`격리된 행 ${many(report.quarantined)}개와 이유`, `Why ${many(report.quarantined)} rows are in quarantine`)),
      h("div", { class: "scroll" }, h("table", { class: "plan wide" },
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, both("행", "row")), h("th", { scope: "col" }, both("칸", "column")), h("th", { scope: "col" }, both("이유", "reason")))),
        h("tbody", {}, report.faults.slice(0, 100).map(fault => h("tr", {}, h("td", {}, many(fault.row)), h("td", {}, fault.column), h("td", {}, named(FAULTS, fault.reason))))))),
      report.quarantined > Math.min(100, report.faults.length) ? h("p", { class: "quiet" }, both("앞의 것만 보입니다. 칸의 내용은 어디에도 적지 않습니다.", "The first of them. What stood in a cell is written nowhere.")) : null) : null);
}
function termsCard({ terms, ...round }) {
  const permille = value => share(value / 1000);
  return card(h("h3", {}, both("회차의 약속", "What was agreed")), facts([
    ["기간", "period", `${round.first_day} ~ ${round.last_day}`], ["동의한 시·군", "cities", round.cities.join(", ")],
    ["값", "price", won(terms.price_krw)], ["목적", "purposes", listed(PURPOSES, terms.purposes)],
    ["나누는 기준", "weights", named(WEIGHTS, terms.weights)], ["비용 한도", "costs at most", permille(terms.cost_cap_permille)], ["시 몫", "city's share", permille(terms.city_permille)],
    ["이월 기준", "carried below", won(terms.minimum_krw)], ["찾을 수 있는 기간", "to be claimed within", both(`${terms.claim_months}개월`, `${terms.claim_months} months`)],
    terms.unclaimed ? ["그 뒤 남은 돈", "what is left then", named(UNCLAIMED, terms.unclaimed)] : null,
    ["지급일", "payout day", both(`매달 ${terms.payout_day}일`, `day ${terms.payout_day}`)],
  ]), h("details", {}, h("summary", {}, both("비식별 정책", "de-identification policy")), policyFacts(terms.policy), h("pre", { class: "key words" }, JSON.stringify(terms.policy, null, 1))));
}
const policyFacts = policy => facts([
  ["약속 k", "k", policy.person ? both(`${policy.privacy.k}명 이상`, `${policy.privacy.k} people or more`) : both(`${policy.privacy.k}건 이상`, `${policy.privacy.k} records or more`)],
  ["뺄 수 있는 기록", "left out at most", share(Number(policy.suppression || 0))],
  ["알아볼 단서가 되는 칸", "quasi-identifiers", policy.quasi_identifiers.map((each, place) => [place ? ", " : "", `${each.column} (`, named(HIERARCHIES, each.hierarchy.kind), ")"])],
  ["민감한 칸", "sensitive", (policy.sensitive || []).map(each => each.column).join(", ") || "-"], ["그대로 두는 칸", "kept", (policy.keep || []).join(", ") || "-"],
]);
function revocation(round, again) {
  return h("details", { class: "card" }, h("summary", {}, both("판매 철회", "Take it off sale")),
    h("p", {}, both("철회하면 아무도 주문하거나 내려받을 수 없고, 산 사람에게 이유가 보입니다. 되돌릴 수 없습니다.", "Nobody may order or download it any more, buyers see why, and it cannot be undone.")),
    worksheet(`revoke/${round.round_id}`, [label("이유 (10자 이상, 구매자에게 보임)", "Reason (10 characters or more; buyers read it)",
      kept(`revoke/${round.round_id}`, h("textarea", { name: "reason", required: true, minLength: 10, maxLength: 512 })))], ["철회", "Revoke"], {
      read: form => ({ reason: form.elements.reason.value.trim() }), grave: true,
      check: request => [["정말 철회할까요?", "Revoke it?"], [h("p", { class: "words" }, request.reason)], ["철회", "Revoke"], true],
      act: request => post(`data-sets/${seg(`dividend-${round.round_id}`)}/1/revocation`, request),
      after: answer => again(done(`철회했습니다: ${answer.revoked_because}`, "Revoked.")),
    }));
}

async function certificatePart(round) {
  return round.certificate ? card(h("h3", {}, both("증명서", "Certificate")),
    h("p", { class: "quiet" }, both("아래 수는 모두 팔 파일만 다시 읽어 잰 것이고, 도시의 열쇠로 서명되어 있습니다.", "Every number was measured from the file that is sold, and is signed with the city's key.")),
    explainCertificate(round.certificate))
    : h("p", { class: "empty" }, both("검증이 끝나면 여기에 증명서가 나옵니다.", "The certificate stands here once the output is verified."));
}

const VOICES_NEEDED = 2, PANEL_DAYS = 14, REASON = { minLength: 10, maxLength: 512, required: true };
async function panelPart(round, again) {
  const asked = round.state === "awaiting_panel", mine = round.voices.find(voice => voice.member === me.staff_id);
  const until = round.panel_asked_at ? new Date(Date.parse(round.panel_asked_at) + PANEL_DAYS * 864e5).toISOString() : null;
  const yes = round.voices.filter(voice => voice.approves).length;
  return [card(h("h3", {}, both("적정성 심의", "Adequacy panel")),
    facts([["승인", "approvals", both(`${VOICES_NEEDED}명 중 ${yes}명`, `${yes} of ${VOICES_NEEDED}`)], asked ? ["기한", "until", at(until)] : null,
      ["심의를 요청한 때", "asked", at(round.panel_asked_at)]]),
    round.voices.length ? voiceList(round.voices) : h("p", { class: "quiet" }, both("아직 아무도 말하지 않았습니다.", "Nobody has spoken yet.")),
    round.earlier_voices.length ? [h("h3", {}, both("지난번 심의에서", "When the panel was asked before")), voiceList(round.earlier_voices)] : null),
    asked && may("panel") ? mine ? h("p", { class: "note" }, both("이미 의견을 냈습니다. 다른 위원을 기다립니다.", "You have spoken. Another member has to.")) : voiceForm(round, again) : null,
    round.certificate ? card(h("h3", {}, both("무엇을 보고 정하나", "What you decide on")), explainCertificate(round.certificate)) : null, termsCard(round)];
}
const voiceList = voices => h("ul", { class: "stack" }, voices.map(voice => h("li", { class: voice.approves ? "voice" : "voice no" },
  h("b", {}, voice.approves ? both("승인", "approved") : both("반대", "refused")), ` · ${person(voice.member)} · ${at(voice.at)}`, h("p", { class: "words" }, voice.reason))));
function voiceForm(round, again) {
  const key = `voice/${round.round_id}`, reason = kept(key, h("textarea", { name: "reason", ...REASON }));
  const choice = (value, korean, english) => h("label", { class: "tick" }, h("input", { type: "radio", name: "approves", value, required: true }), h("span", {}, both(korean, english)));
  return card(h("h3", {}, both("내 의견", "What I say")), worksheet(key, [
    h("fieldset", {}, h("legend", {}, both("이 자료를 공개해도 됩니까?", "May it be published?")), h("div", { class: "choices" }, choice("yes", "승인합니다", "I approve"), choice("no", "반대합니다", "I refuse"))),
    label("이유 (10자 이상, 기록에 남습니다)", "Reason (10 characters or more; kept on file)", reason)], ["말하기", "Say it"], {
    read: form => ({ approves: form.elements.approves.value === "yes", reason: reason.value.trim() }),
    check: request => [request.approves ? ["승인할까요?", "Approve?"] : ["반대할까요?", "Refuse?"], [h("p", { class: "words" }, request.reason),
      request.approves ? null : h("p", { class: "quiet" }, both("한 사람이 반대하면 회차가 멈춥니다.", "One refusal stops the round."))], request.approves ? ["승인", "Approve"] : ["반대", "Refuse"], !request.approves],
    act: request => post(of(round.round_id, "/voices"), request), after: () => { setGoing.set(round.round_id, Date.now()); return again(done("의견을 적었습니다.", "Your word is on file.")); },
  }));
}
