"use strict";

// What is to be done: tickets and opinions.

// --- to do ----------------------------------------------------------------------------------------------------------

function openWork(panel) {
  const lists = {
    ticket: ["답변할 문의", "tickets", pages(
      async page => { const answer = await get("tickets", { limit: 50, page }); return [answer.tickets, answer.next_page]; },
      ticket => line(["work", "ticket", ticket.number],
        h("span", { class: "row" }, h("b", {}, ticket.number), waiting(ticket.opened_at)),
        h("span", {}, named(TICKET_REASONS, ticket.reason)),
        h("span", { class: "quiet" }, `${name(CHANNELS, ticket.channel)} · ${name(LANGUAGES, ticket.language)} · ${ticket.phone || "전화번호 없음"}`)),
      ["답변할 문의가 없습니다.", "No ticket waits."])],
    opinion: ["심의할 의견", "opinions", pages(
      async page => { const answer = await get("opinions", { limit: 50, page }); return [answer.opinions, answer.next_page]; },
      opinion => line(["work", "opinion", opinion.notice_number, opinion.given_at],
        h("span", { class: "row" }, h("b", {}, opinion.notice_number), waiting(givenAt(opinion))),
        h("span", {}, GROUNDS[opinion.guessed_ground] ? GROUNDS[opinion.guessed_ground][0] : "사유 미분류", opinion.verified ? null : [" ", unverified()]),
        h("span", { class: "quiet" }, (opinion.words || "").slice(0, 60))),
      ["심의할 의견이 없습니다.", "No opinion waits."])],
    suspense: ["미확인 입금", "suspense", pages(
      async page => { const answer = await get("suspense", { limit: 50, page }); return [answer.suspense, answer.next_page]; },
      deposit => line(["work", "suspense", deposit.deposit_key],
        h("span", { class: "row" }, h("b", {}, won(deposit.amount_krw)), waiting(deposit.received_at)),
        h("span", {}, named(SUSPENSE, deposit.reason), deposit.reason === "second_deposit" ? [" ", paysTag(deposit)] : null),
        h("span", { class: "quiet" }, `${deposit.account_number || "-"} · ${deposit.notice_number || "사건 없음"}`)),
      ["미확인 입금이 없습니다.", "No money waits."])],
    proposal: ["승인 대기", "to approve", pages(
      async page => { const answer = await get("proposals", { limit: 50, page }); return [answer.decisions, answer.next_page]; },
      decision => line(["work", "proposal", decision.deposit_key],
        h("span", { class: "row" }, h("b", {}, `${name(ACTIONS, decision.action)} ${won(decision.amount_krw)}`), waiting(decision.proposed_at)),
        h("span", {}, decision.reason || ""),
        h("span", { class: "quiet" }, `제안 ${person(decision.proposed_by, decision.proposed_by_name)} · ${decision.notice_number || decision.refund_bank || ""}`)),
      ["승인할 제안이 없습니다.", "Nothing to approve."])],
    correction: ["정정 승인", "corrections", pages(
      async page => { const answer = await get("corrections", { limit: 50, page }); return [answer.corrections, answer.next_page]; },
      correction => line(["work", "correction", correction.notice_number],
        h("span", { class: "row" }, h("b", {}, correction.notice_number), waiting(correction.proposed_at)),
        h("span", {}, `${name(MOVES, correction.move)} · ${name(CORRECTION_GROUNDS, correction.ground)}`),
        h("span", { class: "quiet" }, `제안 ${person(correction.proposed_by, correction.proposed_by_name)} · ${correction.reason || ""}`)),
      ["승인할 정정이 없습니다.", "No correction to approve."])],
  };
  let shown = "ticket";
  const pills = h("div", { class: "pills", role: "group", "aria-label": "목록 · lists" });
  const holder = h("div", {});
  const split = halves(panel, [h("div", { class: "row tight" }, pills, button("↻", "", refresh, "plain", { "aria-label": "새로 고침 · refresh" })), holder]);
  for (const list of Object.values(lists)) list[2].onchange = draw;

  function draw() {
    pills.replaceChildren(...Object.entries(lists).map(([id, [korean, english, list]]) =>
      h("button", { type: "button", class: "pill", "aria-pressed": String(id === shown), onclick: () => { shown = id; draw(); } },
        `${korean} ${list.items.length}${list.more ? "+" : ""} `, en(english))));
    if (holder.firstChild !== lists[shown][2].element) holder.replaceChildren(lists[shown][2].element);
  }
  function refresh() { for (const list of Object.values(lists)) list[2].load(); }
  draw();
  refresh();
  const show = (kind, ...key) => {
    if (!lists[kind]) return split.close();
    if (shown !== kind) { shown = kind; draw(); }
    mark();
    const open = quiet => split.open(() => go("work"), () => VIEWS[kind](again, ...key), quiet);
    const again = () => { refresh(); return open(true); };
    open(false);
  };
  return Object.assign(show, { refresh });
}
// Whoever comes back to the page sees what came meanwhile.
addEventListener("visibilitychange", () => { if (!document.hidden && token && panels.has("work")) panels.get("work").show.refresh(); });
const givenAt = opinion => /Z|[+-]\d\d:\d\d$/.test(opinion.given_at) ? opinion.given_at : `${opinion.given_at.split("#")[0]}Z`;
const VIEWS = { ticket: ticketView, opinion: opinionView, suspense: depositView, proposal: depositView, correction: (again, number) => caseView(again, number) };

