// What fingers, mice and keys want of a map.

/** @typedef {import("./projection.js").Corner} Corner */

/** Follows a finger or a mouse from the moment it goes down: pushes when it drags, picks when it does not.
 * @param {PointerEvent} event @param {(dx: number, dy: number) => void} push @param {(x: number, y: number) => void} pick */
export function follow(event, push, pick) {
  const picture = /** @type {HTMLElement} */ (event.currentTarget);
  const box = picture.getBoundingClientRect();
  const stop = new AbortController();
  let [x, y] = [event.clientX, event.clientY];
  let dragged = false;
  /** @param {PointerEvent} now */
  const move = now => {
    // A hand that trembles has not dragged.
    if (!dragged && Math.hypot(now.clientX - event.clientX, now.clientY - event.clientY) < 5) return;
    dragged = true;
    picture.setPointerCapture(event.pointerId);
    push(now.clientX - x, now.clientY - y);
    [x, y] = [now.clientX, now.clientY];
  };
  /** @param {PointerEvent} now */
  const drop = now => {
    stop.abort();
    if (!dragged && now.type === "pointerup") pick(now.clientX - box.left, now.clientY - box.top);
  };
  picture.addEventListener("pointermove", move, { signal: stop.signal });
  picture.addEventListener("pointerup", drop, { signal: stop.signal });
  picture.addEventListener("pointercancel", drop, { signal: stop.signal });
}

/** Where a wheel turns, and by how much it zooms. @param {WheelEvent} event @returns {[number, Corner]} */
export function turned(event) {
  const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
  return [Math.exp(-event.deltaY / 300), [event.clientX - box.left, event.clientY - box.top]];
}

/** @typedef {{ push: (x: number, y: number) => void, zoom: (steps: number) => void, whole: () => void }} Ways */

/** What a key does while the map has the focus, and nowhere else; null for nothing.
 * @param {KeyboardEvent} event @param {Ways} ways @returns {(() => void) | null} */
export function wayOf(event, { push, zoom, whole }) {
  if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return null;
  /** @type {Record<string, () => void>} */
  const known = {
    ArrowLeft: () => push(1, 0), ArrowRight: () => push(-1, 0), ArrowUp: () => push(0, 1), ArrowDown: () => push(0, -1),
    "+": () => zoom(1), "=": () => zoom(1), "-": () => zoom(-1), 0: whole,
  };
  return known[event.key] ?? null;
}
