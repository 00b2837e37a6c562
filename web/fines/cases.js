"use strict";

// Cases: found, shown and moved.

// --- cases ----------------------------------------------------------------------------------------------------------

function criterion(text) {
  const plain = text.trim(), digits = plain.replace(/[^0-9]/g, "");
  if (/^\d{4}-?\d{4}-?\d{7}$/.test(plain.replace(/\s/g, ""))) return ["number", `${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`];
  if (/^[+0][0-9 ()\-]{8,}$/.test(plain)) return ["phone", plain];
  return ["plate", plain];
}

function openFind(panel) {
  const search = h("input", { id: "search", type: "search", required: true, maxLength: 40, autocomplete: "off",
    placeholder: "관리번호·차량번호·전화번호", "aria-label": "사건 찾기: 관리번호, 차량번호 또는 전화번호 · notice number, plate or telephone" });
  const hint = h("small", { "aria-live": "polite" }, "/ 를 누르면 여기로 옵니다 · press / to come here");
  search.addEventListener("input", () => {
    const [kind] = criterion(search.value);
    hint.textContent = search.value.trim() ? { number: "관리번호로 찾습니다", plate: "차량번호로 찾습니다", phone: "전화번호로 찾습니다" }[kind] : "";
  });
  const holder = h("div", { class: "stack" });
  let list = null;
  const form = h("form", { class: "stack", role: "search", onsubmit: event => {
    event.preventDefault();
    const [kind, text] = criterion(search.value);
    list = pages(
      async page => { const answer = await get("cases", { [kind]: text, limit: 20, page }); return [answer.cases, answer.next_page]; },
      found => line(["find", found.number],
        h("span", { class: "row" }, h("b", {}, found.number), h("span", { class: "tag" }, name(STATES, found.state))),
        h("span", {}, `${found.plate} · ${found.owner_name} · ${found.place}`),
        h("span", { class: "quiet" }, found.amount ? `${won(found.amount.amount_krw)} · ${found.amount.pay_until}까지` : `${name(NOTHING, found.nothing_due)} · ${at(found.violated_at)}`)),
      ["찾은 사건이 없습니다.", "Nothing found."]);
    holder.replaceChildren(list.element);
    list.load();
    if (here()[1]) go("find");
  } }, h("div", { class: "row" }, h("div", { class: "grow" }, search), h("button", { class: "do" }, both("찾기", "Find"))), hint);
  const split = halves(panel, [form, holder]);
  return (number, side) => {
    mark();
    if (!number) return split.close();
    const again = () => { if (list) list.load(); return split.open(() => go("find"), () => caseView(again, number), true); };
    split.open(() => side ? go("find", number) : go("find"), () => side === "talk" ? talkView(number) : caseView(again, number));
  };
}

function caseFacts(story) {
  return facts([
    ["차량", "plate", story.plate],
    ["소유자", "owner", `${story.owner_name} · ${story.owner_phone ? phoned(story.owner_phone) : "전화 없음"}`],
    ["위반", "violation", `${at(story.violated_at)} · ${story.place}`],
    ["구역·차종", "zone", `${name(ZONES, story.zone)} · ${name(VEHICLES, story.vehicle)}${story.over_two_hours ? " · 2시간 이상" : ""}`],
    ["오늘 낼 금액", "due today", story.amount ? [h("b", {}, won(story.amount.amount_krw)), ` ${name(STAGES, story.amount.stage)} · ${story.amount.pay_until}까지`]
      : named(NOTHING, story.nothing_due)],
    ["사전통지", "notified", `${story.notified_on} · 의견제출 ${story.opinion_until}까지`],
    story.imposed_on && ["부과", "imposed", `${story.imposed_on} · 납부 ${story.pay_until || "-"}까지`],
    story.social_reduction && ["감경", "reduction", "사회적 약자 50%"],
    story.paid_at && ["납부", "paid", `${won(story.paid_krw)} · ${at(story.paid_at)}`],
    story.account && ["가상계좌", "account", `${BANKS[story.account.bank] || story.account.bank} ${story.account.account_number || ""} · ${won(story.account.amount_krw)} · ${at(story.account.expires_at)}까지`],
  ]);
}

