// Days and moments in the language spoken now: the shell knows Korean and English.

import { instant, NOTHING, day as shellDay, moment as shellMoment } from "../../shell/words.js";
import { spoken } from "./language.js";

/** @param {import("../../shell/words.js").Time} time @param {Intl.DateTimeFormatOptions} how */
function foreign(time, how) {
  const at = instant(time);
  return at === null ? NOTHING : new Intl.DateTimeFormat(spoken(), { timeZone: "Asia/Seoul", ...how }).format(at);
}

const isForeign = () => spoken() === "zh" || spoken() === "vi";

/** @param {import("../../shell/words.js").Time} time */
export const day = time => isForeign() ? foreign(time, { dateStyle: "long" }) : shellDay(time);

/** @param {import("../../shell/words.js").Time} time */
export const moment = time => isForeign() ? foreign(time, { dateStyle: "medium", timeStyle: "short" }) : shellMoment(time);
