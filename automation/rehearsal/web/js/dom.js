// Making elements.

function apply(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "class") node.className = value;
  else node.setAttribute(name, value === true ? "" : value);
}

/** An element with attributes (`onclick` and the like add listeners) and children; empty children are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) apply(node, name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Show or hide an element. */
export function show(node, visible) {
  node.hidden = !visible;
}