function historyCard(lines) {
  const worded = what => { for (const [pattern, words] of HISTORY) { const match = pattern.exec(what); if (match) return words(match); } return name(MOVES, what); };
  return card(h("h3", {}, both("이력", "History")), lines.length
    ? h("ol", { class: "history" }, [...lines].reverse().map(entry => h("li", {}, h("b", {}, worded(entry.what)), " ",
      h("small", {}, `${at(entry.at)} · ${person(entry.by, entry.by_name)}`), entry.note ? h("div", { class: "words" }, groundedNote(entry.note)) : null)))
    : h("p", { class: "quiet" }, both("아직 없습니다.", "Nothing yet.")));
}

async function caseView(again, number) {
  const story = await get(`cases/${seg(number)}`);
  return [
    card(
      h("div", { class: "row" }, h("h2", { class: "grow" }, story.number), h("span", { class: "tag" }, named(STATES, story.state))),
      veiled(caseFacts(story), "소유자, 전화번호, 차량번호, 계좌와 의견을 모두 봅니다", reason => post(`cases/${seg(number)}/disclosure`, { reason }),
        whole => [caseFacts(whole), whole.opinions.map(opinion => h("p", { class: "words quote" }, opinion.words || ""))]),
      h("div", { class: "row" }, jump(both("대화 보기", "Conversation"), "find", number, "talk"),
        watched(`notice#${number}`)),
    ),
    correctionsCard(story, again),
    works() ? moveCard(story, again) : null,
    works() ? correctCard(story, again) : null,
    story.opinions.length ? card(h("h3", {}, both("의견", "Opinions")), story.opinions.map(opinion =>
      line(["work", "opinion", number, opinion.given_at], h("span", { class: "row" }, h("b", {}, name(OPINION_STATES, opinion.state)), h("small", {}, at(givenAt(opinion)))),
        h("span", { class: "quiet" }, (opinion.words || "").slice(0, 80))))) : null,
    story.deposits.length ? card(h("h3", {}, both("입금", "Deposits")), story.deposits.map(deposit =>
      line(["work", "suspense", deposit.deposit_key], h("span", { class: "row" }, h("b", {}, won(deposit.amount_krw)), h("span", { class: "tag" }, name(OUTCOMES, deposit.outcome))),
        h("span", { class: "quiet" }, at(deposit.deposited_at))))) : null,
    planCard(story),
    works() ? otherWork(story, again) : null,
    historyCard(story.history),
  ];
}

async function talkView(number) {
  const { holder } = await get(`cases/${seg(number)}`);
  const head = h("h2", {}, both(`${number} 소유자와의 대화`, "Conversation"));
  try {
    const talk = await get(`talks/${seg(holder)}`, { limit: 50 });
    return card(head, veiled([h("p", {}, `전화 ${phoned(talk.phone)}`), bubbles(talk.turns)], "이 사람의 최근 대화를 모두 봅니다",
      reason => post(`talks/${seg(holder)}/disclosure`, { reason }), whole => [h("p", {}, `전화 ${phoned(whole.phone)}`), bubbles(whole.turns)]));
  } catch (error) {
    if (error.status !== 404) throw error;
    return card(head, h("p", { class: "quiet" }, both("나눈 대화가 없습니다.", "They have not written to us.")));
  }
}

function moveCard(story, again) {
  const key = `move/${story.number}/`;
  const allowed = story.moves.filter(move => may("manager") || !ONLY_MANAGERS.includes(move));
  if (!allowed.length) return null;
  const move = kept(`${key}move`, select({ required: true }, [["", "고르세요 · choose"], ...allowed.map(id => [id, (MOVES[id] || [id]).join(" · ")])]));
  const on = kept(`${key}on`, h("input", { type: "date", max: today() }));
  const note = kept(`${key}note`, h("textarea", { rows: 2, maxLength: 500, required: true }));
  const days = Object.fromEntries(Object.keys(DAYS).map(id => [id, kept(`${key}${id}`, h("input", { type: "date" }))]));
  const more = h("div", { class: "fields" });
  function choose() {
    more.replaceChildren(...(DAYS_OF[move.value] || []).map(id => { days[id].required = DAYS_NEEDED.includes(id); return label(...DAYS[id], days[id]); }));
  }
  move.addEventListener("change", choose);
  choose();
  return card(h("h3", {}, both("처리", "Move the case")),
    worksheet(key, [h("div", { class: "fields" }, label("다음 단계", "Move", move), label("처리일 (비우면 오늘)", "On, today if empty", on)), more, label("메모", "Note", note)], ["처리", "Do it"], {
      read: () => ({ move: move.value, note: note.value.trim(), ...(on.value ? { on: on.value } : {}),
        ...Object.fromEntries((DAYS_OF[move.value] || []).filter(id => days[id].value).map(id => [id, days[id].value])) }),
      check: request => [["이렇게 처리할까요?", "Do this?"], [facts([
        ["사건", "case", story.number], ["단계", "move", named(MOVES, request.move)], ["처리일", "on", request.on || today()],
        ...Object.keys(DAYS).filter(id => request[id]).map(id => [...DAYS[id], request[id]]), ["메모", "note", request.note]])], ["처리", "Do it"]],
      act: request => post(`cases/${seg(story.number)}/moves`, request),
      after: async () => { say("처리했습니다."); await again(); },
    }));
}

