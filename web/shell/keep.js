// A citizen's page that opens without a connection after its first visit too: once it stands, the service worker hears what
// it is made of. (What a page asked an API is kept only where `open(…, { keep: true })` says so.)

/** Names this page and the files it has loaded, and those that it loads when they are wanted. Whether there is a worker that
 * hears it. @param {readonly string[]} [later] */
export async function keepPage(later = []) {
  if (!("serviceWorker" in navigator)) return false;
  const { active } = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map(entry => new URL(entry.name));
  const files = loaded.filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith("/v/")).map(each => each.pathname);
  active?.postMessage({ keep: [location.pathname, ...new Set([...files, ...later])] });
  return Boolean(active);
}
