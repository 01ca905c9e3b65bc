// A text field that proposes what the knowledge has, by name, synonym or trade name (WAI-ARIA combobox with a list).
import { freshID, h } from './dom.js';
import { folded, t } from './i18n.js';

/** @typedef {{value: any, label: string, hint?: string, words: string[]}} Proposal */

/**
 * @param {{label: string, describedBy?: string, placeholder?: string, proposals: () => Proposal[], pick: (value: any) => void,
 *   other?: (text: string) => Proposal[]}} setup `other`: what may be picked that the knowledge does not have
 * @returns {import('./field-choice.js').Control}
 */
export function combobox({ label, describedBy, placeholder, proposals, pick, other = () => [] }) {
  const listID = freshID('list');
  const input = h('input.combo', {
    type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: 'false', placeholder, 'aria-label': label,
    'aria-describedby': describedBy, 'aria-expanded': 'false', 'aria-controls': listID, 'aria-autocomplete': 'list',
    oninput: () => open(), onkeydown: (event) => key(event), onblur: () => setTimeout(close, 120), onclick: () => open(),
  });
  const list = h('ul.proposals', { id: listID, role: 'listbox', 'aria-label': label, hidden: true });
  /** @type {Proposal[]} */
  let shown = [];
  let active = -1;

  function open() {
    const typed = folded(input.value.trim());
    shown = [...best(proposals(), typed), ...(typed ? other(input.value.trim()) : [])];
    list.replaceChildren(...shown.map((proposal, index) => h('li', {
      id: `${listID}-${index}`, role: 'option', 'aria-selected': 'false',
      onpointerdown: (event) => { event.preventDefault(); take(index); },
    }, h('span', proposal.label), proposal.hint && h('span.hint', proposal.hint))));
    if (!shown.length) list.append(h('li.nothing', { role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, t('search.nothing')));
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    move(typed && shown.length ? 0 : -1);
  }

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  function move(index) {
    list.children[active]?.setAttribute('aria-selected', 'false');
    active = index;
    const item = shown[active] && list.children[active];
    if (!item) return input.removeAttribute('aria-activedescendant');
    item.setAttribute('aria-selected', 'true');
    item.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', item.id);
  }

  function take(index) {
    const proposal = shown[index];
    if (!proposal) return;
    input.value = '';
    close();
    pick(proposal.value);
  }

  function key(event) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) return open();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      move((active + step + shown.length) % Math.max(shown.length, 1));
    } else if (event.key === 'Enter' && !list.hidden && active >= 0) {
      event.preventDefault();
      take(active);
    } else if (event.key === 'Escape' && !list.hidden) {
      event.stopPropagation();
      close();
    }
  }

  return { node: h('div.combobox', input, list), show: () => {}, focus: () => input.focus() };
}

/** What matches best: the beginning of a name before the beginning of a word before any place. */
function best(proposals, typed) {
  if (!typed) return proposals.slice(0, 60);
  const rank = ({ words }) => Math.min(...words.map((word) => {
    const place = folded(word).indexOf(typed);
    return place < 0 ? 9 : place === 0 ? 0 : /[\s+(-]/.test(word[place - 1]) ? 1 : 2;
  }));
  return proposals.map((proposal) => [rank(proposal), proposal]).filter(([place]) => place < 9)
    .sort(([one], [two]) => one - two).slice(0, 12).map(([, proposal]) => proposal);
}
