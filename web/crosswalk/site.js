"use strict";

// The site file: drawn on the frame.

// --- the site file: drawn on the frame ------------------------------------------------------------------------------

async function openSite(unit, body) {
  const site = await get(of(unit, "/site"));
  const draft = site.has_draft ? await get(of(unit, "/site/draft")).catch(error => { if (error.status === 404) return null; throw error; }) : null;
  const reload = (...notes) => openSite(unit, body).then(() => { body.prepend(...notes); });
  const fail = (note, error) => note.replaceChildren(trouble(error));
  const source = draft ? draft.zones : site.zones;
  body.replaceChildren(
    card(h("h3", {}, both("지금 설정", "in force")), site.active ? facts([
      ["번호", "revision", `${site.active.revision}번 · ${at(site.active.activated_at)} · ${person(site.active.activated_by)}`],
      ["단말 응답", "the unit says", h("b", { class: site.answer === "refused" ? "why" : "" }, named(ANSWERS, site.answer), site.answer === "refused" && site.reported ? ` · ${site.reported.refused_because}` : "")],
    ]) : h("p", { class: "empty" }, both("아직 설정이 없습니다.", "No site file yet."))),
    ...(draft ? [draftCard(unit, draft, reload)] : []),
    ...(source && may("clerk", "manager") ? [editor(unit, source, reload)] : []),
    ...(may("clerk", "manager") ? [wholeFile(unit, draft ? draft.site : site.site, reload)] : []),
    ...(site.revisions.length ? [card(h("h3", {}, both("지난 설정", "earlier files")), h("ul", { class: "lines" }, site.revisions.map(revision => h("li", { class: "row" },
      h("span", { class: "grow" }, h("b", {}, `${revision.revision}번`), ` · ${at(revision.activated_at)} · 작성 ${person(revision.author)} · 적용 ${person(revision.activated_by)}`, h("span", { class: "quiet" }, revision.note ? ` · ${revision.note}` : "")),
      may("clerk", "manager") && revision.revision !== site.active?.revision ? button("되돌리기", "Restore", async () => {
        const reason = await askReason(["이전 설정으로", "Restore"], both(`${revision.revision}번의 내용이 새 초안이 됩니다.`, "Its content becomes the next draft."), ["초안 만들기", "Make it the draft"]);
        if (reason) call("POST", of(unit, "/site/restoration"), { revision: revision.revision, reason }).then(() => reload(), error => body.prepend(trouble(error)));
      }) : null))))] : []));

  function draftCard(unit_, draft, again) {
    const note = h("div", {});
    const mine = draft.needs_another_person && me.staff_id === draft.author;
    return card(h("h3", {}, both("검토할 초안", "draft to be reviewed")), facts([
      ["번호", "revision", `${draft.revision}번 · ${age(draft.written_at)} · ${person(draft.author)}${draft.restored_from ? ` · ${draft.restored_from}번으로 되돌림` : ""}`],
      ["점등 유지", "hold", `${number(draft.hold_s, 1)}초 (보행 ${draft.walking_speed_m_s} m/s, 한도 ${number(draft.longest_lit_s)}초)`],
      ["바뀐 항목", "changes", draft.changes.length ? draft.changes.join(", ") : "없음 또는 첫 설정"], draft.note ? ["메모", "note", draft.note] : null]),
      draft.warnings.map(warning => h("div", { class: "note" }, h("span", {}, `⚠ ${warning.ko}`), h("span", { lang: "en" }, warning.en))),
      draft.needs_another_person ? h("p", { class: "quiet" }, both("보호구역: 작성자가 아닌 관리자가 적용합니다.", "Protected zone: another manager than the author activates it.")) : null, note,
      may("manager") ? h("div", { class: "row" }, button("확인했고, 적용", "Reviewed: activate", async () => {
        if (!await question(["설정 적용", "Activate"], h("p", {}, both(`${draft.revision}번 설정에 서명해 단말로 보냅니다. 단말이 검사하고 적용하거나 거부합니다.`, "It is signed and handed to the unit, which checks it and obeys or refuses.")), ["적용", "Activate"], () => true, true)) return;
        call("POST", of(unit_, "/site/activation"), { digest: draft.digest }).then(() => again(done("보냈습니다. 단말의 응답을 기다립니다.", "Handed over; waiting for the unit.")), error => fail(note, error));
      }, "do", { disabled: mine })) : null);
  }
}
function wholeFile(unit, site, again) {
  const shown = site ? Object.fromEntries(Object.entries(site).filter(([key]) => !["unit", "revision"].includes(key))) : null;
  const field = h("textarea", { class: "code", spellcheck: false, value: shown ? JSON.stringify(shown, null, 1) : "", placeholder: "{ \"name_ko\": … }" }), note = h("div", {});
  return h("details", { class: "card", open: !site }, h("summary", {}, both("설정 전체 (JSON)", "the whole file")), h("div", { class: "stack" }, field, note, h("div", { class: "row" }, button("초안으로 저장", "Save as draft", async () => {
    let parsed;
    try { parsed = JSON.parse(field.value); } catch (error) { return note.replaceChildren(trouble(new Trouble(400, { message: { ko: "JSON이 아닙니다.", en: "This is not JSON." } }))); }
    try { await call("PUT", of(unit, "/site/draft"), { site: parsed }); await again(done("초안을 저장했습니다.", "Saved as the draft.")); } catch (error) { note.replaceChildren(trouble(error)); }
  }))));
}
// As the city judges it: edges that are no neighbours share no point, and no corner is used twice.
function crosses(outline) {
  const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  const between = (a, b, c) => Math.min(a[0], b[0]) <= c[0] && c[0] <= Math.max(a[0], b[0]) && Math.min(a[1], b[1]) <= c[1] && c[1] <= Math.max(a[1], b[1]);
  const meet = (a, b, c, d) => {
    const turns = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
    if (turns[0] * turns[1] < 0 && turns[2] * turns[3] < 0) return true;
    return [[a, b, c], [a, b, d], [c, d, a], [c, d, b]].some((points, place) => turns[place] === 0 && between(...points));
  };
  const count = outline.length, edge = i => [outline[i], outline[(i + 1) % count]];
  if (new Set(outline.map(String)).size < count) return true;
  for (let i = 0; i < count; i++) for (let j = i + 2; j < count; j++) if (!(i === 0 && j === count - 1) && meet(...edge(i), ...edge(j))) return true;
  return false;
}
// Corners are dragged by mouse or finger, or moved with the arrow keys; Delete takes one away, + puts one behind it.
function editor(unit, zones, again) {
  const shapes = new Map([...Object.keys(ZONES).map(id => [id, { word: name(ZONES, id), outline: zones[id].map(p => [...p]) }]),
    ...zones.approaches.flatMap(a => [[`approach:${a.name}`, { word: `접근로 ${a.name}`, outline: a.zone.map(p => [...p]) }], [`stop:${a.name}`, { word: `정지선 ${a.name}`, outline: a.stop_line.map(p => [...p]), line: true }]]),
    ...zones.signals.map((s, i) => [`signal:${i}`, { word: `신호등 ${i + 1}`, outline: [[s.region[0], s.region[1]], [s.region[2], s.region[3]]], box: true, signal: s }])]);
  let chosen = "waiting_left", focus = 0, changed = false;
  const pills = h("div", { class: "row", role: "group", "aria-label": "구역 · zones" }), place = h("div", {}), note = h("div", { "aria-live": "polite" }), where = h("small", { role: "status" });
  const rounded = value => Math.round(Math.min(1, Math.max(0, value)) * 10000) / 10000;
  const polygon = shape => shape.box ? (([[l, t], [r, b]]) => [[l, t], [r, t], [r, b], [l, b]])(shape.outline) : shape.outline;

  function draw(keep = false) {
    pills.replaceChildren(...[...shapes].map(([id, shape]) => h("button", { type: "button", class: "pill", "aria-pressed": id === chosen, onclick: () => { chosen = id; focus = 0; draw(); } }, shape.word)));
    const { stage, layer, height } = stageOf(unit, null, { "aria-label": "구역 편집 · zone editor", role: "group" });
    // A thumb needs 44 pixels, however narrow the screen.
    const scale = Math.max(1, 1000 / (place.clientWidth || 1000));
    layer.style.fontSize = `${Math.round(18 * scale)}px`;
    for (const [id, shape] of [...shapes].sort(([a]) => a === chosen ? 1 : -1)) {
      const bad = !shape.line && !shape.box && crosses(shape.outline);
      layer.append(shape.line ? vector("polyline", { class: "z-stop", points: pointsOf(shape.outline, height) })
        : vector("polygon", { class: `zone z-${kindOf(id)}${id === chosen ? " chosen" : ""}${bad ? " bad" : ""}`, points: pointsOf(polygon(shape), height), onclick: () => { if (id !== chosen) { chosen = id; focus = 0; draw(); } } }));
      if (id === chosen) layer.append(vector("text", { ...middleOf(polygon(shape), height), "text-anchor": "middle" }, shape.word));
    }
    const shape = shapes.get(chosen);
    shape.outline.forEach(([x, y], corner) => {
      const dot = vector("circle", { class: "handle", cx: x * 1000, cy: y * height, r: 9 * scale, tabindex: 0, role: "button", "aria-label": `${shape.word} 모서리 ${corner + 1} (가로 ${Math.round(x * 100)}%, 세로 ${Math.round(y * 100)}%)` });
      const reach = vector("circle", { class: "reach", cx: x * 1000, cy: y * height, r: 22 * scale });
      const drag = event => {
        event.preventDefault();
        focus = corner;
        reach.setPointerCapture(event.pointerId);
        const move = moved => { const box = layer.getBoundingClientRect(); put(corner, (moved.clientX - box.left) / box.width, (moved.clientY - box.top) / box.height); dot.setAttribute("cx", shape.outline[corner][0] * 1000); dot.setAttribute("cy", shape.outline[corner][1] * height); outlineOnly(); };
        const drop = () => { reach.removeEventListener("pointermove", move); draw(true); };
        reach.addEventListener("pointermove", move);
        reach.addEventListener("pointerup", drop, { once: true });
        reach.addEventListener("pointercancel", drop, { once: true });
      };
      reach.addEventListener("pointerdown", drag);
      dot.addEventListener("keydown", event => {
        const step = event.shiftKey ? 0.02 : 0.002, by_ = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
        focus = corner;
        if (by_) put(corner, x + by_[0], y + by_[1]);
        else if ((event.key === "Delete" || event.key === "Backspace") && !shape.line && !shape.box && shape.outline.length > 3) { shape.outline.splice(corner, 1); focus = Math.max(0, corner - 1); changed = true; }
        else if (event.key === "+" || event.key === "Insert") addCorner(corner);
        else return;
        event.preventDefault();
        draw(true);
      });
      dot.addEventListener("focus", () => { focus = corner; where.textContent = `${shape.word} 모서리 ${corner + 1}: 화살표로 옮기기, Shift는 크게, + 추가, Delete 삭제`; });
      layer.append(dot, reach);
    });
    place.replaceChildren(stage);
    if (keep) layer.querySelectorAll(".handle")[focus]?.focus();

    function outlineOnly() {
      const drawn = layer.querySelector(".zone.chosen");
      if (drawn) { drawn.setAttribute("points", pointsOf(polygon(shape), height)); drawn.classList.toggle("bad", !shape.box && crosses(shape.outline)); }
      else if (shape.line) draw(true);
    }
    judge();
  }
  function put(corner, x, y) { shapes.get(chosen).outline[corner] = [rounded(x), rounded(y)]; changed = true; }
  function addCorner(corner) {
    const shape = shapes.get(chosen);
    if (shape.line || shape.box || shape.outline.length >= 16) return;
    const a = shape.outline[corner], b = shape.outline[(corner + 1) % shape.outline.length];
    shape.outline.splice(corner + 1, 0, [rounded((a[0] + b[0]) / 2), rounded((a[1] + b[1]) / 2)]);
    focus = corner + 1;
    changed = true;
  }
  function judge() {
    const bad = [...shapes].filter(([, shape]) => !shape.line && !shape.box && crosses(shape.outline)).map(([, shape]) => shape.word);
    note.replaceChildren(...(bad.length ? [h("div", { class: "trouble" }, h("span", {}, `선이 서로 교차하는 구역: ${bad.join(", ")}`), h("span", { lang: "en" }, "These outlines cross themselves."))] : []));
    save.disabled = bad.length > 0 || !changed;
  }
  const save = button("초안으로 저장", "Save as draft", async () => {
    const request = Object.fromEntries(Object.keys(ZONES).map(id => [id, shapes.get(id).outline]));
    request.approaches = zones.approaches.map(a => ({ name: a.name, zone: shapes.get(`approach:${a.name}`).outline, stop_line: shapes.get(`stop:${a.name}`).outline }));
    request.signals = zones.signals.map((s, i) => { const [[l, t], [r, b]] = shapes.get(`signal:${i}`).outline; return { ...s, region: [Math.min(l, r), Math.min(t, b), Math.max(l, r), Math.max(t, b)] }; });
    save.disabled = true;
    try { await call("PUT", of(unit, "/site/zones"), request); await again(done("초안을 저장했습니다. 확인하고 적용하세요.", "Saved as the draft; review it, then activate.")); }
    catch (error) { note.replaceChildren(trouble(error)); save.disabled = false; }
  }, "do", { disabled: true });
  const element = card(h("h3", {}, both("구역 그리기", "draw the zones")),
    frame && frame.unit === unit ? h("small", {}, "바탕: 찍은 때 ", aged(frame.taken_at, 86400)) : h("small", {}, both("바탕 사진이 없습니다. ‘사진’에서 마지막 장면을 열면 여기에 깔립니다.", "No picture yet: open the last frame under “picture” and it lies beneath.")),
    pills, place, where, note, h("div", { class: "row" }, button("모서리 추가", "Add a corner", () => { addCorner(focus); draw(true); }), save));
  draw();
  requestAnimationFrame(() => draw());
  return element;
}
