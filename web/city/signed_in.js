// Where somebody comes back to who signed in in a window of its own: tells the other windows, and closes.

import { session } from "../shell/session.js";
import "./plain.js";

// `openPage` asks who this is; the session tells the other windows.
addEventListener("session", () => { if (session.standing === "in") setTimeout(() => close(), 400); });
