// What changes while a page is open. One WebSocket a page, shared by all its parts; polling while there is none.
//
//   const list = await api("crosswalk").get("units");
//   const watching = live.watch("crosswalk.units", {
//     cursor: list.cursor,                 where the list stands; without it, `onReset` is called once to read the list
//     onChange: ({ key, body }) => …,      each change once, in order
//     onReset: cursor => …,                away for too long: read the list again
//     onState: state => …,                 "live", "polling", "offline", or "refused"
//   });
//   watching.close();

import { api } from "./api.js";
import { Line } from "./live/line.js";

export const live = new Line({
  ticket: async () => (await api("live").post("ticket")).ticket,
  changes: (topic, after) => api("live").get("changes", { topic, after }),
  open: protocols => new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live`, protocols),
  after: (ms, what) => {
    const timer = setTimeout(what, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
});

addEventListener("online", () => live.hurry());
addEventListener("session", () => live.hurry());
