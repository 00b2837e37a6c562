"use strict";

// Files that a citizen handed in on the web with an opinion or a ticket: what there is, and each opened for a reason.

const FILE_KINDS = {
  "image/jpeg": ["사진", "picture"], "image/png": ["사진", "picture"], "image/heic": ["사진 (HEIC)", "picture"],
  "image/webp": ["사진", "picture"], "application/pdf": ["PDF", "PDF"],
};

function evidenceCard(path) {
  const place = h("div", { class: "stack" });
  const made = card(h("h3", {}, both("첨부 파일", "Files")), place);
  made.hidden = true;
  get(path).then(
    ({ files }) => {
      made.hidden = !files.length;
      place.replaceChildren(...files.map(fileLine));
    },
    error => {
      if (error instanceof Left) return;
      made.hidden = false;
      place.replaceChildren(trouble(error));
    });
  return made;
}

function fileLine(file) {
  const size = `${Math.max(1, Math.round(file.size_bytes / 1024)).toLocaleString("ko")} KB`;
  return h("div", {}, h("p", { class: "quiet" }, named(FILE_KINDS, file.content_type), ` · ${size} · ${at(file.sent_at)}`),
    veiled(h("p", { class: "words" }, file.name || "-"), "시민이 제출한 파일을 엽니다",
      reason => post(`files/${seg(file.holder)}/${seg(file.file_id)}/disclosure`, { reason }),
      link => h("p", {}, h("a", { href: link.url, target: "_blank", rel: "noopener noreferrer" },
        both("파일 내려받기 (3분 동안)", "Download (for three minutes)")))));
}