// --- a ticket -------------------------------------------------------------------------------------------------------

function bubbles(turns) {
  if (!turns.length) return h("p", { class: "quiet" }, both("남은 대화가 없습니다.", "No words are left."));
  return h("ol", { class: "talk", "aria-label": "대화 · conversation" }, turns.map(turn => [
    turn.said ? [h("li", { class: "said citizen" }, turn.said),
      h("li", { class: "when" }, `시민 · ${at(turn.at)}${turn.intent ? ` · ${name(INTENTS, turn.intent)}` : ""}`)] : null,
    turn.reply ? [h("li", { class: "said office" }, turn.reply),
      h("li", { class: "when office-side" }, `${turn.by ? person(turn.by, turn.by_name) : "자동 답변"} · ${at(turn.at)}`)] : null,
  ]));
}

// What is masked, with a button that asks why before it shows the rest, and one that hides it again.
function veiled(masked, what, disclose, show) {
  const place = h("div", { class: "stack" });
  const note = h("div", {});
  function hide() {
    note.replaceChildren();
    place.replaceChildren(...[masked].flat(), note, h("div", { class: "row" }, button("사유를 적고 전체 보기", "State why, see all", lift)));
  }
  async function lift() {
    const reason = await reasonFor(what);
    if (reason === null) return;
    note.replaceChildren(h("p", { class: "quiet", role: "status" }, both("불러오는 중입니다 …", "Loading …")));
    try {
      const whole = await disclose(reason);
      place.replaceChildren(h("div", { class: "card stack open-eyes" },
        h("p", { class: "quiet" }, both(`열람 사유: ${reason}`, "recorded")), show(whole),
        h("div", { class: "row" }, button("가리기", "Hide", hide, "plain", { "data-hide": "" }))));
      say("전체 내용이 열렸습니다.");
    } catch (error) {
      if (!(error instanceof Left)) note.replaceChildren(trouble(error));
    }
  }
  hide();
  return place;
}

const watched = subject => may("auditor") ? jump(both("열람 기록", "Who looked"), "views", subject) : null;

