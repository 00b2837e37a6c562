// A page of words only: it stands in both languages in its HTML, and shows one of them.

import { openPage } from "../shell/shell.js";
import { t } from "../shell/words.js";

/** The heading in the language now is the page's title. */
export function title() {
  const heading = document.querySelector(`section[lang="${t("ko", "en")}"] h1`);
  document.title = `${heading?.textContent ?? ""} · ${t("동네", "Dongne")}`;
}
addEventListener("language", title);
void openPage({}, title);
