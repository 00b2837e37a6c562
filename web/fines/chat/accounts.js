// Accounts to pay into, found in what the office said, so that they stand apart and can be copied. Where no account is
// found the words stand as they came: nothing is hidden, only shown once more.

/** @typedef {{amount: string, bank: string, number: string, holder: string, until: string}} Account */

// As the office writes a transfer in each of its languages: talk/phrases/cases.py, "transfer" and "account".
const NUMBER = String.raw`(?<number>\d{3}(?:-\d{2,5}){1,4})`;
const TRANSFERS = [
  String.raw`(?<amount>[\d,]+원), (?<bank>[^,\d\n]{1,20}) ${NUMBER} 예금주 (?<holder>[^,\n]{1,40}), (?<until>[^,\n]{1,24} 밤 12시)까지`,
  String.raw`(?<amount>₩?[\d,]+(?: won)?) to (?<bank>[^,\d\n]{1,30}) ${NUMBER} \((?<holder>[^()\n]{1,60})\) (?<until>before midnight, [A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2})`,
  String.raw`(?<amount>₩?[\d,]+(?: won|韩元)?), (?<bank>[^,\d\n]{1,20}) ${NUMBER} 户名 (?<holder>[^,\n]{1,40}), (?<until>\d{1,2}月\d{1,2}日24点)前`,
  String.raw`(?<amount>₩?[\d,]+(?: won)?) vào (?<bank>[^,\d\n]{1,30}) ${NUMBER} \((?<holder>[^()\n]{1,60})\) (?<until>trước 24h ngày \d{1,2}/\d{1,2})`,
].map(text => new RegExp(text, "gu"));

/** @param {string} text @returns {Account[]} */
export function accountsIn(text) {
  const found = TRANSFERS.flatMap(pattern => [...text.matchAll(pattern)]);
  return found.map(({ groups }) => /** @type {Account} */ ({ ...groups }))
    .filter((one, place, all) => all.findIndex(other => other.number === one.number && other.amount === one.amount) === place);
}

// An account stands before its holder, in every language; a telephone does not. A code is of two fives.
const COPIED = /\d{3}(?:-\d{4})*-\d{1,5}(?=\s*(?:\(|예금주|户名))|\b[2-9A-HJKMNP-Z]{5}-[2-9A-HJKMNP-Z]{5}\b/g;

/** The text in pieces: what may be copied stands alone. @param {string} text @returns {{text: string, copied: boolean}[]} */
export function pieces(text) {
  const found = [];
  let from = 0;
  for (const match of text.matchAll(COPIED)) {
    if (match.index > from) found.push({ text: text.slice(from, match.index), copied: false });
    found.push({ text: match[0], copied: true });
    from = match.index + match[0].length;
  }
  if (from < text.length || !found.length) found.push({ text: text.slice(from), copied: false });
  return found;
}

/** Whether it is an account, and not a code. @param {string} text */
export const isAccount = text => /^[\d-]+$/.test(text);
