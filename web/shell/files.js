// Files to the city and from it.

import { Trouble } from "./api.js";

/** Sends a file straight to its bucket, by a form that the city signed for it alone.
 * @param {{url: string, fields: Record<string, string>}} signed @param {File} file
 * @param {(share: number) => void} [seen] how much of it has gone, from 0 to 1 @returns {Promise<void>} */
export function upload(signed, file, seen = () => {}) {
  return new Promise((resolve, reject) => {
    const form = new FormData(), request = new XMLHttpRequest();
    for (const [name, value] of Object.entries(signed.fields)) form.append(name, value);
    form.append("file", file);
    request.upload.addEventListener("progress", event => {
      if (event.lengthComputable) seen(event.loaded / event.total);
    });
    request.addEventListener("load", () =>
      request.status >= 200 && request.status < 300 ? resolve() : reject(new Trouble(request.status)));
    for (const failure of ["error", "timeout", "abort"]) {
      request.addEventListener(failure, () => reject(new Trouble(0, null, !navigator.onLine)));
    }
    request.timeout = 4 * 60 * 1000;
    request.open("POST", signed.url);
    request.send(form);
  });
}

/** Saves what the city made as a file. @param {{file_name: string, content_type: string, content: BlobPart}} file */
export function save(file) {
  const address = URL.createObjectURL(new Blob([file.content], { type: file.content_type }));
  const link = Object.assign(document.createElement("a"), { href: address, download: file.file_name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

/** Puts a text on the clipboard. Whether it is there. @param {string} words */
export async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    // An address without TLS has no clipboard; the old way still may.
    const field = Object.assign(document.createElement("textarea"), { value: words, readOnly: true, className: "unseen" });
    (document.querySelector("dialog[open]") ?? document.body).append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
