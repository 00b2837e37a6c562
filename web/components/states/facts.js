import { html } from "../../shell/element.js";
import { day, moment, t, won } from "../../shell/words.js";
import { facts, line, since, tag, tiles } from "../facts.js";
import { states } from "./states.js";

states("facts, tiles, tags, money", {
  "facts; one is not known, one is left out": () => html`<div class="card">${facts([
    [t("차량", "Plate"), "12가 3456"], [t("소유자", "Owner"), null], [t("위반", "Violation"), moment("2026-10-20T05:05:00Z")],
    false, [t("낼 금액", "Due"), html`<b>${won(32000)}</b> ${t("사전납부", "early")} · ${day("2026-11-02", "short")}`]])}</div>`,
  "tiles": () => tiles([{ name: t("받은 메시지", "Messages"), value: "1,204" },
    { name: t("들어온 돈", "Received"), value: won(1234000), note: t("환급 12,000원", "₩12,000 refunded") },
    { name: t("늦은 일", "Late"), value: 3, tone: "late" }, { name: t("평균", "Mean"), value: null }]),
  "tags": () => html`<div class="row">${tag(t("접수", "taken"))} ${tag(t("정상", "fine"), "fine")}
    ${tag(t("주의", "warning"), "warning")} ${tag(t("경보", "alarm"), "alarm")} ${tag(t("안내", "info"), "info")} ${tag(null)}</div>`,
  "lines": () => html`<ul class="list"><li>${line("#one", html`<span class="row"><b>2026-1120-0000001</b>
    ${tag(t("사흘 남음", "3 days left"), "warning")}</span><span class="quiet">12가 3456</span>`, true)}</li>
    <li>${line("#two", html`<b>2026-1120-0000002</b>`)}</li></ul>`,
  "money": () => html`<city-money big .amount=${12345}></city-money> <p><city-money .amount=${null}></city-money></p>`,
  "since": () => html`<p>${since("2020-01-01T00:00:00Z", 60)} · ${since(null)}</p>`,
});
