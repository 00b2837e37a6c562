// Components bring their own style sheets, so that a page names only its own.

/** A style sheet of a component's own, once a page. @param {string} address */
export function dress(address) {
  if (document.querySelector(`link[href="${address}"]`)) return;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: address }));
}
