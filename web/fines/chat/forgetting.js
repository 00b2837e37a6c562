// Forgetting a talk: on this device always, at the office too when it is wanted. What the law keeps there is said.

import { html, nothing } from "../../shell/element.js";
import { ask, show } from "../../components/dialog.js";
import { spoken } from "./language.js";
import { say } from "./words.js";

/** @typedef {{deleted: {messages: number, files: number}, kept: {kind: string}[]}} Forgotten */

/** Whether it was forgotten. @param {import("./memory.js").Memory} memory @param {{post: (path: string, body: unknown) => Promise<any>}} office */
export async function forgetTalk(memory, office) {
  const { session } = memory.talk;
  const answer = await ask({ title: say("forget"), verb: say("forgetYes"), grave: true,
    body: html`<div lang=${spoken()}><p>${say("forgetAsk")}</p><city-field name="office" kind="tick" label=${say("forgetToo")}></city-field></div>`,
    act: async values => ({ done: values.office ? await office.post("chat/forget", { session }) : null }) });
  if (!answer) return false;
  memory.forget();
  /** @type {Forgotten | null} */
  const done = answer.done;
  if (done) {
    await show({ title: say("forget"), body: html`<div lang=${spoken()}><p>${say("forgotten")}</p>
      ${done.kept.length ? html`<p>${say("forgetKept", { count: done.kept.length })}</p>` : nothing}</div>` });
  }
  return true;
}
