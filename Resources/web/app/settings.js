// What a reader chose: language and theme. Nothing of a patient is kept here.

const KEY = 'nextline.settings';

function read() {
  try { return JSON.parse(localStorage.getItem(KEY) ?? '{}'); } catch { return {}; }
}

/** @param {{language?: string, theme?: string}} choice */
export function remember(choice) {
  try { localStorage.setItem(KEY, JSON.stringify({ ...read(), ...choice })); } catch { /* private window: not remembered */ }
}

/** @returns {'auto' | 'light' | 'dark'} */
export const theme = () => /** @type {any} */ (document.documentElement.dataset.theme ?? 'auto');

/** @param {'auto' | 'light' | 'dark'} name */
export function wear(name) {
  if (name === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  remember({ theme: name });
}