const HARDSHIPS = {
  basic_livelihood: "기초생활수급자 · basic livelihood", near_poor: "차상위계층 · near poor", disabled: "장애인 · disabled",
  sole_supporter: "홀로 부양 · sole supporter", disaster: "재난 피해 · disaster", illness: "1개월 이상 질병 · illness",
  rehabilitation: "개인회생 · rehabilitation", unemployed: "실업급여 수급 · unemployed", other: "그 밖의 사유 · other",
};
const REVOCATIONS = {
  missed: "기한 내 미납 · an instalment was missed", order_ignored: "명령 불응 · an order was ignored",
  means_improved: "재산상황 변화 · means have improved",
};

function planCard(story) {
  if (!story.plan) return null;
  const plan = story.plan;
  return card(h("h3", {}, both("분할납부", "Instalments")),
    plan.missed ? h("p", { class: "trouble" }, both("기한이 지난 회차가 있습니다.", "An instalment is past its day.")) : null,
    facts([["사유", "ground", HARDSHIPS[plan.hardship] || plan.hardship], ["신청일·결정일", "applied, decided", `${plan.applied_on} · ${plan.granted_on}`],
      ["납부", "paid", `${won(plan.paid_krw)} / ${won(plan.amount_krw)}`], ...(plan.ended_on ? [["종료", "ended", plan.ended_on]] : [])]),
    h("table", { class: "plan" }, plan.instalments.map(each => h("tr", {}, h("td", {}, each.due_on), h("td", {}, won(each.amount_krw)),
      h("td", {}, each.paid ? both("납부", "paid") : "")))));
}

function instalmentWork(story, again, fold) {
  const key = `instalments/${story.number}/`, path = `cases/${seg(story.number)}/plan`;
  const after = async () => { forget(key); say("처리했습니다."); await again(); };
  if (!story.plan) {
    if (!["imposed", "overdue", "dunned", "seized", "plate_held"].includes(story.state)) return null;
    const hardship = kept(`${key}hardship`, select({ required: true }, [["", "고르세요 · choose"], ...Object.entries(HARDSHIPS)]));
    const applied = kept(`${key}applied`, h("input", { type: "date", required: true, max: today() }));
    const months = kept(`${key}months`, h("input", { type: "number", required: true, min: 1, max: 9, inputMode: "numeric" }));
    const first = kept(`${key}first`, h("input", { type: "date", required: true, min: today() }));
    return fold("분할납부 허가", "Grant instalments",
      worksheet(`${key}grant`, [h("div", { class: "fields" }, label("사유", "Ground", hardship), label("신청일", "Applied on", applied)),
        h("div", { class: "fields" }, label("개월 (9 이내)", "Months", months), label("첫 납부일 (1개월 이내)", "First due", first))], ["허가", "Grant"], {
        read: () => ({ hardship: hardship.value, applied_on: applied.value, months: Number(months.value), first_due: first.value }),
        check: request => [["분할납부를 허가할까요?", "Grant the instalments?"], [h("p", {}, `${HARDSHIPS[request.hardship]} · ${request.months}개월 · ${request.first_due}`),
          h("p", { class: "quiet" }, both("발급된 가상계좌는 회수되고 소유자에게 문자가 갑니다. 한 사건에 한 번만 허가할 수 있습니다.", "The account is revoked, the owner is texted. Once a case."))], ["허가", "Grant"]],
        act: request => post(path, request), after,
      }));
  }
  if (story.plan.ended_on || story.plan.instalments.every(each => each.paid)) return null;
  const more = kept(`${key}more`, h("input", { type: "number", required: true, min: 1, max: 3, inputMode: "numeric" }));
  const why = kept(`${key}why`, h("input", { required: true, maxLength: 200 }));
  const ground = kept(`${key}ground`, select({ required: true }, [["", "고르세요 · choose"], ...Object.entries(REVOCATIONS)]));
  const reason = kept(`${key}reason`, h("input", { required: true, maxLength: 200 }));
  return [
    story.plan.extended ? null : fold("분할납부 연장", "Extend the instalments",
      worksheet(`${key}extend`, [h("div", { class: "fields" }, label("더할 개월 (3 이내)", "More months", more), label("이유", "Reason", why))], ["연장", "Extend"], {
        read: () => ({ months: Number(more.value), reason: why.value.trim() }), act: request => post(`${path}/extension`, request), after,
      })),
    fold("분할납부 취소", "Revoke the instalments",
      worksheet(`${key}revoke`, [h("div", { class: "fields" }, label("사유", "Ground", ground), label("이유", "Reason", reason))], ["취소", "Revoke"], {
        read: () => ({ ground: ground.value, reason: reason.value.trim() }),
        check: request => [["분할납부를 취소할까요?", "Revoke the instalments?"], [h("p", {}, REVOCATIONS[request.ground]),
          h("p", { class: "quiet" }, both("남은 금액 전부의 납부 기한이 되고 소유자에게 문자가 갑니다.", "All that is left is due at once; the owner is texted."))], ["취소", "Revoke"]],
        act: request => post(`${path}/revocation`, request), after, grave: true,
      })),
  ];
}

