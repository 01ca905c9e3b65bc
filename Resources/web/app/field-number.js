// A number as it is typed. What is no number is sent as it stands, so that the service can say what is wrong with it.
import { h } from './dom.js';
import { language, t } from './i18n.js';

/** What typed text means: nothing, a number, or text. @param {string} text */
export function parsed(text) {
  const plain = text.trim().replace(/\s/g, '').replace(',', '.').replace('−', '-');
  if (!plain) return undefined;
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : text.trim();
}

/** A number as one would type it. @param {any} value */
const written = (value) => (typeof value === 'number' && language() === 'ru' ? String(value).replace('.', ',') : String(value ?? ''));

/** @returns {import('./field-choice.js').Control} */
export function numberInput({ labelledBy, describedBy, unit, pick, id }) {
  const input = h('input', {
    id, type: 'text', inputmode: 'decimal', autocomplete: 'off', size: 7, placeholder: t('state.unknown'),
    'aria-labelledby': labelledBy, 'aria-describedby': describedBy, oninput: () => pick(parsed(input.value), { isTyping: true }),
  });
  const show = (value) => { if (parsed(input.value) !== value) input.value = written(value); };
  return { node: h('span.number', input, unit && h('span.unit', unit)), show, focus: () => input.focus() };
}

/** A day, or only a month; recorded when the field is left. @returns {import('./field-choice.js').Control} */
export function dateInput({ labelledBy, describedBy, pick, placeholder = t('therapy.datePlaceholder') }) {
  const input = h('input', {
    type: 'text', size: 11, autocomplete: 'off', placeholder, 'aria-labelledby': labelledBy, 'aria-describedby': describedBy,
    onchange: () => pick(input.value.trim() || undefined),
  });
  return { node: h('span.number', input), show: (value) => { input.value = value ?? ''; }, focus: () => input.focus() };
}
