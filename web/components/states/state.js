import { html } from "../../shell/element.js";
import { t } from "../../shell/words.js";
import { broken, empty, waiting } from "../state.js";
import { OFFLINE, REFUSED, states } from "./states.js";

states("city-state", {
  "waiting": () => waiting(),
  "waiting, in words of the page": () => waiting(t("세는 중입니다 …", "Counting …")),
  "empty": () => empty(t("답변할 문의가 없습니다.", "No ticket waits.")),
  "error": () => broken(REFUSED, () => {}),
  "offline": () => broken(OFFLINE, () => {}),
  "error, unknown": () => html`<city-state kind="error"></city-state>`,
});
