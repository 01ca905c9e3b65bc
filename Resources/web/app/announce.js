// What a screen reader says when something changes that has not the focus.

/** @param {string} text */
export function announce(text) {
  const region = document.getElementById('announcer');
  if (region) region.textContent = text;
}
