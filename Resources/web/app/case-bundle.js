// A case that came as a FHIR bundle: what is in it, resource by resource. It is read by the service, not here.
import { errorLine } from './field.js';
import { h, replace } from './dom.js';
import { questionRows } from './case-form.js';
import { recordedHistory } from './case-record.js';
import { icon } from './icons.js';
import { t } from './i18n.js';

const words = (concept) => concept?.text ?? concept?.coding?.find((one) => one.display)?.display ?? concept?.coding?.[0]?.code;

/** What a resource is about, as far as FHIR says it in one place. */
function subject(one) {
  const about = words(one.code) ?? words(one.medicationCodeableConcept) ?? words(one.vaccineCode) ?? one.birthDate ?? one.id;
  const quantity = one.valueQuantity && [one.valueQuantity.value, one.valueQuantity.unit].filter((part) => part !== undefined).join(' ');
  const value = quantity ?? words(one.valueCodeableConcept) ?? one.valueInteger ?? one.valueString ?? one.valueBoolean;
  const day = one.effectiveDateTime ?? one.onsetDateTime ?? one.authoredOn ?? one.effectivePeriod?.start;
  return [about, value !== undefined && `: ${value}`, day && ` (${day.slice(0, 10)})`].filter(Boolean).join('');
}

/** The names by which answers refer to an entry. */
const references = ({ fullUrl, resource = {} }) => [resource.id && `${resource.resourceType}/${resource.id}`, fullUrl].filter(Boolean);

/** What each reference into a bundle means, in words. @param {any} bundle @returns {Map<string, string>} */
export function bundleNames(bundle) {
  const names = new Map();
  for (const entry of bundle.entry ?? []) for (const one of references(entry)) names.set(one, `${entry.resource.resourceType}: ${subject(entry.resource)}`);
  return names;
}

/** Stands where the form stands, and does what it does as far as a bundle can. */
export class BundleView {
  #places = new Map();
  #items;
  #rows;
  #answer = undefined;

  /** @param {import('./case-state.js').CaseState} state @param {import('./describe.js').Describer} describe */
  constructor(state, describe) {
    const entries = state.value.bundle.entry ?? [];
    this.state = state;
    this.describe = describe;
    this.#rows = questionRows(state, describe.vocabulary);
    this.said = h('p.note', { role: 'status' });
    this.#items = entries.map((entry, index) => {
      const { resource = {} } = entry;
      const [errors, mark] = [h('div.errors'), h('span.tag', { hidden: true }, t('record.unread'))];
      const item = h('li', { 'data-pointer': `/entry/${index}` }, h('details',
        h('summary', h('b', resource.resourceType ?? '?'), ' ', h('span', subject(resource)), ' ', mark), h('pre', { tabindex: 0 }, h('code', JSON.stringify(resource, null, 2)))), errors);
      for (const one of references(entry)) this.#places.set(one, item);
      return Object.assign(item, { errors, mark });
    });
    this.history = h('div');
    const group = (name, title, ...content) => h('section.group', { 'data-group': name }, h('header', h('h2', t(title))), content);
    this.node = h('div.bundle', group('question', 'group.question', this.#rows.map((one) => one.node)), group('history', 'record.history', this.history),
      group('resources', 'bundle.title', h('p.note', t('bundle.lead', { n: entries.length })), this.said, h('ol.resources', this.#items)));
    this.refresh();
  }

  refresh() {
    for (const one of this.#rows) one.show(this.state.at(one.pointer));
  }

  /** Shows what the service made of the record. @param {any} answer @param {(name: string) => void} goTo */
  read(answer, goTo) {
    if (answer === this.#answer) return;
    this.#answer = answer;
    const unread = new Set(answer?.record?.notUnderstood.flatMap((one) => one.references).map((one) => this.#places.get(one)));
    for (const item of this.#items) item.mark.hidden = !unread.has(item);
    replace(this.history, answer?.assessment.history ? recordedHistory(answer.assessment.history, { describe: this.describe, goTo }) : h('p.note', t('record.unweighed')));
  }

  weigh() {}

  /** Shows errors at their entries. Gives back those that have none. */
  object(errors) {
    const rest = new Set(errors);
    for (const item of this.#items) {
      const { pointer } = item.dataset;
      const own = errors.filter((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`));
      own.forEach((one) => rest.delete(one));
      item.classList.toggle('is-wrong', own.length > 0);
      replace(item.errors, own.map((one) => errorLine({ detail: one.detail }, () => {})));
    }
    return [...rest];
  }

  /** @param {string} name a reference, or what is not in the bundle */
  goTo(name) {
    const item = this.#places.get(name) ?? this.#items.find((one) => name.startsWith(one.dataset.pointer));
    replace(this.said, item ? null : [icon('info'), ' ', t('bundle.absent')]);
    if (!item) return this.said.scrollIntoView({ block: 'center' });
    item.querySelector('details').open = true;
    item.querySelector('summary').focus();
    item.scrollIntoView({ block: 'center' });
  }
}
