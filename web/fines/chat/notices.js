// What a citizen reads off a notice, as the office writes it.

/** 114020260123456, with whatever between. @param {string} text */
export function noticeNumber(text) {
  const digits = text.normalize("NFKC").replace(/\D/g, "");
  return digits.length === 15 ? `${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}` : text.trim();
}

/** @param {string} text */
export const isNoticeNumber = text => /^\d{4}-\d{4}-\d{7}$/.test(noticeNumber(text));

/** A ticket's number however it was written down. @param {string} text */
export function ticketNumber(text) {
  const found = text.normalize("NFKC").replace(/\D/g, "");
  return found.length >= 8 && found.length <= 10 ? `${found.slice(0, 4)}-${found.slice(4)}` : text.trim();
}

/** @param {string} text */
export const isTicketNumber = text => /^\d{4}-\d{4,6}$/.test(ticketNumber(text));
