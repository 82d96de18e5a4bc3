// The state in the address and in the window. Streamlit reads the address only when a page is
// opened or left through the history: with parameters in the first address it sends that first
// string with every later run. So these keys belong to the browser; Python reads them once.
const WRITE_AFTER = 200; // ms; browsers refuse more than about 20 replacements a second
export const shared = (window.camScope ??= { states: {}, followers: new Set() });

/** Which signals an address is about: pictures of different kinds share the place among them. */
export function family(url) {
  const values = new URLSearchParams(url.split("?")[1]);
  values.delete("lang");
  return values.toString();
}

export const remembered = (url) => shared.states[family(url)] ?? {};
export const linked = () => Object.fromEntries(new URLSearchParams(window.location.search));

// The address that this page was opened with counts as a link until the person does something: what stands in
// the address later, other parts of the page have written.
if (!("opened" in shared)) {
  shared.opened = { path: window.location.pathname, keys: linked() };
  for (const kind of ["pointerdown", "keydown"]) {
    window.addEventListener(kind, () => { shared.opened = null; }, { capture: true, once: true });
  }
}

/** Whether what happens still comes from the link alone, not from the person. */
export const isOpening = () => shared.opened?.path === window.location.pathname;

/** What the link that a person opened says of `names`, in its order: pairs of name and value. */
export const openedWith = (names) => (isOpening()
  ? Object.entries(shared.opened.keys).filter(([name]) => names.includes(name)) : []);

/** Tells every other picture of the same samples where the person is now. */
export function publish(url, state, sender) {
  shared.states[family(url)] = { ...shared.states[family(url)], ...state };
  for (const follower of shared.followers) if (follower !== sender) follower.follow(url, state);
}

/** Shows every other picture of the same samples what was made of the one shown. */
export function mirror(url, payload, sender) {
  for (const follower of shared.followers) if (follower !== sender) follower.reflect(url, payload);
}

export function join(follower) {
  shared.followers.add(follower);
  return () => shared.followers.delete(follower);
}

/** For a picture whose place is not worth a link. */
export class NoLink {
  later() {}

  close() {}
}

/** Keeps the instrument's own keys in the address, whatever Python writes there. */
export class Link {
  constructor(owned) {
    this.owned = owned;
    this.path = window.location.pathname;
    this.again = () => this.write();
    window.navigation?.addEventListener("currententrychange", this.again);
  }

  later(after = WRITE_AFTER) {
    this.timer ??= window.setTimeout(() => this.write(), after);
  }

  write() {
    window.clearTimeout(this.timer);
    this.timer = undefined;
    if (window.location.pathname !== this.path) return; // the next page owns the address already
    const address = new URL(window.location.href);
    for (const [name, value] of Object.entries(this.owned())) {
      if (value === null || value === "") address.searchParams.delete(name);
      else address.searchParams.set(name, value);
    }
    if (address.href !== window.location.href) window.history.replaceState(window.history.state, "", address);
  }

  close() {
    window.clearTimeout(this.timer);
    window.navigation?.removeEventListener("currententrychange", this.again);
  }
}
