// A question with few answers: all in sight, “unknown” among them as an answer of its own.
import { freshID, h } from './dom.js';
import { t } from './i18n.js';

/**
 * @typedef {object} Control
 * @property {HTMLElement} node
 * @property {(value: any) => void} show shows a value without telling
 * @property {() => void} focus
 */

/**
 * @param {{label: string, labelledBy: string, describedBy: string, options: {value: any, label: string}[], pick: (value: any) => void}} setup
 * @returns {Control}
 */
export function choice({ labelledBy, describedBy, options, pick }) {
  const name = freshID('choice');
  const all = [{ value: undefined, label: t('state.unknown') }, ...options];
  const inputs = all.map((option) => h('input', { type: 'radio', name, onchange: () => pick(option.value) }));
  const node = h('div.choice', { role: 'radiogroup', 'aria-labelledby': labelledBy, 'aria-describedby': describedBy },
    all.map((option, index) => h('label', { class: index ? '' : 'is-unknown' }, inputs[index], h('span', option.label))));
  return {
    node,
    show: (value) => inputs.forEach((input, index) => { input.checked = all[index].value === value; }),
    focus: () => (inputs.find((input) => input.checked) ?? inputs[0]).focus(),
  };
}

/** The same for more or longer answers. @returns {Control} */
export function selection({ labelledBy, describedBy, options, pick }) {
  const node = h('select', {
    'aria-labelledby': labelledBy, 'aria-describedby': describedBy, onchange: () => pick(options[Number(node.value)]?.value),
  }, h('option', { value: '' }, t('state.unknown')), options.map((option, index) => h('option', { value: index }, option.label)));
  const show = (value) => {
    const index = options.findIndex((option) => option.value === value);
    node.value = index < 0 ? '' : String(index);
    node.dataset.state = value === undefined ? 'unknown' : 'known';
  };
  return { node, show, focus: () => node.focus() };
}
