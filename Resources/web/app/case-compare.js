// Two options side by side.
import { h } from './dom.js';
import { byID } from './knowledge.js';
import { icon } from './icons.js';
import { proof, region, rowName, statement } from './parts.js';
import { reasonOf } from './case-option.js';
import { resultMark, verdictMark } from './marks.js';
import { t } from './i18n.js';

/** @param {string[]} ids @param {import('./case-session.js').CaseSession} session @param {{describe: any}} context */
export function compareDialog(ids, session, { describe }) {
  const options = ids.map((id) => session.current.answer.options.find((one) => one.regimen.id === id));
  const line = (name, cell) => h('tr', { 'data-line': name }, rowName(t(`part.${name}`)), options.map((option) => h('td', cell(option))));
  const list = (items, item) => (items?.length ? h('ul', items.map((one) => h('li', item(one)))) : h('span.sub', t('state.none')));
  const [same, different] = shared(options);
  const steps = byID(session.current.answer.assessment.steps);
  const dialog = h('dialog.dialog.is-wide', { 'aria-labelledby': 'compare-title', onclose: () => dialog.remove() },
    h('div.dialog-head', h('h2', { id: 'compare-title' }, t('compare.title')),
      h('button.plain', { type: 'button', onclick: () => dialog.close() }, icon('not-met'), t('compare.close'))),
    region(t('compare.title'), h('table.compared',
      h('thead', h('tr', h('td'), options.map(({ regimen }) => h('th', { scope: 'col' }, regimen.name, regimen.title && h('span.title', regimen.title))))),
      h('tbody',
        line('verdict', (option) => [verdictMark(option.verdict), h('p', reasonOf(option, steps))]),
        line('doses', (option) => list(option.regimen.drugs, (drug) => [h('b', drug.name), ` ${drug.dose}, ${drug.schedule}`])),
        line('criteria', (option) => list(option.criteria.filter((one) => different.has(one.id)),
          (one) => [resultMark(one.result), ' ', one.text, h('span.because', one.because)])),
        line('cautions', (option) => list(option.cautions, statement)),
        line('verify', (option) => list(option.verify, (name) => describe.label(name))),
        line('evidence', (option) => list(option.evidence.slice(0, 5), (one) => [
          h('b', one.trialName), ` ${one.name}, ${one.population}: `, one.text, ' ', proof(one),
        ])),
        line('guidelines', (option) => list(option.guidelines, (one) => `${one.organisation}: ${t(`guideline.${one.status}`)}`))))),
    h('p.sub', t('compare.same', { n: same }), ' ', t('compare.caveat')));
  document.body.append(dialog);
  dialog.showModal();
}

/** How many criteria both have with one result, and the ids of the rest. */
function shared(options) {
  const [one, two] = options.map((option) => new Map(option.criteria.map((each) => [each.id, each.result])));
  const same = [...one].filter(([id, result]) => two.get(id) === result).map(([id]) => id);
  return [same.length, new Set([...one.keys(), ...two.keys()].filter((id) => !same.includes(id)))];
}
