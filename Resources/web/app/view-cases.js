// Worked cases: questions with the answers expected of the service.
import { all, get } from './api.js';
import { anyOf, diseaseFilter, entryPage, listing } from './listing.js';
import { byID, diseases, learnSources, regimens } from './knowledge.js';
import { discrepancyList } from './figures.js';
import { folded, t } from './i18n.js';
import { go, link } from './router.js';
import { h, replace } from './dom.js';
import { icon } from './icons.js';
import { originMark, sourceLinks, verdictMark } from './marks.js';
import { part, rowName } from './parts.js';
import { work } from './case-start.js';

/** @param {HTMLElement} root @param {import('./router.js').Route} route @param {any} app */
export async function show(root, route, { session }) {
  if (route.id) return workedCase(root, route.id, session);
  const [known, cases] = await Promise.all([diseases(), all('/cases')]);
  const names = new Map(known.map((one) => [one.id, one.name]));
  // The seeds' own cases come first: they are the ones to begin with.
  cases.sort((one, two) => Number(one.origin !== 'seed') - Number(two.origin !== 'seed'));
  await listing(root, route, {
    name: 'cases',
    filters: [diseaseFilter(known), { name: 'origin', label: t('cases.origin'), options: anyOf(['seed', 'beyond-seed'].map((id) => ({ id, name: t(`cases.origin.${id}`) }))) }],
    find: async ({ q = '', disease, origin }) => {
      const words = folded(q).split(/\s+/);
      return cases.filter((one) => (!disease || one.disease === disease) && (!origin || one.origin === origin)
        && words.every((word) => folded(`${one.id} ${one.title} ${one.question}`).includes(word)));
    },
    draw: (items) => h('ul.cards', items.map((one) => h('li.card',
      h('p.sub', names.get(one.disease), ' · ', h('code', one.id), ' ', originMark(one.origin)),
      h('h2', h('a', { href: link('cases', one.id) }, one.title)), h('p', one.question), h('p.card-actions', workButton(one.id, session))))),
  });
}

const workButton = (id, session) => h('button', { type: 'button', onclick: async () => {
  await work(id, session);
  go('#/case');
} }, icon('arrow'), t('cases.work'));

async function workedCase(root, id, session) {
  const [one, names] = await Promise.all([get(`/cases/${id}`), regimens().then(byID), learnSources()]);
  replace(root, entryPage('cases', one.title,
    h('p.takeaway', one.question), one.history && h('p.prose', one.history), h('p', workButton(id, session)),
    part('seedOptions', one.options && h('ol.numbered', one.options.map((option) => h('li', { value: option.number },
      h('b', option.text), ' ', verdictMark(option.verdict), h('p.sub', option.reason))))),
    part('expected', h('table.list', h('tbody', one.expect.map(({ regimen, verdict, rank }) => h('tr',
      rowName(h('a', { href: link('regimens', regimen) }, names.get(regimen)?.name ?? regimen)),
      h('td', verdictMark(verdict), rank && h('span.sub', ` ${t('option.rank', { n: rank })}`))))))),
    part('notes', one.note && h('p', one.note)),
    part('discrepancies', discrepancyList(one.discrepancies)),
    part('input', h('pre', { tabindex: 0 }, h('code', JSON.stringify(one.input, null, 2)))),
    part('sources', sourceLinks(one.sources))));
}
