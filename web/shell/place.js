// Where we are inside a page: the parts of the address behind `#`, so that back, forward and a copied link work.
//
//   place()            ["work", "ticket", "T-12"] for #work/ticket/T-12
//   go("work")         goes there; `window` hears `place`
//   at("work", 12)     "#work/12", for the href of a link (prefer links to buttons)

/** @returns {string[]} */
export function place() {
  try { return location.hash.slice(1).split("/").filter(Boolean).map(decodeURIComponent); } catch { return []; }
}

/** @param {...(string | number)} parts */
export const at = (...parts) => `#${parts.map(part => encodeURIComponent(String(part))).join("/")}`;

/** @param {...(string | number)} parts */
export function go(...parts) {
  const wanted = parts.length ? at(...parts) : "";
  if (location.hash !== wanted) history.pushState(null, "", wanted || location.pathname + location.search);
  dispatchEvent(new Event("place"));
}

/** As `go`, but back does not lead to where one was. @param {...(string | number)} parts */
export function replace(...parts) {
  history.replaceState(null, "", parts.length ? at(...parts) : location.pathname + location.search);
  dispatchEvent(new Event("place"));
}

globalThis.addEventListener?.("hashchange", () => dispatchEvent(new Event("place")));
globalThis.addEventListener?.("popstate", () => dispatchEvent(new Event("place")));