function otherWork(story, again) {
  const key = `other/${story.number}/`, path = `cases/${seg(story.number)}`;
  const ground = kept(`${key}ground`, select({ required: true }, [["", "고르세요 · choose"], ...Object.entries(SOCIAL)]));
  const claimed = kept(`${key}claimed`, h("input", { type: "date", required: true, max: today() }));
  const months = kept(`${key}months`, h("input", { type: "number", required: true, min: 1, max: 60, inputMode: "numeric" }));
  const first = kept(`${key}first`, h("input", { type: "date", required: true }));
  const phone = kept(`${key}phone`, h("input", { required: true, minLength: 8, maxLength: 20, inputMode: "tel", autocomplete: "off" }));
  const fold = (korean, english, ...inside) => h("details", {}, h("summary", {}, both(korean, english)), inside);
  return card(h("h3", {}, both("그 밖의 처리", "Other work")),
    story.social_reduction ? null : fold("사회적 약자 감경 50%", "Reduction of 50 %",
      worksheet(`${key}ground`, [h("div", { class: "fields" }, label("대상", "Ground", ground), label("신청일", "Claimed on", claimed))], ["감경", "Grant"], {
        read: () => ({ ground: ground.value, claimed_on: claimed.value }),
        check: request => [["감경할까요?", "Grant the reduction?"], [h("p", {}, `${SOCIAL[request.ground]} · ${request.claimed_on}`),
          h("p", { class: "quiet" }, both("발급된 가상계좌는 회수됩니다.", "An account that was issued is revoked."))], ["감경", "Grant"]],
        act: request => post(`${path}/social-claim`, request), after: async () => { forget(key); await again(); },
      })),
    instalmentWork(story, again, fold),
    fold("분할납부 미리보기", "Instalments, a preview",
      worksheet(`${key}months`, [h("div", { class: "fields" }, label("개월", "Months", months), label("첫 납부일", "First due", first))], ["계산", "Reckon"], {
        read: () => ({ months: Number(months.value), first_due: first.value }),
        act: request => post(`${path}/instalments`, request),
        after: (plan, note) => note.replaceChildren(
          h("p", {}, both(plan.note_ko, plan.note_en)),
          h("table", { class: "plan" }, plan.instalments.map(each => h("tr", {}, h("td", {}, each.due_on), h("td", {}, won(each.amount_krw)))))),
      })),
    fold("소유자 전화번호 변경", "Change the owner's telephone",
      worksheet(`${key}phone`, [label("새 전화번호", "New number", phone)], ["변경", "Change"], {
        read: () => ({ phone: phone.value.trim() }),
        check: request => [["전화번호를 바꿀까요?", "Change the number?"], [h("p", {}, request.phone),
          h("p", { class: "quiet" }, both("앞으로의 안내 문자가 이 번호로 갑니다.", "Texts about this case go to this number from now on."))], ["변경", "Change"]],
        act: request => post(`${path}/owner`, request), after: again,
      })));
}
