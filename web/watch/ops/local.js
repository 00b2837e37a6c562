// What a laptop's city does not measure: a chart that stays empty there need not stay empty on AWS.

import { html } from "../../shell/element.js";
import { t } from "../../shell/words.js";

/** @type {[string, string][]} */
const MISSING = [
  ["비용: 이 컴퓨터는 청구하지 않습니다.", "Cost: this machine bills nobody."],
  ["표의 요청 제한: 로컬 표에는 한도가 없습니다.", "Throttled tables: local tables have no limits."],
  ["거절된 장치 연결: 로컬 브로커는 연결을 세지 않습니다.", "Refused connections of devices: the local broker does not count them."],
  ["방화벽과 배포망(WAF, CloudFront)의 지표.", "Figures of the firewall and of CloudFront."],
];

export const local = () => html`<details class="card"><summary>${t("로컬 도시에서 비어 있는 그래프", "Charts that stay empty in a local city")}</summary>
  <p>${t("아래 값은 로컬 클라우드가 만들지 않습니다. AWS에서는 나옵니다.", "The local cloud does not produce these. On AWS they are there.")}</p>
  <ul class="bullets">${MISSING.map(each => html`<li>${t(...each)}</li>`)}</ul></details>`;
