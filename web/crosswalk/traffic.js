"use strict";

// Traffic and conflicts.

// --- traffic --------------------------------------------------------------------------------------------------------

async function openTraffic(unit, body) {
  const day = h("input", { type: "date", value: today(), max: today() }), out = h("div", { class: "stack" });
  day.addEventListener("change", () => load().catch(error => out.replaceChildren(trouble(error))));
  body.replaceChildren(card(h("div", { class: "row" }, label("날짜", "day", day))), out);
  async function load() {
    const [answer, days] = await Promise.all([get(of(unit, "/windows"), { day: day.value }), get(of(unit, "/days"))]);
    const sum = answer.total, people = sum.people_left_to_right + sum.people_right_to_left;
    const tile = (korean, english, value) => h("div", { class: "card" }, h("small", {}, both(korean, english)), h("b", {}, value));
    out.replaceChildren(
      h("div", { class: "tiles" }, tile("보행자", "people", number(people)), tile("왼→오 / 오→왼", "by direction", `${number(sum.people_left_to_right)} / ${number(sum.people_right_to_left)}`), tile("차량", "vehicles", number(sum.vehicles)),
        tile("자전거", "bicycles", number(sum.bicycles)), tile("상충", "near-misses", number(sum.conflicts)), tile("양보 안 함", "not yielding", number(sum.not_yielding)), tile("정지선 위반", "stop line", number(sum.stop_line_violations)),
        tile("평균 대기", "mean wait", people ? `${number(sum.waiting_s_total / people, 1)}초` : "-"), tile("본 시간", "watched", `${number(sum.covered_s / 3600, 1)}시간`)),
      card(h("h3", {}, both("시간별 (보행자 파랑, 차량 주황)", "by the hour: people blue, vehicles orange")), hours(answer.windows)),
      card(h("h3", {}, both("차량 속도 (km/h)", "vehicle speeds")), bars(sum.vehicle_speeds.map((count, place) => [place === 8 ? "80+" : `${place * 10}`, count]), "cars")),
      card(h("h3", {}, both("최근 2주 보행자", "people, last two weeks")), bars(days.days.map(({ day: each, traffic }) => [each.slice(5).replace("-", "/"), traffic.people_left_to_right + traffic.people_right_to_left]), "people")));
  }
  await load();
}
function bars(rows, kind) {
  if (!rows.length) return h("p", { class: "empty" }, both("자료가 없습니다.", "Nothing to show."));
  const most = Math.max(1, ...rows.map(([, value]) => value)), wide = 640 / rows.length;
  return vector("svg", { viewBox: "0 0 640 130", role: "img", "aria-label": rows.map(([word, value]) => `${word}: ${value}`).join(", ") },
    rows.map(([word, value], place) => [vector("rect", { class: kind, x: place * wide + 2, y: 104 - 92 * value / most, width: wide - 4, height: Math.max(0, 92 * value / most), rx: 2 }),
      vector("text", { x: place * wide + wide / 2, y: 121, "text-anchor": "middle" }, word), value ? vector("text", { x: place * wide + wide / 2, y: 98 - 92 * value / most, "text-anchor": "middle" }, number(value)) : null]));
}
function hours(windows) {
  const sums = Array.from({ length: 24 }, () => [0, 0]);
  for (const { start, traffic } of windows) {
    const hour = Number(new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Seoul", hour: "2-digit", hourCycle: "h23" }).format(new Date(start)));
    sums[hour][0] += traffic.people_left_to_right + traffic.people_right_to_left;
    sums[hour][1] += traffic.vehicles;
  }
  const most = Math.max(1, ...sums.flat()), wide = 640 / 24;
  return vector("svg", { viewBox: "0 0 640 140", role: "img", "aria-label": sums.map(([people, cars], hour) => `${hour}시: 보행자 ${people}, 차량 ${cars}`).join(", ") },
    sums.map((pair, hour) => [["people", "cars"].map((kind, side) => vector("rect", { class: kind, x: hour * wide + 2 + side * (wide / 2 - 2), y: 116 - 104 * pair[side] / most, width: wide / 2 - 3, height: 104 * pair[side] / most, rx: 1.5 },
      vector("title", {}, `${hour}시 · ${side ? "차량" : "보행자"} ${pair[side]}`))), hour % 3 === 0 ? vector("text", { x: hour * wide + wide / 2, y: 132, "text-anchor": "middle" }, `${hour}시`) : null]));
}

// --- conflicts ------------------------------------------------------------------------------------------------------

async function openHeat(unit, body) {
  const [heat, page] = await Promise.all([get(of(unit, "/heat")), get(of(unit, "/incidents"))]);
  const note = h("div", {}), list_ = h("ul", { class: "lines" }), more = h("div", {});
  const add = found => { for (const i of found.incidents) list_.append(incidentLine(i)); more.replaceChildren(found.next_page ? button("더 보기", "More", async () => add(await get(of(unit, "/incidents"), { page: found.next_page }))) : ""); };
  function incidentLine(incident) {
    const numbers = [incident.post_encroachment_s !== null ? `통과 간격 ${number(incident.post_encroachment_s, 1)}초` : null, incident.time_to_crossing_s !== null ? `도달까지 ${number(incident.time_to_crossing_s, 1)}초` : null,
      incident.speed_kmh !== null ? `${number(incident.speed_kmh)} km/h` : null, incident.lit ? "등 켜짐" : "등 꺼짐", incident.night ? "밤" : null].filter(Boolean);
    return h("li", { class: "row" }, h("span", { class: "grow" }, h("b", {}, named(INCIDENTS, incident.kind)), ` · ${at(incident.at)}`, h("span", { class: "quiet" }, ` · ${numbers.join(" · ")}`)),
      incident.clip_kept && may("clerk", "manager") ? button("영상 요청", "Ask for the clip", async () => {
        const reason = await askReason(["상충 영상 요청", "Ask for the clip"], both("단말이 이 순간의 영상을 보냅니다. 누가 왜 요청했는지 남습니다.", "The unit sends these seconds. Who asked, and why, is kept."), ["요청", "Ask"]);
        if (!reason) return;
        try { await call("POST", of(unit, "/pictures"), { what: "clip", incident: incident.incident, reason }); go("units", unit, "picture"); } catch (error) { note.replaceChildren(trouble(error)); }
      }) : null);
  }
  body.replaceChildren(note, card(h("h3", {}, both("상충이 일어난 자리 (12달, 한 칸 0.5 m)", "where it happened: twelve months, cells of half a metre")), heatMap(heat)), card(h("h3", {}, both("최근", "latest")), list_, more));
  add(page);
  if (!page.incidents.length) list_.append(h("li", { class: "empty" }, both("기록이 없습니다.", "Nothing on record.")));
}
function heatMap(heat) {
  const cells = Object.entries(heat.kinds).flatMap(([kind, all]) => all.map(cell => ({ ...cell, kind })));
  if (!cells.length) return h("p", { class: "empty" }, both("아직 상충이 없습니다.", "No conflict yet."));
  const points = [...cells.map(c => [c.x_m, c.y_m]), ...cells.map(c => [c.x_m + heat.cell_m, c.y_m + heat.cell_m]), ...heat.crossing];
  const xs = points.map(p => p[0]), ys = points.map(p => p[1]);
  const [left, right, low, top] = [Math.min(...xs) - 1, Math.max(...xs) + 1, Math.min(...ys) - 1, Math.max(...ys) + 1];
  const sums = new Map();
  for (const cell of cells) { const key = `${cell.x_m},${cell.y_m}`; const was = sums.get(key) || { ...cell, count: 0, words: [] }; was.count += cell.count; was.words.push(`${name(INCIDENTS, cell.kind)} ${cell.count}`); sums.set(key, was); }
  const most = Math.max(...[...sums.values()].map(c => c.count));
  return h("div", { class: "stack tight" }, vector("svg", { viewBox: `${left} ${low} ${right - left} ${top - low}`, class: "heat", role: "img", "aria-label": `상충 ${cells.reduce((sum, c) => sum + c.count, 0)}건 · conflicts on the road` },
    heat.crossing.length ? vector("polygon", { points: heat.crossing.map(p => p.join(",")).join(" "), class: "walk" }) : null,
    [...sums.values()].map(c => vector("rect", { x: c.x_m, y: c.y_m, width: heat.cell_m, height: heat.cell_m, fill: `hsl(${50 - 50 * c.count / most} 90% ${62 - 20 * c.count / most}%)` }, vector("title", {}, `${c.words.join(", ")} (${c.x_m}, ${c.y_m} m)`))),
    vector("line", { x1: left + .5, y1: top - .3, x2: left + 1.5, y2: top - .3, stroke: "currentColor", "stroke-width": .05 })),
    h("small", {}, `노란 틀: 횡단보도 · 진할수록 많음 (가장 많은 칸 ${most}건) · 왼쪽 아래 선 1 m`));
}
