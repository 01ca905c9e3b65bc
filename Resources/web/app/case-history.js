// Prior therapies as a timeline that can be edited.
import { append, h, replace, say } from './dom.js';
import { icon } from './icons.js';
import { capital, t } from './i18n.js';
import { choice, selection } from './field-choice.js';
import { combobox } from './combobox.js';
import { errorLine, row } from './field.js';
import { dateInput, numberInput } from './field-number.js';

/** The timeline of a case. */
export class History {
  /** @type {HTMLElement} */
  node = h('div.history');
  pointer = '/priorTherapies';
  words = '';
  #opened = new Set();
  /** @type {any[] | undefined} */
  #therapies;
  #errors = [];
  #weights = new Map();
  #rows = [];
  #count = 0;

  /** @param {import('./case-state.js').CaseState} state @param {import('./describe.js').Describer} describe */
  constructor(state, describe) {
    this.state = state;
    this.describe = describe;
    this.drugs = proposals(describe);
    this.list = h('ol.timeline');
    this.completeness = choice({
      labelledBy: 'history-title', describedBy: 'history-errors', options: [{ value: 'none', label: t('history.none') }],
      pick: (value) => this.#set(value === 'none' ? [] : undefined),
    });
    this.errors = h('div.errors', { id: 'history-errors' });
    append(this.node, [this.completeness.node, this.list, this.errors, h('button.add', { type: 'button', onclick: () => this.#add() }, icon('plus'), t('history.add'))]);
  }

  /** @param {any[] | undefined} therapies */
  show(therapies) {
    const next = Array.isArray(therapies) ? therapies : undefined;
    const isSame = shape(next) === shape(this.#therapies);
    this.#therapies = next;
    this.completeness.show(next === undefined ? undefined : next.length ? 'some' : 'none');
    if (isSame) this.#refresh();
    else this.#draw();
  }

  /** @param {{pointer: string, detail: string, suggestion?: string}[]} errors */
  object(errors) {
    this.#errors = errors;
    replace(this.errors, errors.filter((one) => one.pointer === this.pointer).map((one) => errorLine(one, () => {})));
    const before = this.#opened.size;
    for (const { pointer } of errors) if (pointer.split('/').length > 3) this.#opened.add(Number(pointer.split('/')[2]));
    if (this.#opened.size !== before) this.#draw();
    else this.#mark();
  }

  /** @param {Map<string, 'essential' | 'verify'>} weights */
  weigh(weights) {
    this.#weights = weights;
    this.#mark();
  }

  /** @param {string} [pointer] */
  focus(pointer = this.pointer) {
    const [, , index, field] = pointer.split('/');
    if (index === undefined) return this.completeness.focus();
    this.#opened.add(Number(index));
    this.#draw();
    const found = this.#rows.find((one) => one.pointer.startsWith(`/priorTherapies/${index}/${field ?? ''}`));
    if (field && found) found.focus();
    else this.list.children[Number(index)]?.querySelector('summary')?.focus();
  }

  #set(therapies) { this.state.set(this.pointer, therapies); }

  #add() {
    const therapies = this.#therapies ?? [];
    this.#opened = new Set([therapies.length]);
    const last = therapies.at(-1);
    const settings = this.describe.vocabulary.settings;
    const setting = settings.some((one) => one.id === last?.setting) ? last.setting : settings[0].id;
    const counts = settings.find((one) => one.id === setting)?.countsAsLine;
    this.#set([...therapies, { setting, ...(counts && last?.line ? { line: last.line + 1 } : {}) }]);
    this.focus(`/priorTherapies/${therapies.length}/drugs`);
  }

  #move(index, step) {
    const therapies = [...(this.#therapies ?? [])];
    [therapies[index], therapies[index + step]] = [therapies[index + step], therapies[index]];
    this.#opened = new Set([...this.#opened].map((one) => (one === index ? index + step : one === index + step ? index : one)));
    this.#set(therapies);
  }

  #remove(index) {
    this.#opened = new Set([...this.#opened].filter((one) => one !== index).map((one) => (one > index ? one - 1 : one)));
    this.#set((this.#therapies ?? []).filter((_, place) => place !== index));
    this.node.querySelector('.add')?.focus();
  }

  #draw() {
    this.#count = this.#therapies?.length ?? 0;
    this.#rows = [];
    replace(this.list, (this.#therapies ?? []).map((therapy, index) => this.#entry(therapy, index)));
    this.#mark();
  }

  /** Shows values without drawing the entries anew, so that typing is not disturbed. */
  #refresh() {
    this.#therapies?.forEach((therapy, index) => {
      say(this.list.children[index].querySelector('.course'), this.#course(therapy));
    });
    for (const one of this.#rows) one.show?.(this.state.at(one.pointer));
  }

  #course(therapy) {
    return [this.describe.setting(therapy), this.describe.course(therapy)].filter(Boolean).join(' · ');
  }

  /** Shows errors and weights without drawing the entries anew. */
  #mark() {
    for (const one of this.#rows) {
      const own = one.pointers ?? [one.pointer];
      one.object(this.#errors.filter(({ pointer }) => own.some((each) => pointer === each || pointer.startsWith(`${each}/`))));
      one.weigh(this.#weights.get(one.pointer) ?? null);
    }
    for (const [index, item] of [...this.list.children].entries()) {
      const prefix = `/priorTherapies/${index}`;
      const wrong = this.#errors.filter(({ pointer }) => pointer === prefix);
      item.classList.toggle('is-wrong', this.#errors.some(({ pointer }) => pointer === prefix || pointer.startsWith(`${prefix}/`)));
      replace(item.querySelector('.entry-errors'), wrong.map((one) => errorLine(one, () => {})));
      const asked = [...this.#weights].filter(([pointer]) => pointer.startsWith(`${prefix}/`));
      item.querySelector('.weight').hidden = !asked.length;
    }
  }

  #entry(therapy, index) {
    const { describe } = this;
    const title = h('span.given', describe.given(therapy));
    const course = h('span.course', this.#course(therapy));
    const what = describe.given(therapy);
    const button = (name, sign, action, isOff) => h('button.plain', {
      type: 'button', 'aria-label': t(`history.${name}`, { what }), title: t(`history.${name}`, { what }), disabled: isOff, onclick: action, 'data-key': `${name}-${index}`,
    }, icon(sign));
    const details = h('details', {
      open: this.#opened.has(index),
      ontoggle: () => {
        if (!details.open) return this.#opened.delete(index);
        this.#opened.add(index);
        if (!details.querySelector('.editor')) details.append(this.#editor(therapy, index));
        this.#mark();
      },
    }, h('summary', { 'data-key': `therapy-${index}` }, title, course, h('span.weight', { hidden: true, 'data-weight': 'essential' }, t('weight.essential'))));
    if (this.#opened.has(index)) details.append(this.#editor(therapy, index));
    return h('li', { 'data-pointer': `/priorTherapies/${index}` }, details, h('div.errors.entry-errors'), h('div.tools',
      button('up', 'up', () => this.#move(index, -1), index === 0),
      button('down', 'down', () => this.#move(index, 1), index === this.#count - 1),
      button('remove', 'clear', () => this.#remove(index))));
  }

  #editor(therapy, index) {
    const { vocabulary } = this.describe;
    const prefix = `/priorTherapies/${index}`;
    const field = (name, make, isWide = false) => {
      const pointer = `${prefix}/${name}`;
      const one = row({ pointer, label: t(`therapy.${name}`), isWide, make, pick: (value, how) => this.#edit(pointer, value, how) });
      one.show(this.state.at(pointer));
      this.#rows.push(one);
      return one.node;
    };
    const options = (items, label) => items.map((item) => ({ value: item.id ?? item, label: capital(item[label] ?? item) }));
    const given = this.#given(therapy, prefix);
    const progressed = therapy.outcome?.startsWith('progressed');
    return h('div.editor',
      field('setting', (setup) => selection({ ...setup, options: options(vocabulary.settings, 'name') })),
      field('line', (setup) => numberInput(setup)),
      given,
      field('bestResponse', (setup) => selection({ ...setup, options: vocabulary.bestResponses.map((one) => ({ value: one, label: t(`response.${one}`) })) })),
      field('outcome', (setup) => selection({ ...setup, options: options(vocabulary.outcomes, 'label') })),
      field('durationMonths', (setup) => numberInput({ ...setup, unit: t('unit.months') })),
      (therapy.outcome === 'progressed-after-therapy' || therapy.daysToProgression !== undefined)
        && field('daysToProgression', (setup) => numberInput({ ...setup, unit: t('unit.days') })),
      field('ended', (setup) => dateInput(setup)),
      (progressed || therapy.progressed !== undefined) && field('progressed', (setup) => dateInput(setup)),
      (progressed || therapy.daysToProgressionByDrug || therapy.endedByDrug) && this.#ownEnds(therapy, prefix));
  }

  /** What was given: a regimen, drugs, or both. */
  #given(therapy, prefix) {
    const chosen = [
      ...(therapy.regimen ? [{ name: 'regimen', label: this.describe.given({ regimen: therapy.regimen }) }] : []),
      ...(therapy.drugs ?? []).map((drug, place) => ({ name: `drugs/${place}`, label: this.describe.drug(drug) })),
    ];
    const take = (value) => {
      if (value.regimen) this.#edit(`${prefix}/regimen`, value.regimen);
      else this.#edit(`${prefix}/drugs`, [...(therapy.drugs ?? []), value.drug]);
      this.focus(`${prefix}/drugs`);
    };
    const one = row({
      pointer: `${prefix}/drugs`, label: t('therapy.given'), isWide: true, pick: () => {}, repair: (pointer, value) => this.#edit(pointer, value),
      make: ({ describedBy }) => {
        const search = combobox({
          label: t('therapy.search'), describedBy, placeholder: t('therapy.search'), proposals: () => this.drugs, pick: take,
          other: (text) => [{ value: { drug: { name: text } }, label: t('therapy.other', { what: text }), words: [] }],
        });
        const chips = h('ul.chips', { hidden: !chosen.length }, chosen.map(({ name, label }) => h('li.chip.is-on', h('span', label), h('button.remove', {
          type: 'button', 'aria-label': t('set.remove', { what: label }), onclick: () => { this.#withdraw(prefix, name); this.focus(`${prefix}/drugs`); },
        }, icon('not-met')))));
        return { node: h('div.set', chips, search.node), show: () => {}, focus: search.focus };
      },
    });
    one.show(chosen.length ? chosen : undefined);
    one.show = () => {};
    // What is wrong with the regimen is shown here too.
    one.pointers = [one.pointer, `${prefix}/regimen`];
    this.#rows.push(one);
    return one.node;
  }

  #withdraw(prefix, name) {
    if (name === 'regimen') return this.#edit(`${prefix}/regimen`, undefined);
    const drugs = this.state.at(`${prefix}/drugs`).filter((_, place) => `drugs/${place}` !== name);
    this.#edit(`${prefix}/drugs`, drugs.length ? drugs : undefined);
  }

  /** Drugs that ended before the others: days from each one’s last dose to progression. */
  #ownEnds(therapy, prefix) {
    const ids = therapy.drugs?.filter((drug) => typeof drug === 'string') ?? this.describe.regimens.get(therapy.regimen)?.drugs?.map((one) => one.id) ?? [];
    if (ids.length < 2) return null;
    const has = therapy.daysToProgressionByDrug || therapy.endedByDrug;
    return h('details.own-ends', { open: Boolean(has) }, h('summary', t('therapy.ownEnds')), h('p.note', t('therapy.ownEnds.note')),
      ids.map((id) => {
        const pointer = `${prefix}/daysToProgressionByDrug/${id}`;
        const one = row({ pointer, label: this.describe.drug(id), pick: (value, how) => this.#edit(pointer, value, how), make: (setup) => numberInput({ ...setup, unit: t('unit.days') }) });
        one.show(this.state.at(pointer));
        this.#rows.push(one);
        return one.node;
      }));
  }

  /** Records; what changes the shape of the entry draws it anew, and the focus returns to where it was. */
  #edit(pointer, value, how) {
    const before = shape(this.#therapies);
    this.state.set(pointer, value, how);
    if (shape(this.#therapies) !== before && !pointer.endsWith('/drugs')) this.focus(pointer);
  }
}

/** What of the therapies decides which fields are shown. */
const shape = (therapies) => JSON.stringify(therapies?.map(({ setting, drugs, regimen, outcome }) => [setting, drugs, regimen, outcome]));

/** Regimens and drugs by all their names. */
function proposals({ regimens, drugs, vocabulary, drug }) {
  const ofDisease = [...regimens.values()].filter((one) => one.disease === vocabulary.disease && one.drugs.length);
  return [
    ...[...drugs.values()].map((one) => ({ value: { drug: one.id }, label: one.name, hint: one.mechanism, words: [one.name, ...one.synonyms] })),
    ...ofDisease.map((one) => ({
      value: { regimen: one.id }, label: one.name, hint: one.title ?? t('therapy.regimen'), words: [one.name, one.title ?? '', ...(one.synonyms ?? [])],
    })),
  ];
}
