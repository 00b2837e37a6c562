// Before the first paint: the theme and the language that were chosen here, so that nothing flashes. It is no module, so
// that it runs where it stands in the head.
(() => {
  const root = document.documentElement, dark = matchMedia("(prefers-color-scheme: dark)");
  // Whoever reads in colours of their own has dark or light of the device: ours, chosen before, would not be seen on them.
  const forced = matchMedia("(forced-colors: active)");
  /** @param {string} key */
  const kept = key => { try { return localStorage.getItem(key); } catch { return null; } };
  const follow = () => {
    const chosen = forced.matches ? null : kept("dongne.theme");
    root.dataset.theme = chosen === "light" || chosen === "dark" ? chosen : dark.matches ? "dark" : "light";
    dispatchEvent(new Event("theme"));
  };
  follow();
  dark.addEventListener("change", follow);
  forced.addEventListener("change", follow);
  addEventListener("storage", event => { if (event.key === "dongne.theme") follow(); });
  const asked = new URLSearchParams(location.search).get("lang");
  let tab = null;
  try { tab = sessionStorage.getItem("dongne.language"); } catch { /* nothing is remembered */ }
  if ((asked ?? tab ?? kept("dongne.language")) === "en") root.lang = "en";
})();
