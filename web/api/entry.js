// One route, or one channel: what it takes and answers, examples, groups, refusals, and a call to copy.

import { html, nothing, say } from "../shell/element.js";
import { roles } from "../shell/city.js";
import { listed, named, t } from "../shell/words.js";
import { curlOf, exampleOf, follow, nameOf, saidOf, typeOf } from "./document.js";
import "./schema.js";

/** @typedef {import("./document.js").Schema} Schema */
/** @typedef {import("./document.js").Entry} Entry */

const PROOFS = /** @type {Record<string, [string, string]>} */ ({
  staff_token: ["직원 로그인 토큰", "a staff member's token"], buyer_key: ["구매자 키", "a buyer's key"],
  bank_signature: ["은행 서명", "the bank's signature"], bank_timestamp: ["서명한 시각", "the moment it was signed"],
  bank_delivery: ["전달 번호", "the number of the delivery"], session_cookie: ["로그인 쿠키", "the sign-in's cookie"],
  session_page: ["도시의 화면이라는 표시", "the sign of a page of the city"],
});

/** What is said where no refusal of the city's own is: by the gateway, or by nobody. @type {Record<string, [string, string]>} */
const UNNAMED = {
  401: ["로그인이 필요합니다. 게이트웨이가 답합니다.", "A valid token is needed, says the gateway."],
  429: ["요청이 너무 많습니다. 게이트웨이가 답합니다.", "Too many requests, says the gateway."],
  500: ["처리하지 못했습니다.", "Something went wrong."],
};

/** @param {Schema} text @param {Entry} entry */
export const entryView = (text, entry) => html`<article class="docs-one card">
  <h2>${t(entry.names.ko, entry.names.en)}</h2>
  <p class="docs-route"><span class="verb">${verbWords(entry.verb)}</span><code>${entry.path}</code></p>
  ${saidOf(text, entry).description ? html`<p class="words quiet" lang="en">${saidOf(text, entry).description}</p>` : nothing}
  ${text.paths ? routeView(text, entry) : channelView(text, entry)}</article>`;

/** @param {string} verb */
export const verbWords = verb => ({ send: t("보냄", "sends"), receive: t("받음", "takes") })[verb] ?? verb;

/** @param {Schema} text @param {Entry} entry */
function routeView(text, entry) {
  const what = saidOf(text, entry), body = what.requestBody?.content["application/json"];
  const proofs = what.security.flatMap((/** @type {Schema} */ each) => Object.keys(each));
  return html`<dl class="facts"><dt>${t("누가", "Who")}</dt>
      <dd>${entry.groups.length ? listed({ ...roles(), "everybody signed in": ["로그인한 직원 모두", "everybody signed in"] }, entry.groups) : proofs.length ? listed(PROOFS, proofs) : t("누구나", "everybody")}</dd>
      ${proofs.length ? html`<dt>${t("증명", "Proof")}</dt><dd>${listed(PROOFS, proofs)}</dd>` : nothing}
      ${what["x-recent-sign-in"] ? html`<dt>${t("다시 로그인", "Sign in again")}</dt>
        <dd>${t("5분 안에 로그인했어야 합니다.", "Only within five minutes of signing in.")}</dd>` : nothing}
      <dt>${t("이름", "Name")}</dt><dd><code>${entry.id}</code></dd></dl>
    ${what.parameters.length ? html`<section><h3>${t("경로와 질의의 값", "Parameters")}</h3>${parameters(text, what.parameters)}</section>` : nothing}
    ${body ? html`<section><h3>${t("보내는 내용", "What it takes")}</h3>${shape(text, body.schema)}${examples(text, body)}</section>` : nothing}
    ${Object.entries(what.responses).filter(([status]) => status < "400").map(([status, answer]) => answerView(text, status, answer))}
    <section><h3>${t("거절과 오류", "Refusals")}</h3>${refusals(text, what.responses)}</section>
    <section><h3>${t("명령줄에서", "From a command line")}</h3>${copyable(curlOf(text, entry, location.origin))}</section>`;
}

/** @param {Schema} text @param {Schema[]} all */
const parameters = (text, all) => html`<ul class="schema">${all.map(each => html`<li><div class="schema-head"><code>${each.name}</code>
  <span class="tag">${typeOf(text, each.schema)}</span>
  <span class="quiet small">${each.in === "path" ? t("경로", "in the path") : t("질의", "in the query")}${each.required ? t(", 필수", ", required") : ""}</span>
  </div></li>`)}</ul>`;

