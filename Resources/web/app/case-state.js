// The case at hand: what is recorded, how it is changed, and that nothing is lost on a reload.

/**
 * @typedef {{setting?: string, line?: number, drugs?: (string | {name: string})[], regimen?: string, bestResponse?: string,
 *   outcome?: string, durationMonths?: number, daysToProgression?: number, ended?: string, progressed?: string,
 *   endedByDrug?: Record<string, string>, daysToProgressionByDrug?: Record<string, number>}} Therapy
 * @typedef {{disease: string, findings?: Record<string, any>, comorbidities?: string[], medications?: any[],
 *   priorTherapies?: Therapy[], context?: {jurisdiction?: string, candidates?: string[], asOf?: string}, bundle?: any}} PatientCase
 * `bundle` is a FHIR bundle that holds the facts in their place; then a disease is only there if it was chosen.
 */

const KEY = 'nextline.case';

/** Whether it is a FHIR resource, not a case in the service’s own form. @param {any} value */
export const isFHIR = (value) => typeof value?.resourceType === 'string';

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isNamed = (value) => typeof value === 'string' || isObject(value);

/**
 * Where something has not the form of a case, so that it cannot even be shown; null if nothing. What it says is judged by
 * the service.
 * @param {any} value @returns {string | null}
 */
export function misshapen(value) {
  if (isFHIR(value?.bundle ?? value)) return null;
  if (typeof value?.disease !== 'string') return '/disease';
  const isThere = (name) => value[name] !== undefined && value[name] !== null;
  const lists = { comorbidities: isNamed, medications: isNamed, priorTherapies: isObject };
  const wrong = ['findings', 'context'].find((name) => isThere(name) && !isObject(value[name]))
    ?? Object.keys(lists).find((name) => isThere(name) && !(Array.isArray(value[name]) && value[name].every(lists[name])));
  if (wrong) return `/${wrong}`;
  const index = (value.priorTherapies ?? []).findIndex(({ drugs }) => drugs && !(Array.isArray(drugs) && drugs.every(isNamed)));
  return index < 0 ? null : `/priorTherapies/${index}/drugs`;
}

/** A case that can be changed at a JSON pointer, taken back, and outlives a reload in the session’s storage. */
export class CaseState extends EventTarget {
  /** @type {PatientCase} */
  value;
  /** @type {PatientCase[]} */
  #before = [];
  /** Whether another case has just taken the place of one that was worked on. */
  hasReplaced = false;
  /** Where letters are being typed: they are one edit. */
  #typedAt = '';

  constructor() {
    super();
    this.value = kept() ?? /** @type {any} */ ({});
  }

  /** Takes a disease for a case that has none yet. @param {string} disease */
  begin(disease) {
    if (!this.isBundle) this.value.disease ??= disease;
  }

  /** Whether nothing is recorded. */
  get isEmpty() {
    if (this.isBundle) return false;
    const { disease, context, ...rest } = this.value;
    return Object.values(rest).every((part) => !part || (!Array.isArray(part) && !Object.keys(part).length));
  }

  /** Whether a therapy has been begun of which no drug is named yet. */
  get hasDraft() {
    const { priorTherapies } = this.value;
    return Array.isArray(priorTherapies) && priorTherapies.some((one) => !one.drugs && !one.regimen);
  }

  /** Whether the case came as a FHIR bundle: it is shown and weighed, not edited. */
  get isBundle() { return isFHIR(this.value.bundle); }