async function ticketView(again, number) {
  const ticket = await get(`tickets/${seg(number)}`);
  const key = `ticket/${number}/`;
  return [
    card(
      h("div", { class: "row" }, h("h2", { class: "grow" }, both(`문의 ${ticket.number}`, "Ticket")), h("span", { class: "tag" }, named(TICKET_STATES, ticket.state))),
      facts([
        ["넘긴 이유", "why", named(TICKET_REASONS, ticket.reason)],
        ["받은 때", "since", at(ticket.opened_at)],
        ["전화", "phone", ticket.phone || "없음 (웹 대화)"],
        ["경로·언어", "channel", `${name(CHANNELS, ticket.channel)} · ${name(LANGUAGES, ticket.language)}`],
        ticket.notice_number && ["사건", "case", jump(ticket.notice_number, "find", ticket.notice_number)],
      ]),
      ticket.words && [h("h3", {}, both("의견일 수 있는 말", "Words that may be an opinion")), h("p", { class: "words quote" }, ticket.words)],
      watched(`talk#${ticket.holder}`),
    ),
    card(h("h3", {}, both("대화", "Conversation")),
      veiled(bubbles(ticket.turns), "가려진 전화번호와 차량번호, 이 사람의 최근 대화를 모두 봅니다",
        reason => post(`talks/${seg(ticket.holder)}/disclosure`, { reason }),
        talk => [h("p", {}, `전화 ${phoned(talk.phone)}`), bubbles(talk.turns)])),
    evidenceCard(`tickets/${seg(number)}/files`),
    ticket.state !== "open" ? answeredCard(ticket) : works() ? [answerCard(ticket, key, again), closeCard(ticket, key, again)] : null,
  ];
}

function answeredCard(ticket) {
  return card(h("h3", {}, both(ticket.state === "answered" ? "보낸 답변" : "종료", ticket.state === "answered" ? "Answer sent" : "Closed")),
    h("p", { class: "words quote" }, ticket.answer || "-"),
    h("small", {}, `${person(ticket.answered_by, ticket.answered_by_name)} · ${at(ticket.answered_at)}`),
    h("p", { class: "quiet" }, both("이미 처리되어 다시 보낼 수 없습니다.", "It is done; nothing more can be sent.")));
}

function answerCard(ticket, key, again) {
  const texted = ticket.phone !== null, read = !texted && ticket.channel === "web";
  const signature = SIGNATURES[ticket.language === "ko" ? "ko" : "other"];
  const field = kept(`${key}answer`, h("textarea", { rows: 5, maxLength: 1000, required: true,
    placeholder: ticket.language === "ko" ? "시민에게 보낼 답변" : `시민의 언어: ${name(LANGUAGES, ticket.language)}` }));
  const counter = h("small", { "aria-live": "polite" });
  function measure() {
    const length = bytes(signature + field.value.trim());
    const kind = length <= SMS_BYTES ? "단문(SMS)" : length <= LMS_BYTES ? "장문(LMS)" : "너무 깁니다 · too long";
    counter.textContent = `약 ${length}바이트 · ${kind} · 앞에 “${signature.trim()}”가 붙습니다`;
    counter.classList.toggle("late", length > LMS_BYTES);
    return [length, kind];
  }
  field.addEventListener("input", measure);
  measure();
  return card(h("h3", {}, both("답변", "Answer")),
    texted ? null : h("p", { class: "quiet" }, read
      ? both("웹 상담입니다. 시민이 접수번호와 확인 코드로 웹에서 답변을 읽습니다.", "The citizen reads it on the web, with the ticket's code.")
      : both("문자를 보낼 곳이 없습니다. 적은 내용은 기록으로 남고 문의가 종료됩니다.", "There is nobody to text: the words are kept as a note.")),
    worksheet(key, [label("답변 내용", "Words", field), texted ? counter : null],
      texted ? ["문자 보내기", "Send"] : read ? ["웹에 답변", "Answer on the web"] : ["기록하고 종료", "Keep and close"], {
        read: () => field.value.trim() || null,
        check: words => [
          texted || read ? ["이대로 보낼까요?", "Send this?"] : ["이대로 기록할까요?", "Keep this?"],
          [h("p", {}, texted ? `${ticket.phone} · 약 ${measure()[0]}바이트 ${measure()[1]}` : "문자는 보내지 않습니다."),
            h("p", { class: "words quote" }, texted || read ? signature + words : words)],
          texted || read ? ["보내기", "Send"] : ["기록", "Keep"]],
        act: words => post(`tickets/${seg(ticket.number)}/answer`, { words }),
        after: async () => { say("답변을 처리했습니다."); await again(); },
      }));
}