/** @param {Schema} text @param {Schema} schema */
const shape = (text, schema) => html`<p class="quiet small"><code>${nameOf(schema) || typeOf(text, schema)}</code></p>
  ${follow(text, schema).description ? html`<p class="words quiet small" lang="en">${follow(text, schema).description}</p>` : nothing}
  <city-schema .text=${text} .schema=${schema}></city-schema>`;

/** @param {Schema} text @param {string} status @param {Schema} answer */
function answerView(text, status, answer) {
  const content = answer.content?.["application/json"];
  return html`<section><h3>${t("답", "Answer")} ${status}</h3>
    ${content ? html`${shape(text, content.schema)}${examples(text, content)}` : html`<p class="quiet">${t("내용이 없습니다.", "Nothing in it.")}</p>`}</section>`;
}

/** @param {Schema} text @param {Schema} content */
const examples = (text, content) => html`<details><summary>${t("예", "Example")}</summary>
  ${copyable(JSON.stringify(exampleOf(text, content), null, 2))}</details>`;

/** @param {Schema} text @param {Record<string, Schema>} responses */
function refusals(text, responses) {
  const rows = Object.entries(responses).filter(([status]) => status >= "400").flatMap(([status, answer]) => {
    const codes = Object.entries(answer.content["application/json"].examples ?? {});
    return codes.length ? codes.map(([code, example]) => [status, code, follow(text, example).value.message]) : [[status, "", named(UNNAMED, status)]];
  });
  return html`<div class="scroll" role="region" tabindex="0" aria-label=${t("거절과 오류", "Refusals")}><table class="docs-table">
    <thead><tr><th scope="col">${t("상태", "Status")}</th><th scope="col">${t("부호", "Code")}</th><th scope="col">${t("말", "Words")}</th></tr></thead>
    <tbody>${rows.map(([status, code, words]) => html`<tr><td>${status}</td><td><code>${code || "–"}</code></td>
      <td>${typeof words === "string" ? words : t(words.ko, words.en)}</td></tr>`)}</tbody></table></div>`;
}

/** @param {Schema} text @param {Entry} entry */
function channelView(text, entry) {
  const { channel, messages } = saidOf(text, entry), topics = Object.entries(channel["x-topics"] ?? {});
  return html`<p class="quiet" lang="en">${follow(text, channel.servers[0]).description}</p>
    ${topics.length ? html`<section><h3>${t("토픽", "Topics")}</h3><dl class="facts">${topics.map(([topic, groups]) => html`
      <dt><code>${topic}</code></dt><dd>${listed(roles(), groups)}</dd>`)}</dl></section>` : nothing}
    ${messages.map((/** @type {Schema} */ message) => html`<section><h3><code>${message.title}</code></h3>
      ${message.summary ? html`<p class="words quiet small" lang="en">${message.summary}</p>` : nothing}
      ${message.payload["x-columns"] ? columns(message) : html`<city-schema .text=${text} .schema=${message.payload}></city-schema>`}
      ${message.examples?.length ? html`<details><summary>${t("예", "Example")}</summary>
        ${copyable(JSON.stringify(message.examples[0].payload, null, 2))}</details>` : nothing}
      ${message["x-report"] ? html`<details><summary>${t("답으로 남기는 보고서", "The report it is answered with")}</summary>
        <city-schema .text=${text} .schema=${message["x-report"]}></city-schema></details>` : nothing}</section>`)}`;
}

/** @param {Schema} message */
const columns = message => html`<p class="small quiet">${message["x-content-types"].join(", ")}</p><ul class="schema">
  ${message.payload["x-columns"].map((/** @type {Schema} */ column) => html`<li><div class="schema-head"><code>${column.name}</code>
    ${column.required ? html`<span class="quiet small">${t("필수", "required")}</span>` : nothing}</div></li>`)}</ul>`;

/** @param {string} text */
const copyable = text => html`<div class="docs-code"><pre tabindex="0">${text}</pre>
  <button type="button" class="plain" @click=${() => copy(text)}>${t("복사", "Copy")}</button></div>`;

/** @param {string} text */
async function copy(text) {
  try { await navigator.clipboard.writeText(text); say(t("복사했습니다.", "Copied.")); } catch {
    say(t("복사하지 못했습니다. 글을 골라 복사해 주세요.", "It could not be copied. Please select the text.")); }
}
