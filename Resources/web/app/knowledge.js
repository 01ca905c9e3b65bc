// The knowledge the page needs in several places, by id.
import { all, get } from './api.js';

/** @param {string} disease */
export const vocabulary = (disease) => get('/vocabulary', { disease });

export const diseases = () => all('/diseases');
export const regimens = () => all('/regimens');
export const drugs = () => all('/drugs');
export const trials = () => all('/trials');
export const references = () => all('/references');

/** Asks for what the form of a case is drawn from, before it is needed; whoever needs it waits then. @param {string} [disease] */
export function ahead(disease) {
  const words = disease ? vocabulary(disease) : diseases().then(([first]) => vocabulary(first.id));
  for (const one of [diseases(), words, drugs(), regimens()]) one.catch(() => {});
}

/** @template {{id: string}} T @param {T[]} items @returns {Map<string, T>} */
export const byID = (items) => new Map(items.map((item) => [item.id, item]));

let known = { references: new Map(), trials: new Map() };

/** Learns what a source’s id stands for; until then `source` gives nothing. */
export async function learnSources() {
  const [one, two] = await Promise.all([references(), trials()]);
  known = { references: byID(one), trials: byID(two) };
}

/** What an id among `sources` is: a reference, or a trial. @param {string} id */
export function source(id) {
  if (known.references.has(id)) return { kind: 'references', entry: known.references.get(id) };
  if (known.trials.has(id)) return { kind: 'trials', entry: known.trials.get(id) };
  return null;
}