function closeCard(ticket, key, again) {
  const reason = kept(`${key}close`, h("input", { maxLength: 500, required: true }));
  return h("details", { class: "card" }, h("summary", {}, both("답변 없이 종료", "Close without an answer")),
    worksheet(key, [label("이유", "Reason", reason)], ["종료", "Close"], {
      read: () => reason.value.trim() || null,
      check: why => [["답변 없이 종료할까요?", "Close without an answer?"], [h("p", { class: "words quote" }, why)], ["종료", "Close"], true],
      act: why => post(`tickets/${seg(ticket.number)}/close`, { reason: why }), after: again, grave: true,
    }));
}

// --- an opinion -----------------------------------------------------------------------------------------------------

// Given by somebody who knew number and plate, and not from the owner's telephone on file: a clerk asks who it was.
const unverified = () => h("span", { class: "tag late" }, both("미확인: 소유자 휴대전화 아님", "Unverified: not the owner's telephone"));

async function opinionView(again, number, given) {
  const opinion = await get(`opinions/${seg(number)}/${seg(given)}`);
  return [
    card(
      h("div", { class: "row" }, h("h2", { class: "grow" }, both("의견", "Opinion")), h("span", { class: "tag" }, named(OPINION_STATES, opinion.state))),
      facts([
        ["사건", "case", jump(number, "find", number)],
        ["제출", "given", at(givenAt(opinion))],
        ["전화", "phone", opinion.phone || "-"],
        ["경로·언어", "channel", `${name(CHANNELS, opinion.channel)} · ${name(LANGUAGES, opinion.language)}`],
        ["추정 사유", "guessed", GROUNDS[opinion.guessed_ground] ? GROUNDS[opinion.guessed_ground][0] : "-"],
      ]),
      opinion.verified ? null : h("p", {}, unverified()),
      h("h3", {}, both("내용", "Words")),
      veiled(h("p", { class: "words quote" }, opinion.words || "-"), "이 사건의 의견과 소유자 정보를 모두 봅니다",
        reason => post(`cases/${seg(number)}/disclosure`, { reason }),
        story => {
          const whole = story.opinions.find(other => other.given_at === opinion.given_at) || {};
          return [h("p", { class: "words quote" }, whole.words || "-"), facts([["전화", "phone", phoned(whole.phone)],
            ["소유자", "owner", story.owner_name], ["차량", "plate", story.plate]])];
        }),
    ),
    evidenceCard(`opinions/${seg(number)}/${seg(given)}/files`),
    opinion.state !== "pending" ? decidedCard(opinion) : works() ? decideCard(opinion, again) : null,
  ];
}

function decidedCard(opinion) {
  return card(h("h3", {}, both("결정", "Decision")), facts([
    ["결과", "result", named(OPINION_STATES, opinion.state)],
    opinion.decided_ground && ["사유", "ground", (GROUNDS[opinion.decided_ground] || [opinion.decided_ground])[0]],
    opinion.documents_seen.length && ["증빙", "documents", opinion.documents_seen.join(", ")],
    opinion.decided_reason && ["이유", "reason", opinion.decided_reason],
    ["처리", "by", `${person(opinion.decided_by, opinion.decided_by_name)} · ${at(opinion.decided_at)}`],
  ]));
}

