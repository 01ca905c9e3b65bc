// What is asked of a case, besides its facts: where the patient is treated, and as of which day.
import { dateInput } from './field-number.js';
import { row } from './field.js';
import { selection } from './field-choice.js';
import { t } from './i18n.js';

/** @param {import('./case-state.js').CaseState} state @param {any} vocabulary @returns {import('./field.js').Row[]} */
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
