// Where a citizen with a parking fine begins: ask, pay, see how far it is, or call.

import { CityElement, define, html } from "../shell/element.js";
import { TELEPHONE } from "../shell/city.js";
import { openPage } from "../shell/shell.js";
import { t } from "../shell/words.js";
import { LANGUAGES } from "./chat/language.js";
import { WORDS } from "./chat/words.js";

/** @typedef {[path: string, drawn: string, title: [string, string], about: [string, string]]} Way */

/** @type {Way[]} */
const WAYS = [
  ["/fines/chat", "M4 5h16v11H9l-5 4zM8 9h8M8 12h5", ["물어보기", "Ask"],
    ["금액, 기한, 감경, 압류를 대화로 묻습니다. 24시간 답합니다.", "The amount, the due date, reductions, a seizure: answers day and night."]],
  ["/fines/chat?ask=account", "M4 6h16v12H4zM4 10h16M8 14h4", ["납부하기", "Pay"],
    ["고지서 번호와 차량번호를 적으면 금액과 가상계좌를 알려 드립니다.", "With the notice number and the plate you get the amount and an account to pay into."]],
  ["/fines/chat?ask=opinion", "M5 4h14v16H5zM9 9h6M9 13h6", ["의견 내기", "Say why it is wrong"],
    ["사정이 있으면 기한 안에 의견과 증빙 사진을 내세요.", "Within the period you can give an opinion, with photos as proof."]],
  ["/fines/case", "M4 12l5 5L20 6", ["진행·답변 확인", "My case and answers"],
    ["납부와 의견, 상담이 어디까지 왔는지 봅니다.", "See what is paid, and how far an opinion or a question has come."]],
];

class FinesHome extends CityElement {
  render() {
    return html`<div class="page">
      <div class="hero"><h1>${t("주정차 과태료", "Parking fines")}</h1>
        <p class="lead">${t("고지서가 있으면 됩니다. 로그인은 필요 없습니다.", "All you need is the notice. No sign-in.")}</p></div>
      <ul class="cards ways">${WAYS.map(([path, drawn, title, about]) => html`<li class="card link-card">
        <svg class="card-icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${drawn}></path></svg>
        <div class="card-words"><h2><a class="whole-card" href=${path}>${t(...title)}</a></h2><p class="quiet">${t(...about)}</p></div></li>`)}</ul>
      <section class="card" aria-labelledby="call"><h2 id="call">${t("전화와 문자", "By telephone")}</h2>
        <p>${t("평일 9시부터 18시까지 담당자가 받습니다.", "A person answers on weekdays, 9 to 18.")}</p>
        <p class="row"><a class="plain" href="tel:${TELEPHONE.replaceAll("-", "")}">${t("전화", "Call")} ${TELEPHONE}</a>
          <a class="plain" href="sms:%2300003396">${t("문자", "Text")} #00003396</a></p></section>
      <section class="card" aria-labelledby="languages"><h2 id="languages">${t("다른 언어로 상담하기", "Ask in another language")}</h2>
        <ul class="row">${LANGUAGES.map(([tag, name]) => html`<li><a class="plain" lang=${tag} hreflang=${tag} href="/fines/chat?speak=${tag}">${name}<span
          class="unseen"> · ${WORDS[tag].title}</span></a></li>`)}</ul></section>
    </div>`;
  }
}
define("fines-home", FinesHome);
void openPage({ title: ["주정차 과태료", "Parking fines"] });
