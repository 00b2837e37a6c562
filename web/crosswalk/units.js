"use strict";

// Units: the list, the map, and everything about one.

// --- units: the list and the map, worst first -----------------------------------------------------------------------

let list = null;
let listAt = 0;
let unitShown = null;

function openUnits(panel) {
  const filters = h("div", { class: "row", role: "group", "aria-label": "거르기 · filter" }), map = h("div", {}), lines = h("ul", { class: "stack tight" });
  const note = h("div", {}), one = h("div", { class: "one" });
  const sides = h("div", { class: "halves" }, h("div", { class: "many stack" }, note, filters, map, lines,
    may("manager") ? button("단말 등록", "Register a unit", register) : null), one);
  panel.append(sides);
  let chosen = "all", wanted = null, timer = 0;

  async function refresh() {
    clearTimeout(timer);
    timer = setTimeout(refresh, 10000);
    if (document.hidden || (!token && entering)) return;
    try {
      list = await get("units");
      listAt = Date.now();
      note.replaceChildren();
      draw();
    } catch (error) {
      note.replaceChildren(trouble(error));
    }
    fresh();
  }
  function draw() {
    const counts = list.units.reduce((sums, unit) => ({ ...sums, [unit.severity]: (sums[unit.severity] || 0) + 1 }), {});
    const pill = (id, word, count) => h("button", { type: "button", class: "pill", "aria-pressed": chosen === id, onclick: () => { chosen = id; draw(); } }, `${word} ${count}`);
    filters.replaceChildren(pill("all", "전체", list.units.length), ...Object.keys(SEVERITIES).filter(id => counts[id]).map(id => pill(id, name(SEVERITIES, id), counts[id])));
    const shown = list.units.filter(unit => chosen === "all" || unit.severity === chosen);
    map.replaceChildren(drawMap(list.units, wanted));
    lines.replaceChildren(...(shown.length ? shown.map(unit => h("li", {}, unitLine(unit))) : [h("li", { class: "empty" }, both("해당하는 단말이 없습니다.", "No such unit."))]));
    if (!wanted) summarise();
    banner();
  }
  // With no unit chosen: what there is to do, in its order.
  function summarise() {
    const urgent = list.units.filter(unit => unit.severity === "alarm");
    one.replaceChildren(card(h("h2", {}, urgent.length ? both(`지금 할 일 ${urgent.length}`, "to be done now") : both("지금 급한 일이 없습니다", "nothing urgent")),
      urgent.length ? h("ol", { class: "lines" }, urgent.map(unit => h("li", { class: "stack tight" }, h("span", {}, h("b", {}, unit.name_ko), " · ", h("span", { class: "why" }, name(CONCERNS, unit.concerns[0]))), h("span", { class: "quiet" }, ADVICE[unit.concerns[0]] || ""), h("span", {}, button("열기", "Open", () => go("units", unit.unit)))))) : h("p", { class: "quiet" }, `운영 중인 단말 ${list.units.filter(unit => unit.standing === "active").length}곳`)));
  }
  function unitLine(unit) {
    const why = unit.faults.length && !["silent"].includes(unit.concerns[0]) ? unit.faults.map(f => `${name(FAULTS, f.fault)}${f.lamp ? `(${name(LAMPS, f.lamp)})` : ""}`).join(", ")
      : unit.concerns.slice(0, 2).map(concern => name(CONCERNS, concern)).join(", ");
    const lamp = unit.severity === "fine" && unit.lamp_state ? name(LAMP_STATES, unit.lamp_state) : "";
    return h("button", { type: "button", class: `unit ${unit.severity}`, onclick: () => go("units", unit.unit), "aria-current": wanted === unit.unit },
      h("span", { class: "top" }, h("b", {}, unit.name_ko), h("span", { class: `tag ${unit.severity}` }, name(SEVERITIES, unit.severity))),
      why ? h("span", { class: unit.severity === "alarm" || unit.severity === "warning" ? "why" : "quiet" }, why) : null,
      h("span", { class: "quiet" }, `${unit.unit} · ${lamp ? `${lamp} · ` : ""}마지막 응답 `, aged(unit.heard_at)));
  }
  async function register() {
    const field = (name_, traits) => h("input", { name: name_, required: true, ...traits });
    const request = await question(["단말 등록", "Register a unit"], [
      label("단말 이름 (영문 소문자)", "Name", field("unit", { pattern: "[a-z][a-z0-9\\-]{2,39}", autocapitalize: "none" })),
      label("일련번호", "Serial number", field("serial", { pattern: "[A-Z0-9][A-Z0-9\\-]{4,39}" })),
      label("장소", "Place", field("name_ko", { maxLength: 60 })), label("장소 (영문)", "Place, English", h("input", { name: "name_en", maxLength: 60 })),
      h("div", { class: "fields" }, label("위도", "Latitude", field("latitude", { type: "number", step: "any", min: 33, max: 39 })), label("경도", "Longitude", field("longitude", { type: "number", step: "any", min: 124, max: 132 }))),
      label("업데이트 순서", "Updates", h("select", { name: "ring" }, Object.entries(RINGS).reverse().map(([id, words]) => h("option", { value: id }, words[0]))))],
    ["등록", "Register"], form => { const all = Object.fromEntries(new FormData(form)); return { ...all, latitude: Number(all.latitude), longitude: Number(all.longitude) }; });
    if (!request) return;
    try { await call("POST", "units", request); await refresh(); go("units", request.unit); } catch (error) { note.replaceChildren(trouble(error)); }
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
  refresh();
  return (unit, part) => {
    wanted = unit || null;
    sides.classList.toggle("open", Boolean(unit));
    if (list) draw();
    if (unit) { if (!unitShown || unitShown.unit !== unit || !one.firstChild) { unitShown?.close(); unitShown = openUnit(one, unit); } unitShown.show(part || "live"); }
    else { unitShown?.close(); unitShown = null; one.replaceChildren(h("p", { class: "empty" }, both("왼쪽에서 단말을 고르세요. 급한 것이 위에 있습니다.", "Choose a unit; the worst are on top."))); if (list) summarise(); }
  };
}
function fresh() {
  const seconds = Math.round((Date.now() - listAt) / 1000);
  by("fresh").textContent = listAt ? `${seconds < 5 ? "방금" : `${seconds}초 전`} 갱신` : "";
  banner();
}
setInterval(fresh, 5000);
function banner() {
  const stale = listAt && Date.now() - listAt > 45000, place = by("banner");
  place.hidden = !(stale || list?.link_down);
  place.className = stale ? "banner stale" : "banner";
  place.textContent = stale ? "화면이 갱신되지 않고 있습니다. 아래 값은 예전 것입니다. · This page is not being refreshed; what you see is old."
    : "단말 대부분이 한꺼번에 응답하지 않습니다. 단말이 아니라 통신망을 확인하세요. · Most units fell silent at once: look at the link, not at the units.";
}
function drawMap(units, wanted) {
  if (!units.length) return h("span", {});
  const xs = units.map(u => u.longitude), ys = units.map(u => u.latitude), wide = 380, high = 180, edge = 14;
  const [left, right, low, top] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((wide - 2 * edge) / Math.max(right - left, .002), (high - 2 * edge) / Math.max((top - low) * 1.25, .002));
  const x = value => wide / 2 + (value - (left + right) / 2) * scale, y = value => high / 2 - (value - (low + top) / 2) * 1.25 * scale;
  return vector("svg", { viewBox: `0 0 ${wide} ${high}`, class: "map", role: "img", "aria-label": "단말 위치 · where the units are" },
    [...units].reverse().map(unit => vector("circle", { cx: x(unit.longitude), cy: y(unit.latitude), r: unit.unit === wanted ? 10 : unit.severity === "alarm" ? 8 : 6, class: `f-${unit.severity}`,
      onclick: () => go("units", unit.unit) }, vector("title", {}, `${unit.name_ko} · ${name(SEVERITIES, unit.severity)}`))));
}

// --- one unit -------------------------------------------------------------------------------------------------------

const PARTS = [["live", "상태", "live"], ["picture", "사진", "picture"], ["traffic", "통행", "traffic"], ["heat", "상충", "conflicts"], ["site", "설정", "site file"], ["faults", "고장 이력", "faults"]];

function openUnit(place, unit) {
  let part = "live", timer = 0, file = null, closed = false;
  const head = h("div", { class: "stack tight" }), tabs = h("div", { class: "row", role: "group", "aria-label": "단말 화면 · parts" }), body = h("div", { class: "stack" }), note = h("div", {});
  place.replaceChildren(h("div", { class: "stack" }, h("div", { class: "back" }, button("← 목록", "list", () => go("units"))), head, tabs, note, body));

  async function refresh() {
    clearTimeout(timer);
    if (closed) return;
    timer = setTimeout(refresh, 10000);
    if (document.hidden || (!token && entering)) return;
    try {
      file = await get(of(unit));
      note.replaceChildren();
      drawHead();
      if (part === "live") body.replaceChildren(...live(file, act));
    } catch (error) { note.replaceChildren(trouble(error)); }
  }
  function drawHead() {
    const line = file.line;
    head.replaceChildren(...[h("div", { class: "row" }, h("h2", { tabIndex: -1, class: "grow" }, line.name_ko, " ", en(line.name_en)), h("span", { class: `tag ${line.severity}` }, named(SEVERITIES, line.severity))),
      line.concerns.length ? h("ul", {}, line.concerns.map(concern => h("li", { class: ALARMING.includes(concern) ? "why" : "" }, both(...CONCERNS[concern])))) : null,
      ADVICE[line.concerns[0]] && line.standing === "active" ? h("p", { class: "advice" }, ADVICE[line.concerns[0]]) : null,
      h("span", { class: "quiet" }, `${unit} · 마지막 응답 `, aged(line.heard_at), ` (${at(line.heard_at)})`)].filter(Boolean));
  }
  async function act(work, verb) {
    try { await work(); note.replaceChildren(done(...verb)); await refresh(); note.replaceChildren(done(...verb)); } catch (error) { note.replaceChildren(trouble(error)); }
  }
  function show(wanted) {
    part = PARTS.some(([id]) => id === wanted) ? wanted : "live";
    tabs.replaceChildren(...PARTS.map(([id, korean, english]) => h("button", { type: "button", class: "pill", "aria-pressed": id === part, onclick: () => go("units", unit, id) }, both(korean, english))));
    note.replaceChildren();
    body.replaceChildren(h("p", { class: "empty" }, "불러오는 중…"));
    const opens = { picture: openPictures, traffic: openTraffic, heat: openHeat, site: openSite, faults: openFaults }[part];
    if (opens) opens(unit, body).catch(error => body.replaceChildren(trouble(error)));
    refresh();
  }
  return { unit, show, close() { closed = true; clearTimeout(timer); forgetFrame(); } };
}

function live(file, act) {
  const telemetry = file.telemetry, unit = file.line.unit;
  const tile = (korean, english, value, bad = false) => h("div", { class: "card" }, h("small", {}, both(korean, english)), h("b", { class: bad ? "why" : "" }, value));
  const dark = telemetry && ["fault_dark", "overrun"].includes(telemetry.lamp_state);
  return [
    telemetry ? h("div", { class: "stack tight" }, h("div", { class: "tiles" },
      tile("등", "lamps", name(LAMP_STATES, telemetry.lamp_state), dark), tile("신호", "signal", name(PHASES, telemetry.signal_phase)),
      tile("초당 장면", "frames a second", number(telemetry.frames / 60, 1), telemetry.frames < 300), tile("판단까지", "to a decision", `${number(telemetry.decision_ms_p95)} ms`, telemetry.decision_ms_p95 > 300),
      tile("밝기", "light", `${number(telemetry.light_level * 100)}%${telemetry.night ? " · 밤" : ""}`), tile("낮은 점수", "low scores", `${number(telemetry.low_score_share * 100)}%`, file.line.concerns.includes("drifting"))),
      h("small", {}, "위 값: ", aged(telemetry.at), ` (${at(telemetry.at)})`)) : h("p", { class: "empty" }, both("아직 보고가 없습니다.", "Nothing was reported yet.")),
    file.line.faults.length ? card(h("h3", {}, both("지금 있는 고장", "faults now")), h("ul", { class: "lines" }, file.line.faults.map(fault =>
      h("li", {}, h("b", {}, named(FAULTS, fault.fault)), fault.lamp ? ` · ${name(LAMPS, fault.lamp)}` : "", " · ", h("span", { class: "quiet" }, `${age(fault.since)}부터 (${at(fault.since)})`))))) : null,
    telemetry && telemetry.lamps.length ? card(h("h3", {}, both("등", "lamps")), h("ul", { class: "lines" }, telemetry.lamps.map(lamp =>
      h("li", { class: "row" }, h("span", { class: "grow" }, named(LAMPS, lamp.name)), h("span", {}, lamp.fault ? h("b", { class: "why" }, name(FAULTS, lamp.fault)) : lamp.lit ? "켜짐" : "꺼짐",
        lamp.current_ma === null ? "" : ` · ${number(lamp.current_ma)} mA`))))) : null,
    card(facts([
      ["연결", "connection", [file.line.connected === null ? "-" : file.line.connected ? "연결됨" : "끊김", " · ", aged(file.presence_at, 1e9)]],
      telemetry && ["검출", "detection", [...named(DETECTIONS, telemetry.detection), ` · ${telemetry.model}`]], telemetry && ["프로그램", "software", telemetry.software],
      telemetry && ["설정", "site file", [`단말 ${telemetry.site_revision}번`, file.active_revision === null ? "" : ` · 적용 ${file.active_revision}번`]],
      telemetry && ["켜진 지", "uptime", `${number(telemetry.uptime_s / 3600, 1)}시간`], telemetry && ["보낼 것", "waiting to send", number(telemetry.journal_waiting)],
      ["빠진 보고", "missing reports", file.missing ? `${number(file.missing)}건: ${file.gaps.slice(0, 3).map(gap => gap.first === gap.last ? gap.first : `${gap.first}~${gap.last}`).join(", ")}` : "없음"],
      ["일련번호", "serial", [file.serial, " · ", ...named(RINGS, file.ring)]], ["설치", "provisioned", file.claimed_at ? at(file.claimed_at) : "아직"],
    ])),
    may("manager") ? h("div", { class: "row" },
      file.line.standing === "active" ? button("운영 중지", "Take off duty", async () => {
        const reason = await askReason(["운영 중지", "Take off duty"], both("이 단말의 경보가 울리지 않게 됩니다.", "Its alarms will no longer ring."), ["운영 중지", "Take off duty"], true);
        if (reason) act(() => call("POST", of(unit, "/standing"), { standing: "out_of_service", reason }), ["운영을 중지했습니다.", "It is off duty."]);
      }, "plain grave") : button("운영 시작", "Put on duty", async () => {
        const reason = await askReason(["운영 시작", "Put on duty"], both("경보가 다시 울립니다.", "Its alarms will ring again."), ["운영 시작", "Put on duty"]);
        if (reason) act(() => call("POST", of(unit, "/standing"), { standing: "active", reason }), ["운영을 시작했습니다.", "It is on duty."]);
      }),
      file.claimed_at && !file.reclaim_allowed ? button("재설치 허용", "Allow another claim", async () => {
        const reason = await askReason(["재설치 허용", "Allow another claim"], both("같은 일련번호의 장치가 한 번 더 들어올 수 있게 됩니다.", "A device with the same serial number may claim it once more."), ["허용", "Allow"], true);
        if (reason) act(() => call("POST", of(unit, "/reclaim"), { reason }), ["허용했습니다.", "Allowed."]);
      }) : null) : null,
    file.history.length ? h("details", { class: "card" }, h("summary", {}, both("이력", "history")), h("ul", { class: "lines" }, file.history.map(line =>
      h("li", {}, `${at(line.at)} · ${past(line.what)} · ${person(line.by)}`, line.note ? h("span", { class: "quiet" }, ` · ${line.note}`) : "")))) : null,
  ].filter(Boolean);
}
