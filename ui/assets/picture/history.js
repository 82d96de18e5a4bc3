// Streamlit makes an entry of the browser's history for every key that Python writes into the address, so
// that Back would first stay on the page, under an address that no longer says what is shown. Here an
// entry is a page: what changes on it replaces its address.
export function onePageOneEntry() {
  const { history } = window;
  if (Object.hasOwn(history, "pushState")) return;
  history.pushState = (state, unused, address) => {
    const samePage = new URL(address, window.location.href).pathname === window.location.pathname;
    const { pushState, replaceState } = Object.getPrototypeOf(history);
    (samePage ? replaceState : pushState).call(history, state, unused, address);
  };
}