  get canUndo() { return this.#before.length > 0; }

  /** What stands at a pointer such as `/findings/ecog`. @param {string} pointer */
  at(pointer) {
    return steps(pointer).reduce((part, step) => part?.[step], /** @type {any} */ (this.value));
  }

  /**
   * Records a value; undefined makes it unknown again.
   * @param {string} pointer @param {any} value @param {{isTyping?: boolean}} [how] `isTyping`: more may follow
   */
  set(pointer, value, { isTyping = false } = {}) {
    if (JSON.stringify(this.at(pointer)) === JSON.stringify(value)) return;
    const { bundle, ...rest } = this.value;
    const next = structuredClone(rest);
    put(next, steps(pointer), value);
    if (bundle) next.bundle = bundle;
    this.#become(next, { pointer, isTyping });
  }

  /** Another case altogether, or a FHIR bundle. @param {any} value */
  replace(value) {
    this.#become(withoutNulls(isFHIR(value) ? { bundle: value } : value), { isOther: true, isLoss: !this.isEmpty });
  }

  /** Another disease: in a form it begins a new case; a bundle is asked about it. @param {string} disease */
  turnTo(disease) {
    const { bundle, context } = this.value;
    this.#become(bundle ? { disease, context, bundle } : { disease }, { isOther: true, isLoss: !bundle && !this.isEmpty });
  }

  undo() {
    const previous = this.#before.pop();
    this.#typedAt = '';
    if (previous) this.#show(previous, { isOther: true });
  }

  /** Forgets the case, here and in the session’s storage. */
  clear() {
    this.#before = [];
    this.#typedAt = '';
    this.#show(this.isBundle ? /** @type {any} */ ({}) : { disease: this.value.disease }, { isOther: true });
    sessionStorage.removeItem(KEY);
  }

  #become(next, how) {
    const isSameEdit = how.isTyping && how.pointer === this.#typedAt;
    this.#typedAt = how.isTyping ? how.pointer : '';
    if (!isSameEdit) this.#before.push(this.value);
    if (this.#before.length > 50) this.#before.shift();
    this.#show(next, { ...how, isSameEdit });
  }

  #show(next, how) {
    this.value = next;
    this.hasReplaced = Boolean(how.isLoss);
    try { sessionStorage.setItem(KEY, JSON.stringify(next)); } catch { /* no storage: the page still works */ }
    this.dispatchEvent(new CustomEvent('change', { detail: how }));
  }
}

function kept() {
  try {
    const value = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    return misshapen(value) ? null : value;
  } catch {
    return null;
  }
}

/** The steps of a JSON pointer (RFC 6901). */
export const steps = (pointer) => pointer.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

function put(target, [step, ...rest], value) {
  if (rest.length) {
    target[step] ??= /^\d+$/.test(rest[0]) ? [] : {};
    put(target[step], rest, value);
    if (!Array.isArray(target) && !Array.isArray(target[step]) && !Object.keys(target[step]).length) delete target[step];
  } else if (value !== undefined) {
    target[step] = value;
  } else if (Array.isArray(target)) {
    target.splice(Number(step), 1);
  } else {
    delete target[step];
  }
}

/** A case in which unknown is always left out, never null. */
const withoutNulls = (value) => JSON.parse(JSON.stringify(value, (_, part) => part ?? undefined));

/** The pointers at which two cases differ; therapies and sets as wholes. @param {PatientCase} before @param {PatientCase} after */
export function changedPointers(before, after) {
  const pointers = [];
  const compare = (pointer, one, two) => JSON.stringify(one) !== JSON.stringify(two) && pointers.push(pointer);
  compare('/disease', before.disease, after.disease);
  for (const id of new Set([...Object.keys(before.findings ?? {}), ...Object.keys(after.findings ?? {})])) {
    compare(`/findings/${id}`, before.findings?.[id], after.findings?.[id]);
  }
  compare('/comorbidities', before.comorbidities, after.comorbidities);
  compare('/medications', before.medications, after.medications);
  const [one, two] = [before.priorTherapies, after.priorTherapies];
  if (one?.length !== two?.length) compare('/priorTherapies', one, two);
  else two?.forEach((therapy, index) => compare(`/priorTherapies/${index}`, one?.[index], therapy));
  compare('/context/jurisdiction', before.context?.jurisdiction, after.context?.jurisdiction);
  compare('/context/asOf', before.context?.asOf, after.context?.asOf);
  return pointers;
}
