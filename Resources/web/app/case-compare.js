// Two options side by side.
import { h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { confidenceMark, resultMark, sourceLinks, verdictMark } from './marks.js';

/** @param {string[]} ids @param {import('./case-session.js').CaseSession} session @param {{describe: any}} context */
export function compareDialog(ids, session, { describe }) {
  const options = ids.map((id) => session.current.answer.options.find((one) => one.regimen.id === id));
  const line = (name, cell) => h('tr', { 'data-line': name }, h('th', { scope: 'row' }, t(`compare.${name}`)), options.map((option) => h('td', null, cell(option))));
  const list = (items, item) => (items?.length ? h('ul', null, items.map((one) => h('li', null, item(one)))) : h('span.sub', null, t('state.none')));
  const [same, different] = shared(options);
  const dialog = h('dialog.dialog.is-wide', { 'aria-labelledby': 'compare-title', onclose: () => dialog.remove() },
    h('header', null, h('h2', { id: 'compare-title' }, t('compare.title')), h('button.plain', { type: 'button', onclick: () => dialog.close() }, icon('not-met'), t('compare.close'))),
    h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': t('compare.title') }, h('table.compared', null,
      h('thead', null, h('tr', null, h('td'), options.map((option) => h('th', { scope: 'col' }, option.regimen.name, option.regimen.title && h('span.title', null, option.regimen.title))))),
      h('tbody', null,
        line('verdict', (option) => [verdictMark(option.verdict), h('p', null, option.summary)]),
        line('drugs', (option) => list(option.regimen.drugs, (drug) => [h('b', null, drug.name), ` ${drug.dose}, ${drug.schedule}`])),
        line('criteria', (option) => list(option.criteria.filter((one) => different.has(one.id)), (one) => [resultMark(one.result), ' ', one.text, h('span.because', null, one.because)])),
        line('cautions', (option) => list(option.cautions, (one) => [one.text, ' ', confidenceMark(one.confidence)])),
        line('verify', (option) => list(option.verify, (name) => describe.label(name))),
        line('evidence', (option) => list(option.evidence.slice(0, 5), (one) => [h('b', null, one.trialName), ` ${one.name}, ${one.population}: `, h('span.nowrap', null, one.text), ' ', confidenceMark(one.confidence), ' ', sourceLinks(one.sources)])),
        line('guidelines', (option) => list(option.guidelines, (one) => `${one.organisation}: ${t(`guideline.${one.status}`)}`)))),
    h('p.sub', null, t('compare.same', { n: same })), h('p.sub', null, t('compare.caveat'))));
  document.body.append(dialog);
  dialog.showModal();
}

/** How many criteria both have with one result, and the ids of the rest. */
function shared(options) {
  const [one, two] = options.map((option) => new Map(option.criteria.map((each) => [each.id, each.result])));
  const same = [...one].filter(([id, result]) => two.get(id) === result).map(([id]) => id);
  return [same.length, new Set([...one.keys(), ...two.keys()].filter((id) => !same.includes(id)))];
}
