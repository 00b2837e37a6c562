"use strict";

// What two people decide: held batches, what came back, the end of a round.

// --- what two people decide: held batches ---------------------------------------------------------------------------

const FINDINGS = {
  all_paid: ["모두 지급됐다", "every line was paid"], none_paid: ["하나도 지급되지 않았다: 새 번호로 다시 보낸다", "none was paid: send it again under its next key"],
  by_line: ["줄마다 다르다: 운영사의 결과 파일로", "it differs by line: by the operator's result file"],
};
async function heldCards(round, again) {
  const { batches } = await get(of(round.round_id, "/batches"));
  return batches.length ? card(h("h3", {}, both(`보류된 묶음 ${batches.length}개`, `${batches.length} held batches`)),
    h("p", {}, both("운영사와 우리의 말이 맞지 않습니다. 한 사람이 운영사의 서면 답을 적고, 다른 사람이 확인해야 장부가 움직입니다.", "The operator's word and ours do not agree. One person writes down its answer, another decides.")),
    h("ul", { class: "stack" }, batches.map(batch => h("li", {}, heldCard(round, batch, again))))) : null;
}
function heldCard(round, batch, again) {
  const path = of(round.round_id, `/batches/${batch.number}/ruling`), { proposal } = batch, open = proposal && proposal.state === "proposed";
  return card(facts([["지급번호", "key", batch.rail_key], ["왜", "why", batch.reason || "-"], ["줄", "lines", many(batch.lines)], ["금액", "amount", won(batch.amount_krw)],
    ["돈은", "money", batch.in_transit ? both("운영사가 가지고 있을 수 있음", "the operator may have it") : both("우리에게 있음", "is with us")]]),
    proposal ? proposalView(proposal, named(FINDINGS, proposal.what.finding), proposal.what.operator_reference) : null,
    !may("steward") ? null : open ? decisionForm(path, proposal, `${batch.rail_key} · ${won(batch.amount_krw)}`, again) : rulingForm(path, batch, again));
}
const proposalView = (proposal, headline, ground) => h("div", { class: proposal.state === "declined" ? "voice no" : "voice" }, h("b", {}, headline),
  h("p", { class: "words" }, `${person(proposal.proposed_by)} · ${at(proposal.proposed_at)}\n${ground}: ${proposal.reason}`),
  proposal.decided_by ? h("p", { class: "words" }, proposal.state === "approved" ? both("승인", "approved") : both("반려", "declined"), ` · ${person(proposal.decided_by)}: ${proposal.decided_because}`) : null);
function rulingForm(path, batch, again) {
  const key = `ruling/${batch.rail_key}/`, finding = kept(`${key}finding`, h("select", { name: "finding", required: true }, Object.entries(FINDINGS).map(([id, words]) => h("option", { value: id }, words.join(" · ")))));
  const file = h("input", { type: "file", name: "result_file", accept: ".res,.txt,text/plain" }), place = label("결과 파일", "Result file", file);
  const choose = () => { place.hidden = finding.value !== "by_line"; file.required = !place.hidden; };
  finding.addEventListener("change", choose);
  choose();
  const reference = kept(`${key}reference`, h("input", { name: "operator_reference", required: true, minLength: 4, maxLength: 64 })), reason = kept(`${key}reason`, h("textarea", { name: "reason", ...REASON }));
  return worksheet(key, [label("운영사의 답", "The operator's answer", finding), place, label("운영사 문서번호", "The operator's letter", reference), label("이유 (10자 이상)", "Reason (10 characters or more)", reason)], ["제안", "Propose"], {
    read: () => ({ finding: finding.value, operator_reference: reference.value.trim(), reason: reason.value.trim() }),
    act: async request => post(path, place.hidden ? request : { ...request, result_file: await file.files[0].text() }), after: () => again(done("제안했습니다. 다른 담당이 확인해야 합니다.", "Proposed: another steward has to decide.")),
  });
}
function decisionForm(path, proposal, headline, again) {
  if (proposal.proposed_by === me.staff_id) return h("p", { class: "note" }, both("다른 담당이 확인해야 합니다.", "Another steward has to decide."));
  const key = `decision/${path}`, reason = kept(key, h("textarea", { name: "reason", ...REASON }));
  const choice = (value, korean, english) => h("label", { class: "tick" }, h("input", { type: "radio", name: "approves", value, required: true }), h("span", {}, both(korean, english)));
  return worksheet(key, [h("div", { class: "choices" }, choice("yes", "승인", "approve"), choice("no", "반려", "decline")), label("이유 (10자 이상)", "Reason (10 characters or more)", reason)], ["정하기", "Decide"], {
    read: form => ({ approves: form.elements.approves.value === "yes", reason: reason.value.trim() }), grave: true,
    check: request => [request.approves ? ["승인할까요?", "Approve?"] : ["반려할까요?", "Decline?"], [h("p", {}, headline), h("p", { class: "words" }, request.reason)], ["정하기", "Decide"], true],
    act: request => post(`${path}/decision`, request), after: () => again(done("정했습니다.", "Decided.")),
  });
}

