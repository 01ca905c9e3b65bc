// A list that is either unknown or complete: what it does not name is absent.
import { h, replace } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { choice } from './field-choice.js';
import { combobox } from './combobox.js';

const UNKNOWN = undefined;

/**
 * Unknown, none, or chips of which several may be on.
 * @returns {import('./field-choice.js').Control}
 */
export function chipSet({ labelledBy, describedBy, options, pick }) {
  let chosen = [];
  const boxes = options.map((option) => h('input', { type: 'checkbox', onchange: () => {
    chosen = options.filter((_, index) => boxes[index].checked).map((one) => one.value);
    pick(chosen);
  } }));
  const completeness = choice({ labelledBy, describedBy, pick: (value) => pick(value === 'none' ? [] : value), options: [{ value: 'none', label: t('state.none') }] });
  const show = (value) => {
    chosen = value ?? [];
    completeness.show(value === undefined ? UNKNOWN : Array.isArray(value) && value.length ? 'some' : 'none');
    options.forEach((option, index) => { boxes[index].checked = chosen.includes?.(option.value) ?? false; });
  };
  const node = h('div.set', completeness.node, h('div.chips', { role: 'group', 'aria-labelledby': labelledBy },
    options.map((option, index) => h('label.chip', boxes[index], h('span', option.label)))));
  return { node, show, focus: completeness.focus };
}

/**
 * Unknown, none, or members that are searched for.
 * @returns {import('./field-choice.js').Control}
 */
export function searchedSet({ label, labelledBy, describedBy, proposals, nameOf, pick, other }) {
  /** @type {any[]} */
  let members = [];
  const completeness = choice({ labelledBy, describedBy, pick: (value) => pick(value === 'none' ? [] : value), options: [{ value: 'none', label: t('state.none') }] });
  const chips = h('ul.chips');
  const search = combobox({
    label: t('set.add', { what: label }), describedBy, placeholder: t('set.search'), other,
    proposals: () => proposals.filter((one) => !members.includes(one.value)),
    pick: (value) => { pick([...members, value]); search.focus(); },
  });
  const show = (value) => {
    members = Array.isArray(value) ? value : [];
    completeness.show(value === undefined ? UNKNOWN : members.length ? 'some' : 'none');
    replace(chips, members.map((member, index) => h('li.chip.is-on', h('span', nameOf(member)), h('button.remove', {
      type: 'button', 'data-key': `remove-${index}`, 'aria-label': t('set.remove', { what: nameOf(member) }),
      onclick: () => { pick(members.filter((_, place) => place !== index)); search.focus(); },
    }, icon('not-met')))));
    chips.hidden = !members.length;
  };
  return { node: h('div.set', completeness.node, chips, search.node), show, focus: search.focus };
}
