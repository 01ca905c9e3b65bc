// Building elements: what a template language would be for, in one function.

/** @typedef {Node | string | number | null | undefined | false | Child[]} Child */

/**
 * Makes an element: `h('button.primary', { type: 'button', onclick: save }, 'Save')`.
 *
 * Properties may be left out. Those that start with `on` are listeners, `style` goes through the object model (the policy
 * forbids style attributes), `true` sets an empty attribute, and null, undefined and false set none.
 * @param {string} tag with classes after dots
 * @param {...(Record<string, any> | Child)} content properties, if the first is an object, and children
 * @returns {any}
 */
export function h(tag, ...content) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(' ');
  return fill(element, content);
}

/** The same for SVG. */
export function s(tag, ...content) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  if (classes.length) element.setAttribute('class', classes.join(' '));
  return fill(element, content);
}

function fill(element, content) {
  const hasProperties = content[0]?.constructor === Object;
  for (const [key, value] of Object.entries(hasProperties ? content[0] : {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'class') element.classList.add(...String(value).split(' ').filter(Boolean));
    else if (key === 'style') for (const [name, text] of Object.entries(value)) element.style.setProperty(name, text);
    else if (key === 'value' || key === 'checked') element[key] = value;
    else element.setAttribute(key, value === true ? '' : value);
  }
  append(element, hasProperties ? content.slice(1) : content);
  return element;
}

/** @param {Element} parent @param {Child} child */
export function append(parent, child) {
  if (Array.isArray(child)) for (const one of child) append(parent, one);
  else if (child !== null && child !== undefined && child !== false) parent.append(child);
}

/** What an element is to someone who is at it, however often it is drawn. */
const identity = (element) => [element.tagName, element.getAttribute('href'), element.getAttribute('aria-label') ?? element.textContent].join('\n');

/** Replaces what an element holds, and keeps the keyboard focus on the part with the same `data-key`, or that reads the same, or near to it. */
export function replace(parent, ...children) {
  const active = document.activeElement;
  const isWithin = active !== parent && parent.contains(active);
  const key = isWithin ? active.closest('[data-key]')?.dataset.key : null;
  const alike = (one) => identity(one) === identity(active);
  const place = isWithin ? [...parent.querySelectorAll(active.tagName)].filter(alike).indexOf(active) : -1;
  const fragment = document.createDocumentFragment();
  append(fragment, children);
  parent.replaceChildren(fragment);
  if (!isWithin) return;
  const same = key ? parent.querySelector(`[data-key="${CSS.escape(key)}"]`) : [...parent.querySelectorAll(active.tagName)].filter(alike)[place];
  same?.focus({ preventScroll: true });
  // What is folded away takes no focus.
  if (document.activeElement !== same) parent.closest('[tabindex]')?.focus({ preventScroll: true });
}

/** Sets a text, if it is another: what is set anew is laid out anew. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

let last = 0;

/** An id no other element has. */
export const freshID = (prefix = 'x') => `${prefix}-${++last}`;

/** A part that is made when it is first opened. @param {Child} summary @param {() => Child} make */
export function closed(summary, make) {
  const details = h('details', { ontoggle: () => details.childElementCount === 1 && append(details, make()) }, h('summary', summary));
  return details;
}

/** Puts a separator between nodes. */
export const joined = (nodes, separator) => nodes.flatMap((node, index) => (index ? [separator, node] : [node]));

/** Runs `action` once the calls have paused for `milliseconds`. */
export function debounced(action, milliseconds) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), milliseconds);
  };
}
