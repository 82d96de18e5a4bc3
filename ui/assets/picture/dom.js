// Small native elements; every text comes from Python, translated.
let made = 0;

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

export const button = (label, onclick, attributes = {}) =>
  element("button", { type: "button", class: "cam-button", onclick, ...attributes }, label);

/** A labelled choice: radio buttons that look like segments up to four options, a select beyond. */
export function choice({ label, options, asSelect = options.length > 4 }, change) {
  made += 1;
  const id = `cam-choice-${made}`;
  return asSelect ? selectChoice(id, label, options, change) : radioChoice(id, label, options, change);
}

function selectChoice(id, label, options, change) {
  const select = element("select", { id, onchange: () => change(select.value) },
    ...options.map(({ value, label: text }) => element("option", { value }, text)));
  const node = element("div", { class: "cam-choice" }, element("label", { for: id, class: "cam-label" }, label), select);
  return { node, show: (value) => { select.value = value; } };
}

function radioChoice(id, label, options, change) {
  const inputs = options.map(({ value }) => element("input", {
    type: "radio", name: id, value, id: `${id}-${value}`, onchange: () => change(value),
  }));
  const segments = options.map(({ label: text }, index) => element("span", { class: "cam-segment" },
    inputs[index], element("label", { for: inputs[index].id }, text)));
  const group = element("div", { role: "radiogroup", "aria-labelledby": id, class: "cam-segments" }, ...segments);
  const node = element("div", { class: "cam-choice" }, element("span", { id, class: "cam-label" }, label), group);
  return { node, show: (value) => inputs.forEach((one) => { one.checked = one.value === String(value); }) };
}