function decideCard(opinion, again) {
  const key = `opinion/${opinion.notice_number}/${opinion.given_at}/`;
  const ground = kept(`${key}ground`, select({}, [["", "고르세요 · choose"], ...Object.entries(GROUNDS).map(([id, [text]]) => [id, text])]));
  if (!ground.value && GROUNDS[opinion.guessed_ground]) ground.value = opinion.guessed_ground;
  const other = kept(`${key}documents`, h("input", { maxLength: 300, placeholder: "쉼표로 나누어 적기 · separated by commas" }));
  const reason = kept(`${key}reason`, h("textarea", { rows: 3, maxLength: 300 }));
  const ticks = h("div", {});
  const seen = new Set();
  function list() {
    const documents = GROUNDS[ground.value] ? GROUNDS[ground.value][1] : [];
    for (const document of [...seen]) if (!documents.includes(document)) seen.delete(document);
    ticks.replaceChildren(...documents.map(text => h("label", { class: "tick" },
      h("input", { type: "checkbox", checked: seen.has(text), onchange: event => event.target.checked ? seen.add(text) : seen.delete(text) }), h("span", {}, text))));
  }
  ground.addEventListener("change", () => { drafts.set(`${key}ground`, ground.value); list(); });
  list();
  const documents = () => [...seen, ...other.value.split(",").map(text => text.trim()).filter(Boolean)].slice(0, 10);
  const inside = [
    label("사유 (시행규칙 제142조)", "Ground", ground),
    h("fieldset", {}, h("legend", {}, both("확인한 증빙", "Documents seen")), ticks),
    label("그 밖의 증빙", "Other documents", other),
    label("이유 (불수용이면 필수, 시민에게 전달됩니다)", "Reason: needed to reject, told to the citizen", reason),
  ];
  const note = h("div", { "aria-live": "polite" });
  const buttons = [
    button("수용 (과태료 취소)", "Accept", () => decide(true), "do"),
    button("불수용", "Reject", () => decide(false), "do grave"),
  ];
  async function decide(accepted) {
    const request = accepted ? { accepted, ground: ground.value || null, documents_seen: documents(), reason: reason.value.trim() }
      : { accepted, ground: null, documents_seen: documents(), reason: reason.value.trim() };
    const missing = accepted && !request.ground ? ["수용하려면 사유를 골라 주세요.", "Choose a ground to accept.", ground]
      : accepted && !request.documents_seen.length ? ["수용하려면 확인한 증빙이 하나 이상 있어야 합니다.", "Accepting needs at least one document.", other]
      : !accepted && !request.reason ? ["불수용하는 이유를 적어 주세요.", "Rejecting needs a reason.", reason] : null;
    if (missing) {
      note.replaceChildren(trouble(new Trouble(400, { message: { ko: missing[0], en: missing[1] } })));
      return missing[2].focus();
    }
    if (!await confirmed(accepted ? ["의견을 수용할까요?", "Accept the opinion?"] : ["의견을 받아들이지 않을까요?", "Reject the opinion?"],
      [h("p", {}, accepted ? "과태료가 취소되고 시민에게 결과를 문자로 알립니다." : "시민에게 결과와 이유를 문자로 알립니다."),
        facts([accepted && ["사유", "ground", GROUNDS[request.ground][0]], request.documents_seen.length && ["증빙", "documents", request.documents_seen.join(", ")],
          request.reason && ["이유", "reason", request.reason]])],
      accepted ? ["수용", "Accept"] : ["불수용", "Reject"], !accepted)) return;
    for (const each of buttons) each.disabled = true;
    note.replaceChildren(h("p", { class: "quiet", role: "status" }, both("처리하는 중입니다 …", "Working …")));
    try {
      await post(`opinions/${seg(opinion.notice_number)}/${seg(opinion.given_at)}/decision`, request);
      forget(key);
      say("결정했습니다.");
      await again();
    } catch (error) {
      if (!(error instanceof Left)) note.replaceChildren(trouble(error));
    } finally {
      for (const each of buttons) each.disabled = false;
    }
  }
  return card(h("h3", {}, both("결정", "Decision")), inside, note, h("div", { class: "row" }, buttons));
}
