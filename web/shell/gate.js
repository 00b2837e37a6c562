// What stands before a page, or over it, until somebody who may has signed in.

import { html, nothing, ref } from "./element.js";
import { session } from "./session.js";
import { city, nameOf, pagesOf, roles } from "./city.js";
import { listed, named, t } from "./words.js";

/** In place of a staff page's content. @param {string[]} groups */
export function gate(groups) {
  const { standing } = session;
  if (standing === "unknown") return html`<p class="city-waiting" role="status">${t("확인하고 있습니다 …", "Checking …")}</p>`;
  if (standing === "away") {
    return html`<section class="card gate"><h1>${t("연결되지 않았습니다", "No connection")}</h1>
      <p>${t("시스템이 대답하지 않습니다. 연결되면 저절로 이어집니다.", "The city does not answer. This goes on by itself once it does.")}</p>
      <button class="do" type="button" @click=${() => session.woke()}>${t("다시 시도", "Try again")}</button></section>`;
  }
  if (standing === "forbidden") {
    const mine = pagesOf(page => session.may(...page.who));
    return html`<section class="card gate"><h1>${t("이 화면을 볼 권한이 없습니다", "Your role does not open this page")}</h1>
      <p>${t(`이 화면은 ${listed(roles(), groups)}에게 열립니다. 지금 권한: ${session.me?.groups.length ? listed(roles(), session.me.groups) : "없음"}.`,
        `It opens to: ${listed(roles(), groups)}. Your role: ${session.me?.groups.length ? listed(roles(), session.me.groups) : "none"}.`)}</p>
      ${mine.length ? html`<p>${t("내 권한으로 쓰는 화면:", "Pages for your role:")}</p>
        <ul class="links">${mine.map(page => html`<li><a href=${page.path}>${nameOf(page.names)}</a></li>`)}</ul>`
        : html`<p>${t("관리자에게 권한을 요청해 주세요.", "Please ask your administrator for a role.")}</p>`}</section>`;
  }
  return html`<section class="card gate"><h1>${t("직원 로그인이 필요합니다", "Please sign in")}</h1>
    <p>${t("한 번 로그인하면 내 권한의 모든 화면을 쓸 수 있습니다.", "Signing in once opens every page of your role.")}</p>
    ${groups.length ? html`<p class="quiet">${t("쓰는 사람", "For")}: ${groups.map(group => named(roles(), group)).join(", ")}</p>` : nothing}
    <button class="do" type="button" @click=${() => session.signIn()}>${t("로그인", "Sign in")}</button></section>`;
}

/** @returns {[string, string, string, string] | null} */
function asked() {
  if (session.standing === "covered") return ["화면을 가렸습니다", "This page is covered",
    "15분 동안 쓰지 않아 화면을 가렸습니다. 다시 로그인하면 그대로 이어집니다.", "Nobody used it for 15 minutes. Sign in again and go on where you were."];
  if (session.standing === "again") return ["다시 로그인해 주세요", "Please sign in again",
    "로그인이 끝났습니다. 적던 내용은 이 화면에 그대로 남아 있습니다.", "Your sign-in has ended. What you typed is still on this page."];
  if (session.standing === "out") return ["로그아웃되었습니다", "You are signed out",
    "다른 창에서 로그아웃했습니다.", "You signed out in another window."];
  if (session.stepping) return ["한 번 더 확인합니다", "Please confirm it is you",
    "가려진 내용을 보려면 방금 로그인한 사람이어야 합니다. 새 창에서 로그인하면 이어집니다.",
    "Seeing what is masked takes a fresh sign-in. Sign in in the new window, and this goes on."];
  return null;
}

/** Over a page that was open; it closes by itself once somebody has signed in. */
export function overPage() {
  const found = asked();
  if (!found) return nothing;
  const [korean, english, why, because] = found, step = session.standing === "in";
  /** @param {Element | undefined} dialog */
  const show = dialog => {
    if (!(dialog instanceof HTMLDialogElement) || dialog.open) return;
    // A dialog that was open beneath stays open, and gets the focus back.
    queueMicrotask(() => { if (dialog.isConnected && !dialog.open) dialog.showModal(); });
  };
  return html`<dialog class=${["covered", "out"].includes(session.standing) ? "city-over covers" : "city-over"} aria-labelledby="city-over-title" ${ref(show)}
      @cancel=${(/** @type {Event} */ event) => { event.preventDefault(); if (step) session.stepDown(); }}>
    <h2 id="city-over-title">${t(korean, english)}</h2><p>${t(why, because)}</p>
    <div class="row end">
      ${step ? html`<button type="button" class="plain" @click=${() => session.stepDown()}>${t("그만두기", "Cancel")}</button>` : nothing}
      <a class="do" href=${session.door({ again: session.standing !== "again" && session.standing !== "out", to: "/signed-in" })}
        target="_blank" rel="opener" @click=${() => session.hope()}>${t("새 창에서 로그인", "Sign in in a new window")}</a></div></dialog>`;
}

/** Whether the city is official. */
export const banner = () => city().official ? html`<p class="city-banner">${t("이 누리집은 대한민국 공식 전자정부 누리집입니다.",
  "This is an official website of the Republic of Korea.")}</p>` : nothing;