// --- what came back -------------------------------------------------------------------------------------------------

async function claimsCard(round, again) {
  const answer = await get(of(round.round_id, "/claims"));
  if (!answer.owed_krw && !answer.lapsed_krw) return null;
  const key = `again/${round.round_id}`, reason = kept(key, h("textarea", { name: "reason", ...REASON }));
  return card(h("h3", {}, both("되돌아온 돈", "What came back")),
    moneyRows([["아직 시민에게 줄 돈", "still owed", won(answer.owed_krw)], ["기한이 지난 돈", "lapsed", won(answer.lapsed_krw)], ["그 가운데 보낸 돈", "of it given", won(answer.given_krw)]]),
    h("p", { class: "quiet" }, both(`${answer.claim_months}개월 안에 찾아가지 않으면 ‘${name(UNCLAIMED, answer.unclaimed_goes_to)}’ 갑니다. 밤마다 저절로 확인합니다.`, `What nobody claims in ${answer.claim_months} months goes ${(UNCLAIMED[answer.unclaimed_goes_to] || [])[1]}; it is looked at every night.`)),
    answer.batches.length ? h("ul", { class: "lines" }, answer.batches.map(batch => h("li", {}, `${batch.number} · ${many(batch.lines)} · ${won(batch.amount_krw)} `, h("span", { class: "quiet" }, Object.entries(batch.reasons).map(([why_, count]) => `${why_ === "card_closed" ? "해지된 카드" : why_} ${count}`).join(", "), batch.claimed_until ? ` · ~ ${at(batch.claimed_until)}` : "")))) : null,
    may("steward") && answer.owed_krw ? h("details", {}, h("summary", {}, both("다시 보내기", "Send it once more")), h("p", {}, both("같은 카드로 한 번 더 보냅니다. 운영사가 해지된 카드 대신 쓰는 카드를 압니다.", "Once more to the same cards: the operator knows which card took a closed one's place.")),
      worksheet(key, [label("이유 (10자 이상)", "Reason (10 characters or more)", reason)], ["다시 보내기", "Send"], { read: () => ({ reason: reason.value.trim() }), grave: true,
        check: () => [["다시 보낼까요?", "Send it once more?"], [h("p", {}, won(answer.owed_krw))], ["보내기", "Send"], true],
        act: each => post(of(round.round_id, "/claims/payments"), each), after: sent => again(done(`${many(sent.lines)}명에게 ${won(sent.amount_krw)}을 다시 보냅니다.`, `${many(sent.lines)} lines, ${won(sent.amount_krw)}.`)) })) : null);
}

// --- the end of a round ---------------------------------------------------------------------------------------------

