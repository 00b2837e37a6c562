// Who did something, as every page says it: by the name they had then, and never by a bare id.

import { session } from "./session.js";
import { named, t, text } from "./words.js";

/** What no member of staff did. @type {import("./words.js").Words} */
const NOBODY = { bank: ["은행", "the bank"], citizen: ["시민", "the citizen"], city: ["자동", "automatic"], office: ["자동", "automatic"],
  file: ["파일", "a file"], unit: ["단말", "the unit"] };

/** Whoever did it, by the name they had then; whose name was never kept is a member of staff with the beginning of their id.
 * Auditors see that beside a name as well. @param {string | null | undefined} id @param {string | null} [called] @returns {string} */
export function person(id, called) {
  if (!id) return text(id);
  if (Object.hasOwn(NOBODY, id)) return named(NOBODY, id);
  const { me } = session, mine = me?.id === id, long = id.length > 12, short = long ? id.slice(0, 8) : id;
  const name = called || (mine && me.name !== id && me.name) || (long ? t(`직원 ${short}`, `staff ${short}`) : id);
  return `${name}${mine ? t(" (나)", " (you)") : ""}${session.may("auditor") && called ? ` · ${short}` : ""}`;
}
