// The form of a case, drawn from the vocabulary: a new finding appears by itself.
import { append, h, say } from './dom.js';
import { icon } from './icons.js';
import { folded, t } from './i18n.js';
import { choice, selection } from './field-choice.js';
import { dateInput } from './field-number.js';
import { searchedSet } from './field-set.js';
import { findingRow, row } from './field.js';
import { History } from './case-history.js';

const BIOMARKER_VALUES = ['positive', 'mutated', 'detected'];

/** In which group of the form a finding stands, by what the vocabulary says of it. */
function groupOf(finding) {
  if (finding.type === 'number' && finding.unit && finding.unit.code !== 'a') return 'measured';
  if (!finding.disease) return 'patient';
  return finding.values?.some((one) => BIOMARKER_VALUES.includes(one.id)) ? 'biomarkers' : 'disease';
}

/** The whole form. It shows a case, and what an answer says about its fields. */
export class CaseForm {
  /** @type {(import('./field.js').Row | History)[]} */
  #rows = [];
  #groups = [];
  #filter = { text: '', only: 'all' };

  /** @param {import('./case-state.js').CaseState} state @param {import('./describe.js').Describer} describe */
  constructor(state, describe) {
    this.state = state;
    this.describe = describe;
    this.node = h('form.form', { 'aria-label': t('form.title'), onsubmit: (event) => event.preventDefault() });
    this.#build();
    this.refresh();
  }

  #build() {
    const { vocabulary } = this.describe;
    const findings = (group) => vocabulary.findings.filter((one) => groupOf(one) === group)
      .map((finding) => findingRow(finding, (value, how) => this.state.set(`/findings/${finding.id}`, value, how)));
    this.history = new History(this.state, this.describe);
    append(this.node, [
      this.#tools(),
      this.#group('patient', findings('patient')),
      this.#group('disease', findings('disease')),
      this.#group('history', [this.history]),
      this.#group('biomarkers', findings('biomarkers')),
      this.#group('measured', findings('measured')),
      this.#group('health', [this.#roster('comorbidities'), this.#roster('medications')]),
      this.#group('question', questionRows(this.state, vocabulary)),
      this.nothing = h('p.empty', { hidden: true }, t('form.nothing')),
    ]);
  }

  #tools() {
    const search = h('input', { type: 'search', 'aria-label': t('form.search'), placeholder: t('form.search'), oninput: () => this.#narrow({ text: folded(search.value.trim()) }) });
    const only = choice({ labelledBy: 'only-label', describedBy: '', options: [], pick: () => {} });
    only.node.replaceChildren(...['all', 'known', 'unknown'].map((name) => h('label',
      h('input', { type: 'radio', name: 'only', checked: name === 'all', onchange: () => this.#narrow({ only: name }) }), h('span', t(`form.only.${name}`)))));
    return h('div.form-tools', h('div.search', icon('search'), search), h('span.unseen', { id: 'only-label' }, t('form.only')), only.node);
  }

  #group(name, rows) {
    this.#rows.push(...rows);
    const count = h('span.count');
    const title = h('h2', name === 'history' ? { id: 'history-title' } : {}, t(`group.${name}`));
    const node = h('section.group', { 'data-group': name }, h('header', title, count), rows.map((one) => one.node));
    this.#groups.push({ node, rows, count });
    return node;
  }

  /** Comorbidities or medications. */
  #roster(name) {
    const { vocabulary } = this.describe;
    const items = vocabulary[name].map((one) => ({ value: one.id, label: one.label, words: [one.label, ...(one.synonyms ?? [])] }));
    return row({
      pointer: `/${name}`, label: t(`case.${name}`), isWide: true, words: items.flatMap((one) => one.words),
      pick: (value) => this.state.set(`/${name}`, value), repair: (pointer, value) => this.state.set(pointer, value),
      make: (setup) => searchedSet({
        ...setup, proposals: items, nameOf: (member) => this.describe.value(`/${name}`, [member]),
        other: name === 'medications' ? (text) => [{ value: { name: text }, label: t('therapy.other', { what: text }), words: [] }] : undefined,
      }),
    });
  }

  /** Shows what the case says. */
  refresh() {
    for (const one of this.#rows) one.show(this.state.at(one.pointer));
    for (const { rows, count } of this.#groups) {
      const known = rows.filter((one) => this.state.at(one.pointer) !== undefined).length;
      say(count, t('group.count', { known, of: rows.length }));
    }
    this.#narrow({});
  }

  /** Shows errors at their fields. Gives back those that have no field. */
  object(errors) {
    const rest = new Set(errors);
    for (const one of this.#rows) {
      const own = errors.filter(({ pointer }) => pointer === one.pointer || pointer.startsWith(`${one.pointer}/`));
      own.forEach((error) => rest.delete(error));
      one.object(own);
    }
    return [...rest];
  }

  /** Marks the fields on which the answer hangs. @param {{finding: string, essential: boolean}[]} missing */
  weigh(missing) {
    const weights = new Map(missing.map(({ finding, essential }) => [finding.startsWith('/') ? finding : `/findings/${finding}`, essential ? 'essential' : 'verify']));
    for (const one of this.#rows) {
      if (one instanceof History) one.weigh(weights);
      else one.weigh(weights.get(one.pointer) ?? null);
    }
  }

  /** Brings a field into sight and gives it the focus. @param {string} pointer */
  goTo(pointer) {
    this.#filter = { text: '', only: 'all' };
    this.node.querySelector('[type=search]').value = '';
    this.node.querySelector('[name=only]').checked = true;
    this.#narrow({});
    const one = this.#rows.find((each) => pointer === each.pointer || pointer.startsWith(`${each.pointer}/`));
    if (!one) return;
    one.focus(pointer);
    const node = this.node.querySelector(`[data-pointer="${CSS.escape(pointer)}"]`) ?? one.node;
    node.scrollIntoView({ block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    node.classList.remove('is-found');
    requestAnimationFrame(() => node.classList.add('is-found'));
  }

  #narrow(change) {
    Object.assign(this.#filter, change);
    const { text, only } = this.#filter;
    for (const { node, rows } of this.#groups) {
      const title = folded(node.querySelector('h2').textContent);
      for (const one of rows) {
        const isKnown = this.state.at(one.pointer) !== undefined;
        const fits = !text || one.words.includes(text) || title.includes(text);
        one.node.hidden = !fits || (only === 'known' && !isKnown) || (only === 'unknown' && isKnown);
      }
      node.hidden = rows.every((one) => one.node.hidden);
    }
    this.nothing.hidden = this.#groups.some(({ node }) => !node.hidden);
  }
}

/** What is asked of a case, besides its facts: where the patient is treated, and as of which day. @param {import('./case-state.js').CaseState} state @param {any} vocabulary @returns {import('./field.js').Row[]} */
export function questionRows(state, vocabulary) {
  const pick = (name) => (value) => state.set(`/context/${name}`, value);
  return [
    row({
      pointer: '/context/jurisdiction', label: t('context.jurisdiction'), note: t('context.jurisdiction.note'), pick: pick('jurisdiction'),
      make: (setup) => selection({ ...setup, options: vocabulary.jurisdictions.map((one) => ({ value: one.id, label: one.label })) }),
    }),
    row({
      pointer: '/context/asOf', label: t('context.asOf'), note: t('context.asOf.note'), pick: pick('asOf'),
      make: (setup) => dateInput({ ...setup, placeholder: t('context.today') }),
    }),
  ];
}
