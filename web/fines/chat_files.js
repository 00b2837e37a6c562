"use strict";

// Files on their way: a form for each, then the file itself, then the office's look at what it is.

const MOST_BYTES = 10 * 1024 * 1024, MOST_FILES = 5;
const TYPES = { jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", heic: "image/heic", heif: "image/heic", webp: "image/webp", pdf: "application/pdf" };
// What is here, checked, and goes with the next message: { id, name }. Others are on their way, or were refused.
let onTheirWay = 0;

const typeOf = file => Object.values(TYPES).includes(file.type) ? file.type : TYPES[file.name.split(".").pop().toLowerCase()];

function pick(picked) {
  for (const file of picked) {
    const line = newLine(file.name);
    if (memory.files.length + onTheirWay >= MOST_FILES) line.refuse("fileMany");
    else if (!typeOf(file)) line.refuse("fileKind");
    else if (file.size > MOST_BYTES) line.refuse("fileTooLarge");
    else if (!file.size) line.refuse("fileEmpty");
    else upload(file, line);
  }
}

async function upload(file, line) {
  onTheirWay++;
  line.say(t("uploading", { percent: 0 }), 0);
  const why = await brought(file, line);
  onTheirWay--;
  settle();
  if (why) line.refuse(why);
}

// Why it did not come, or nothing.
async function brought(file, line) {
  const session = memory.session;
  const [status, form] = await post("chat/files", { session, name: file.name.slice(-200), content_type: typeOf(file), size_bytes: file.size });
  if (status !== 200) return status === 429 ? "fileSession" : "fileFailed";
  if (!await put(form, file, percent => line.say(t("uploading", { percent }), percent))) return "fileFailed";
  line.say(t("checking"));
  const [looked, found] = await post("chat/files/check", { session, file_id: form.file_id });
  if (looked !== 200) return looked === 422 ? "fileKind" : "fileFailed";
  if (session !== memory.session) return "fileFailed";  // the talk was forgotten meanwhile
  line.ready(found.file_id);
  return null;
}

function put(form, file, moved) {
  return new Promise(done => {
    const body = new FormData(), request = new XMLHttpRequest();
    for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
    body.append("file", file);
    request.upload.onprogress = event => event.lengthComputable && moved(Math.round(100 * event.loaded / event.total));
    request.onload = () => done(request.status >= 200 && request.status < 300);
    request.onerror = request.ontimeout = () => done(false);
    request.timeout = 240000;
    request.open("POST", form.url);
    request.send(body);
  });
}

function newLine(name, id) {
  const state = make("span", { className: "state" }), bar = make("progress", { max: 100, value: 0, hidden: true });
  const item = make("li", {}, make("span", { className: "name" }, name), bar, state);
  const remove = make("button", { type: "button", className: "plain", "aria-label": `${t("remove")}: ${name}`, onclick: () => drop() }, t("remove"));
  const drop = () => {
    memory.files = memory.files.filter(file => file.id !== item.dataset.id);
    item.remove();
    settle();
    by("attach").focus();
  };
  const line = {
    say(text, percent) { state.textContent = text; bar.hidden = percent === undefined; bar.value = percent || 0; },
    refuse(why) { line.say(t(why)); state.className = "state refused"; item.append(remove); tell(`${name}: ${t(why)}`); },
    ready(fileId, again) {
      item.dataset.id = fileId;
      if (!again) memory.files.push({ id: fileId, name });
      line.say(`✓ ${t("ready")}`);
      state.className = "state ready";
      item.append(remove);
      if (!again) tell(`${name}: ${t("ready")}`);
      settle();
    },
  };
  by("files").append(item);
  settle();
  if (id) line.ready(id, true);
  return line;
}

function settle() {
  by("files").hidden = !by("files").children.length;
  by("send").disabled = busy || onTheirWay > 0;
  keep();
}

// The files that go with the message that is sent now.
function takeAlong() {
  const files = memory.files.map(file => file.id);
  memory.sent = memory.files;
  memory.files = [];
  by("files").replaceChildren();
  settle();
  return files;
}

function giveBack(ids) {
  for (const file of (memory.sent || []).filter(file => ids.includes(file.id))) {
    memory.files.push(file);
    newLine(file.name, file.id);
  }
}
