// The part of the scoreboard that Streamlit delivers with every run; the rest is under /assets.
const boards = new WeakMap();

export default function ({ data, parentElement }) {
  if (!boards.has(parentElement)) boards.set(parentElement, begin(parentElement, data));
  boards.get(parentElement).then((board) => board.update(data), (problem) => {
    console.error(problem);
    parentElement.textContent = data.failed;
  });
  // as in plot.js: only a node that has left goes
  return () => window.setTimeout(() => {
    if (parentElement.isConnected) return;
    boards.get(parentElement)?.then((board) => board.destroy(), () => undefined);
    boards.delete(parentElement);
  });
}

async function begin(parent, data) {
  const base = new URL(data.assets, window.location.origin).href;
  const { Board } = await import(`${base}/board.js`);
  return new Board(parent);
}
