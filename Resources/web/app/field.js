// A row of the form: label, control, what the service objects to, and whether the answer hangs on it.
import { freshID, h, replace } from './dom.js';
import { icon } from './icons.js';
import { capital, folded, t } from './i18n.js';
import { choice, selection } from './field-choice.js';
import { numberInput } from './field-number.js';
import { chipSet } from './field-set.js';

/**
 * @typedef {object} Row
 * @property {HTMLElement} node
 * @property {string} pointer
 * @property {string[]} [pointers] where else its errors may stand
 * @property {string} words what a search looks in
 * @property {(value: any) => void} show
 * @property {(errors: {pointer: string, detail: string, suggestion?: string}[]) => void} object
 * @property {(weight: 'essential' | 'verify' | null) => void} weigh
 * @property {() => void} focus
 */

/**
 * @param {{pointer: string, label: string, note?: string, question?: string, words?: string[], isWide?: boolean, pick: (value: any) => void,
 *   repair?: (pointer: string, value: any) => void, make: (setup: {labelledBy: string, describedBy: string, label: string, pick: (value: any) => void}) => import('./field-choice.js').Control}} setup
 * @returns {Row}
 */
export function row({ pointer, label, note, question, words = [], isWide = false, pick, repair = (_, value) => pick(value), make }) {
  const [labelledBy, describedBy] = [freshID('label'), freshID('note')];
  const control = make({ labelledBy, describedBy, label, pick });
  const noteLine = note && h('p.note', { hidden: true }, note);
  const weight = h('span.weight', { hidden: true, 'data-weight': '' });
  const errors = h('div.errors', { id: describedBy });
  const about = noteLine && h('button.about', {
    type: 'button', 'aria-label': t('field.about', { what: label }), 'aria-expanded': 'false',
    onclick: () => {
      noteLine.hidden = !noteLine.hidden;
      about.setAttribute('aria-expanded', String(!noteLine.hidden));
    },
  }, icon('info'));
  let shown = null;
  let isWrong = false;
  const node = h('div.row', { 'data-pointer': pointer, class: isWide ? 'is-wide' : '' },
    h('div.name', h('span', { id: labelledBy, title: question }, capital(label)), about, weight), control.node, noteLine, errors);
  return {
    node, pointer, words: folded([label, note ?? '', question ?? '', ...words].join(' ')),
    // What is as before is left as it is: a case has sixty rows, a change concerns one.
    show(value) {
      const text = JSON.stringify(value) ?? '';
      if (shown === text) return;
      shown = text;
      node.dataset.state = value === undefined ? 'unknown' : 'known';
      control.show(value);
    },
    object(found) {
      if (!found.length && !isWrong) return;
      isWrong = found.length > 0;
      node.classList.toggle('is-wrong', found.length > 0);
      for (const input of control.node.querySelectorAll('input, select')) {
        if (found.length) input.setAttribute('aria-invalid', 'true');
        else input.removeAttribute('aria-invalid');
      }
      replace(errors, found.map((one) => errorLine(one, (value) => repair(one.pointer, value))));
    },
    weigh(kind) {
      if (weight.dataset.weight === (kind ?? '')) return;
      weight.hidden = !kind;
      weight.dataset.weight = kind ?? '';
      weight.textContent = kind ? t(`weight.${kind}`) : '';
      weight.title = kind ? t(`weight.${kind}.long`) : '';
    },
    focus: () => control.focus(),
  };
}

/** What is wrong, and what was probably meant as a button. */
export const errorLine = ({ detail, suggestion }, take) => h('p.error', icon('caution'), h('span', detail), ' ',
  suggestion && h('button.link', { type: 'button', onclick: () => take(suggestion) }, t('field.take', { what: suggestion })));

/** The row of a finding, by its type in the vocabulary. @param {any} finding @param {(value: any) => void} pick */
export function findingRow(finding, pick) {
  const values = finding.values?.map((one) => ({ value: one.id, label: one.label }));
  const make = (setup) => {
    switch (finding.type) {
      case 'flag': return choice({ ...setup, options: [{ value: false, label: t('state.no') }, { value: true, label: t('state.yes') }] });
      case 'code': return values.map((one) => one.label).join('').length <= 24 ? choice({ ...setup, options: values }) : selection({ ...setup, options: values });
      case 'codes': return chipSet({ ...setup, options: values });
      case 'integer': if (finding.maximum - finding.minimum <= 5) return choice({ ...setup, options: range(finding.minimum, finding.maximum) });
      // falls through
      default: return numberInput({ ...setup, unit: finding.unit?.label });
    }
  };
  return row({
    pointer: `/findings/${finding.id}`, label: finding.label, note: finding.note, question: finding.question, pick, make,
    words: [finding.id, ...(values ?? []).map((one) => one.label)], isWide: finding.type === 'codes',
  });
}

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => ({ value: from + index, label: String(from + index) }));