const PLACES = {
  key: ["가명을 만드는 열쇠", "the key that makes pseudonyms"], linkage: ["가명과 카드를 잇는 표", "the table from pseudonym to card"], inbox: ["운영사가 보낸 파일", "the operators' files"],
  rail: ["카드번호가 든 지급 파일과 문자", "payment files and texts with cards"], statements: ["시민의 명세", "citizens' statements"], work: ["작업 파일", "working files"],
  statistics: ["통계 질의용 파일", "files for statistics"], batches: ["가명별 지급 내역", "payments by pseudonym"],
};
const KEPT = {
  ledger: ["장부", "ledger"], certificate: ["증명서", "certificate"], catalogue: ["팔린 자료", "what was sold"], reports: ["보고서", "reports"], proposals: ["제안과 결정", "proposals"],
  opt_outs: ["참여 거부", "opt-outs"], downloads: ["내려받기 기록", "downloads"], leaks: ["유출 사건", "leak cases"], record_of_destruction: ["지운 기록", "record of destruction"],
};
const OBSTACLES = {
  not_paid: ["아직 지급이 끝나지 않았습니다", "not paid yet"], batches_open: ["끝나지 않은 묶음이 있습니다", "a batch is open"], claims_open: ["시민이 아직 돈을 찾을 수 있는 기간입니다", "citizens may still claim"],
};
const MONEY_IN = "money_in_";
const obstacle = id => id.startsWith(MONEY_IN) ? both(`‘${name(ACCOUNTS, id.slice(MONEY_IN.length))}’에 돈이 남아 있습니다`, `money is left in ${(ACCOUNTS[id.slice(MONEY_IN.length)] || [])[1]}`) : named(OBSTACLES, id);
async function endingPart(round, again) {
  const path = of(round.round_id, "/ending"), answer = await get(path), { proposal } = answer, open = proposal && proposal.state === "proposed", over = ["ending", "ended"].includes(answer.state);
  return [card(h("h3", {}, both("회차 닫기", "Ending the round")),
    h("p", {}, both("사람에게로 이어지는 것을 모두 지웁니다(개인정보보호법 §28의4). 두 사람이 정하면 그날 밤에 지우고, 되돌릴 수 없습니다.", "Everything that leads back to people is destroyed. Two people decide; it happens at night and cannot be undone.")),
    answer.obstacles.length && !over ? h("div", { class: "note" }, h("b", {}, both("아직 닫을 수 없습니다", "It cannot be ended yet")), h("ul", {}, answer.obstacles.map(each => h("li", {}, "· ", obstacle(each))))) : null,
    facts([["지우는 것", "destroyed", listed(PLACES, answer.destroys)], ["남기는 것", "kept", listed(KEPT, answer.keeps)], ["카드", "cards", both(`많아야 ${many(answer.cards_at_most)}장`, `at most ${many(answer.cards_at_most)}`)]])),
    over ? card(h("h3", {}, both("지운 것", "Destroyed")), h("ul", { class: "lines" }, answer.destroys.map(place => h("li", {}, answer.destroyed[place] ? "✓ " : "… ", named(PLACES, place))))) : null,
    proposal ? card(proposalView(proposal, both("닫자는 제안", "Proposed to end it"), proposal.what.ground), open && may("steward") ? decisionForm(path, proposal, `${round.round_id} ${round.title}`, again) : null) : null,
    may("steward") && !open && !over && !answer.obstacles.length ? card(endingForm(path, round, again)) : null];
}
function endingForm(path, round, again) {
  const key = `ending/${round.round_id}/`, reason = kept(`${key}reason`, h("textarea", { name: "reason", ...REASON })), ground = h("input", { name: "ground", required: true, minLength: 4, maxLength: 100, value: "개인정보 보호법 제28조의4" });
  return worksheet(key, [label("근거", "Ground", ground), label("이유 (10자 이상)", "Reason (10 characters or more)", reason)], ["닫자고 제안", "Propose to end it"], {
    read: () => ({ ground: ground.value.trim(), reason: reason.value.trim() }), grave: true,
    check: request => [["닫자고 제안할까요?", "Propose it?"], [h("p", { class: "words" }, request.reason)], ["제안", "Propose"], true],
    act: request => post(path, request), after: () => again(done("제안했습니다. 다른 담당이 정해야 합니다.", "Proposed: another steward has to decide.")),
  });
}
