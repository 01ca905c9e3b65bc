// Worked cases: questions with the answers expected of the service.
import { all, get } from './api.js';
import { diseaseFilter, entryPage, listing, part } from './listing.js';
import { diseases, learnSources, regimens, byID } from './knowledge.js';
import { discrepancyList } from './figures.js';
import { folded, t } from './i18n.js';
import { go, link } from './router.js';
import { h, replace } from './dom.js';
import { icon } from './icons.js';
import { originMark, sourceLinks, verdictMark } from './marks.js';
import { work } from './case-start.js';

/** @param {HTMLElement} root @param {import('./router.js').Route} route @param {any} app */
export async function show(root, route, { session }) {
  if (route.id) return workedCase(root, route.id, session);
  const known = await diseases();
  const names = new Map(known.map((one) => [one.id, one.name]));
  const cases = await all('/cases');
  await listing(root, route, {
    name: 'cases', title: t('cases.title'), lead: t('cases.lead'),
    filters: [diseaseFilter(known), { name: 'origin', label: t('cases.origin'), options: [['', 'all'], ['seed', 'seed'], ['beyond-seed', 'added']].map(([value, key]) => ({ value, label: t(`cases.origin.${key}`) })) }],
    find: async ({ q = '', disease, origin }) => {
      const words = folded(q).split(/\s+/).filter(Boolean);
      return cases.filter((one) => (!disease || one.disease === disease) && (!origin || one.origin === origin)
        && words.every((word) => folded(`${one.id} ${one.title} ${one.question}`).includes(word)))
        .sort((one, two) => Number(one.origin !== 'seed') - Number(two.origin !== 'seed'));
    },
    draw: (items) => h('ul.cards', null, items.map((one) => h('li.card', null,
      h('p.sub', null, names.get(one.disease), ' · ', h('code', null, one.id), ' ', originMark(one.origin)),
      h('h2', null, h('a', { href: link('cases', one.id) }, one.title)), h('p', null, one.question),
      h('p.card-actions', null, h('button', { type: 'button', onclick: () => start(one.id, session) }, icon('arrow'), t('cases.work')))))),
  });
}

async function start(id, session) {
  await work(id, session);
  go('#/case');
}

async function workedCase(root, id, session) {
  const [one, combinations] = await Promise.all([get(`/cases/${id}`), regimens(), learnSources()]);
  const names = byID(combinations);
  const name = (regimen) => h('a', { href: link('regimens', regimen) }, names.get(regimen)?.name ?? regimen);
  replace(root, entryPage('cases', one.title,
    h('p.takeaway', null, one.question), one.history && h('p.prose', null, one.history),
    h('p', null, h('button.primary', { type: 'button', onclick: () => start(id, session) }, icon('arrow'), t('cases.work'))),
    part('seedOptions', one.options && h('ol.numbered', null, one.options.map((option) => h('li', { value: option.number }, h('b', null, option.text), ' ', verdictMark(option.verdict), h('p.sub', null, option.reason))))),
    part('expected', h('table.list', null, h('tbody', null, one.expect.map((each) => h('tr', null, h('th', { scope: 'row' }, name(each.regimen)), h('td', null, verdictMark(each.verdict), each.rank && h('span.sub', null, ` ${t('option.rank', { n: each.rank })}`))))))),
    part('notes', one.note && h('p', null, one.note)),
    part('discrepancies', discrepancyList(one.discrepancies)),
    part('input', h('pre', { tabindex: 0 }, h('code', null, JSON.stringify(one.input, null, 2)))),
    part('sources', sourceLinks(one.sources))));
}
