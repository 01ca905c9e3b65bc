// Facts of a case in words: what a pointer means and what stands there.
import { byID } from './knowledge.js';
import { capital, number, t } from './i18n.js';
import { steps } from './case-state.js';

/** Says facts in the words of a vocabulary. */
export class Describer {
  /** @param {any} vocabulary @param {any[]} drugs @param {any[]} regimens */
  constructor(vocabulary, drugs, regimens) {
    this.vocabulary = vocabulary;
    this.findings = byID(vocabulary.findings);
    this.comorbidities = byID(vocabulary.comorbidities);
    this.medications = byID(vocabulary.medications);
    this.settings = byID(vocabulary.settings);
    this.outcomes = byID(vocabulary.outcomes);
    this.drugs = byID(drugs);
    this.regimens = byID(regimens);
    /** What references into a FHIR bundle mean. @type {Map<string, string> | null} */
    this.resources = null;
  }

  /** The label of a finding or a pointer. @param {string} name */
  label(name) {
    if (this.resources?.has(name)) return this.resources.get(name);
    if (!name.startsWith('/')) return this.findings.get(name)?.label ?? name;
    const [part, id, ...rest] = steps(name);
    switch (part) {
      case 'findings': return this.label(id);
      case 'priorTherapies': {
        if (id === undefined) return t('history.title');
        const therapy = t('history.entry', { n: Number(id) + 1 });
        const field = rest[0] && this.#therapyField(rest[0]);
        return field ? `${therapy}: ${field}` : therapy;
      }
      case 'context': return t(`context.${id}`);
      default: return t(`case.${part}`);
    }
  }

  #therapyField(name) {
    return t(`therapy.${name}`).toLocaleLowerCase();
  }

  /** A value in words. @param {string} name finding or pointer @param {any} value */
  value(name, value) {
    if (value === undefined || value === null) return t('state.unknown');
    const [part, id] = name.startsWith('/') ? steps(name) : ['findings', name];
    if (part === 'findings') return this.#finding(this.findings.get(id), value);
    if (part === 'comorbidities' || part === 'medications') {
      return value.length ? value.map((one) => this[part].get(one)?.label ?? one.name ?? one).join(', ') : t('state.none');
    }
    if (part === 'priorTherapies' && id === undefined) return value.length ? t('history.count', { n: value.length }) : t('state.none');
    if (part === 'priorTherapies' && !Array.isArray(value) && typeof value === 'object') return this.therapy(value);
    if (Array.isArray(value)) return value.map((one) => this.drug(one)).join(' + ');
    if (name === '/context/jurisdiction') return this.vocabulary.jurisdictions.find((one) => one.id === value)?.label ?? value;
    return String(value);
  }

  #finding(finding, value) {
    if (typeof value === 'boolean') return t(value ? 'state.yes' : 'state.no');
    if (Array.isArray(value)) return value.length ? value.map((one) => this.#code(finding, one)).join(', ') : t('state.none');
    if (typeof value === 'number') return [number(value), finding?.unit?.label].filter(Boolean).join(' ');
    return this.#code(finding, value);
  }

  /** A value as the service writes it, in words. @param {string} name finding @param {string} value */
  coded(name, value) {
    if (value === 'true' || value === 'false') return t(value === 'true' ? 'state.yes' : 'state.no');
    return this.#code(this.findings.get(name), value);
  }

  #code(finding, value) {
    return finding?.values?.find((one) => one.id === value)?.label ?? String(value);
  }

  /** @param {string | {name: string}} drug */
  drug(drug) {
    return typeof drug === 'string' ? this.drugs.get(drug)?.name ?? drug : drug.name;
  }

  /** What was given. @param {import('./case-state.js').Therapy} therapy */
  given(therapy) {
    const regimen = therapy.regimen && (this.regimens.get(therapy.regimen)?.name ?? therapy.regimen);
    const drugs = therapy.drugs?.map((one) => this.drug(one)).join(' + ');
    return [regimen, drugs].filter(Boolean).join(': ') || t('therapy.nothing');
  }

  /** The same of a therapy that was put together from a record. @param {{regimen?: string, drugs: {name: string}[]}} therapy */
  recorded({ regimen, drugs }) {
    const given = drugs.map((one) => one.name).join(' + ');
    return [regimen && (this.regimens.get(regimen)?.name ?? regimen), given].filter((one, index, all) => one && one !== all[index + 1]).join(': ');
  }

  /** How it went. @param {import('./case-state.js').Therapy} therapy */
  course(therapy) {
    return [
      therapy.bestResponse,
      therapy.outcome && (this.outcomes.get(therapy.outcome)?.label ?? therapy.outcome),
      typeof therapy.durationMonths === 'number' && t('therapy.months', { n: number(therapy.durationMonths) }),
      typeof therapy.daysToProgression === 'number' && t('therapy.day', { n: therapy.daysToProgression }),
      therapy.ended && t('therapy.until', { day: therapy.ended }),
      therapy.progressed && t('therapy.progressedOn', { day: therapy.progressed }),
    ].filter(Boolean).join(', ');
  }

  /** @param {import('./case-state.js').Therapy} therapy */
  setting(therapy) {
    const name = this.settings.get(therapy.setting)?.name ?? therapy.setting ?? t('state.unknown');
    return therapy.line ? `${capital(name)}, ${t('therapy.lineNumber', { n: therapy.line })}` : capital(name);
  }

  /** One therapy in a line. @param {import('./case-state.js').Therapy} therapy */
  therapy(therapy) {
    return [this.given(therapy), this.course(therapy)].filter(Boolean).join(' — ');
  }
}
