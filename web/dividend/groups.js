// Who stands together in a data set, in one sentence, and what its columns are called.

import { number, particle, t } from "../shell/words.js";

/** As `certificate.json` of a round holds it. @typedef {Record<string, any>} Certificate */

/** What the columns of payments are called, in both languages; they are Korean in the data. @type {import("../shell/words.js").Words} */
export const COLUMNS = {
  나이: ["나이", "age"], 성별: ["성별", "sex"], 거주지: ["거주지", "home"], 이용주: ["이용주", "week"], 업종: ["업종", "trade"],
  금액: ["금액", "amount"], 이용자: ["이용자", "person"],
};
/** @param {string} column */
export const columnName = column => t(column, COLUMNS[column]?.[1] ?? column);

/** Whether k counts people, and not records. @param {Certificate} certificate */
export const countsPeople = ({ measured, promised }) => measured.k_unit === "persons" || promised.unit === "persons";

/** What holds of everybody in it, in one sentence. @param {Certificate} certificate */
export function together(certificate) {
  const { measured, promised } = certificate, names = promised.quasi_identifiers.map(columnName), k = number(measured.k);
  const groups = particle(names.join(", "), "이", "가"), list = names.join(", ");
  return countsPeople(certificate)
    ? t(`${groups} 같은 사람은 언제나 ${k}명 이상입니다. 한 사람이 여러 번 결제해도 한 명으로 셉니다.`,
      `At least ${k} different people share each combination of ${list}, however often each of them paid.`)
    : t(`${groups} 같은 기록은 언제나 ${k}건 이상입니다. 사람이 아니라 결제를 센 수입니다.`,
      `At least ${k} records share each combination of ${list}. These are payments, not people.`);
}
