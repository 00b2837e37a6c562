"use strict";

// Pictures: asked for and looked at with a reason.

// --- pictures: asked for and looked at with a reason ----------------------------------------------------------------

let frame = null;
function forgetFrame() {
  if (!frame) return;
  frame.bitmap.close();
  frame = null;
  for (const stage of document.querySelectorAll("[data-frame]")) stage.replaceChildren(h("p", { class: "empty" }, both("사진을 닫았습니다.", "The picture was closed.")));
}
async function keepFrame(unit, shown) {
  const bytes = Uint8Array.from(atob(shown.jpeg), letter => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" })).catch(() => {
    throw new Trouble(422, { message: { ko: "단말이 보낸 사진이 깨져 있습니다. 다시 요청해 주세요.", en: "The picture the unit sent is broken. Please ask for another." } });
  });
  forgetFrame();
  frame = { unit, bitmap, taken_at: shown.taken_at, boxes: shown.boxes, model: shown.model };
}
function stageOf(unit, drawing, edge) {
  const seen = frame && frame.unit === unit ? frame : null;
  const [wide, high] = seen ? [seen.bitmap.width, seen.bitmap.height] : [1280, 960];
  const stage = h("div", { class: "stage" });
  stage.style.aspectRatio = `${wide} / ${high}`;
  const height = Math.round(1000 * high / wide);
  if (seen) {
    const canvas = h("canvas", { width: wide, height: high });
    canvas.getContext("2d").drawImage(seen.bitmap, 0, 0);
    stage.append(canvas);
  }
  const layer = vector("svg", { viewBox: `0 0 1000 ${height}`, preserveAspectRatio: "none", ...edge });
  stage.append(layer);
  if (!edge) for (const box of seen?.boxes || []) layer.append(vector("rect", { class: "box", x: 1000 * box.x1 / wide, y: height * box.y1 / high, width: 1000 * (box.x2 - box.x1) / wide, height: height * (box.y2 - box.y1) / high },
    vector("title", {}, `${name(SEEN, box.kind)} ${number(box.score * 100)}%`)));
  drawing?.(layer, height);
  return { stage, layer, height };
}
const kindOf = id => id.startsWith("approach") ? "approach" : id.startsWith("signal") ? "signal" : id === "crossing" ? "crossing" : "waiting";
const middleOf = (outline, height) => ({ x: 1000 * outline.reduce((sum, p) => sum + p[0], 0) / outline.length, y: height * outline.reduce((sum, p) => sum + p[1], 0) / outline.length + 7 });
const pointsOf = (outline, height) => outline.map(([x, y]) => `${x * 1000},${y * height}`).join(" ");
function drawZones(zones) {
  return (layer, height) => {
    const put = (id, outline, word) => layer.append(vector("polygon", { class: `zone z-${kindOf(id)}`, points: pointsOf(outline, height) }),
      vector("text", { ...middleOf(outline, height), "text-anchor": "middle" }, word));
    for (const id of Object.keys(ZONES)) put(id, zones[id], name(ZONES, id));
    for (const approach of zones.approaches) {
      put(`approach:${approach.name}`, approach.zone, `접근로 ${approach.name}`);
      layer.append(vector("polyline", { class: "z-stop", points: pointsOf(approach.stop_line, height) }));
    }
    for (const signal of zones.signals) {
      const [l, t, r, b] = signal.region;
      put("signal", [[l, t], [r, t], [r, b], [l, b]], signal.head === "pedestrian" ? "보행 신호" : "차량 신호");
    }
  };
}
const countSeen = boxes => Object.keys(SEEN).map(kind => [kind, boxes.filter(box => box.kind === kind).length]).filter(([, count]) => count).map(([kind, count]) => `${name(SEEN, kind)} ${count}`).join(", ") || "것 없음";
async function openPictures(unit, body) {
  const [pictures, site] = await Promise.all([get(of(unit, "/pictures")), get(of(unit, "/site"))]);
  const view = h("div", { "data-frame": "1" }), note = h("div", {}), rows = h("ul", { class: "lines" });
  let timer = 0;
  function drawFrame() {
    if (!frame || frame.unit !== unit) return view.replaceChildren(h("p", { class: "empty" }, both("열어 둔 사진이 없습니다. 요청하거나 아래에서 여세요.", "No picture is open. Ask for one, or open one below.")));
    view.replaceChildren(stageOf(unit, site.zones ? drawZones(site.zones) : null).stage, h("small", {}, "찍은 때: ", aged(frame.taken_at, 3600), ` (${at(frame.taken_at)}) · 얼굴과 번호판은 단말에서 흐려집니다.${frame.boxes ? ` · 초록 상자: 검출기(${frame.model})가 본 ${countSeen(frame.boxes)}` : ""}`));
  }
  function drawRows(answer) {
    rows.replaceChildren(...(answer.pictures.length ? answer.pictures.map(picture => h("li", { class: "row" },
      h("span", { class: "grow" }, h("b", {}, named(WHATS, picture.what)), ` · ${name(PICTURES, picture.state)} · `, aged(picture.asked_at, 1e9), h("span", { class: "quiet" }, ` · ${person(picture.asked_by)} · ${picture.reason}`),
        picture.trouble ? h("span", { class: "why" }, ` · ${picture.trouble}`) : ""),
      picture.state === "sent" && may("clerk", "manager") ? button("열기", "Open", () => open(picture)) : null)) : [h("li", { class: "empty" }, both("요청한 사진이 없습니다.", "Nobody asked for a picture yet."))]));
    clearTimeout(timer);
    if (answer.pictures.some(picture => picture.state === "asked") && body.contains(rows)) timer = setTimeout(async () => { if (body.contains(rows)) drawRows(await get(of(unit, "/pictures"))); }, 3000);
  }
  async function order() {
    const reason = await askReason(["마지막 장면 요청", "Ask for the last frame"], both("단말이 사진 한 장을 보냅니다. 누가 왜 요청했는지 남습니다.", "The unit sends one picture. Who asked, and why, is kept."), ["요청", "Ask"]);
    if (!reason) return;
    try { await call("POST", of(unit, "/pictures"), { what: "frame", reason }); drawRows(await get(of(unit, "/pictures"))); note.replaceChildren(done("요청했습니다. 도착하면 아래에서 여세요.", "Asked. Open it below when it is here.")); }
    catch (error) { note.replaceChildren(trouble(error)); }
  }
  async function open(picture) {
    const reason = await askReason(["사유를 적고 열기", "State why, and open it"], both("열람 기록이 남습니다.", "Your name, the time and the reason are recorded."), ["열기", "Open"]);
    if (!reason) return;
    try {
      const shown = await call("POST", of(unit, `/pictures/${seg(picture.number)}/view`), { reason });
      if (shown.url) { const a = h("a", { href: shown.url, rel: "noreferrer" }, both("영상 내려받기 (1분 안에)", "Download the clip (within a minute)")); note.replaceChildren(a); setTimeout(() => a.remove(), 55000); }
      else { await keepFrame(unit, shown); note.replaceChildren(); drawFrame(); }
    } catch (error) { note.replaceChildren(trouble(error)); }
  }
  body.replaceChildren(card(view, note, may("clerk", "manager") ? h("div", { class: "row" }, button("마지막 장면 요청", "Ask for the last frame", order, "do")) : null), card(h("h3", {}, both("요청한 사진 (30일 보관)", "pictures asked for, kept 30 days")), rows));
  drawFrame();
  drawRows(pictures);
}
