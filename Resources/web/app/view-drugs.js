// Drugs: the list, and the page of one.
import { byID, drugs, learnSources, regimens, vocabulary } from './knowledge.js';
import { confidenceMark, originMark, sourceLinks } from './marks.js';
import { discrepancyList } from './figures.js';
import { entryPage, listing, part } from './listing.js';
import { get } from './api.js';
import { h, joined, replace } from './dom.js';
import { link } from './router.js';
import { t } from './i18n.js';

const BROWSERS = { ATC: (code) => `https://atcddd.fhi.no/atc_ddd_index/?code=${code}`, RxNorm: (code) => `https://mor.nlm.nih.gov/RxNav/search?searchBy=RXCUI&searchTerm=${code}` };

/** @param {HTMLElement} root @param {import('./router.js').Route} route @param {any} app */
export async function show(root, route, { session }) {
  await learnSources();
  const { drugClasses } = await vocabulary(session.state.value.disease);
  const classes = byID(drugClasses);
  const className = (id) => classes.get(id)?.name ?? id;
  if (route.id) return drugPage(root, route.id, className);
  await listing(root, route, {
    name: 'drugs', title: t('drugs.title'), lead: t('drugs.lead'),
    filters: [{ name: 'class', label: t('drugs.class'), options: [{ value: '', label: t('list.all') }, ...drugClasses.map((one) => ({ value: one.id, label: one.name })).sort((one, two) => one.label.localeCompare(two.label))] }],
    find: ({ class: wanted, ...query }) => get('/drugs', { ...query, limit: 200 }).then((page) => page.items.filter((one) => !wanted || one.classes.some((id) => within(id, wanted, classes)))),
    draw: (items) => h('table.list', null, h('thead', null, h('tr', null, ['name', 'class', 'synonyms'].map((name) => h('th', { scope: 'col' }, t(`drugs.col.${name}`))))),
      h('tbody', null, items.map((one) => h('tr', null, h('th', { scope: 'row' }, h('a', { href: link('drugs', one.id) }, one.name), h('span.sub', null, one.mechanism)),
        h('td', null, one.classes.map(className).join(', ')), h('td.sub', null, one.synonyms.slice(0, 6).join(', ')))))),
  });
}

const within = (id, wanted, classes) => id === wanted || (classes.get(id)?.within ?? []).some((one) => within(one, wanted, classes));

async function drugPage(root, id, className) {
  const [drug, combinations] = await Promise.all([get(`/drugs/${id}`), regimens()]);
  const used = combinations.filter((one) => one.drugs.some((each) => each.id === id || each.alternatives?.includes(id)));
  replace(root, entryPage('drugs', drug.name,
    h('p.facts-line', null, joined([drug.mechanism && h('span', null, drug.mechanism), drug.classes.length > 0 && h('span', null, drug.classes.map(className).join(', ')), originMark(drug.origin)].filter(Boolean), ' · ')),
    part('warnings', drug.warnings && h('ul.plain-list', null, drug.warnings.map((one) => h('li', null, one.text, ' ', confidenceMark(one.confidence), ' ', sourceLinks(one.sources), one.note && h('span.sub', null, ` ${one.note}`))))),
    part('criteria', drug.criteria && h('ul.plain-list', null, drug.criteria.map((one) => h('li', null, one.text, ' ', confidenceMark(one.confidence), ' ', sourceLinks(one.sources))))),
    part('cautions', drug.cautions && h('ul.plain-list', null, drug.cautions.map((one) => h('li', null, one.text, ' ', confidenceMark(one.confidence), ' ', sourceLinks(one.sources))))),
    part('regimens', used.length > 0 && h('ul.plain-list', null, used.map((one) => h('li', null, h('a', { href: link('regimens', one.id) }, one.name), one.title && ` — ${one.title}`)))),
    part('codes', drug.codes.length > 0 && h('ul.plain-list', null, drug.codes.map((one) => h('li', null, `${one.system} `, BROWSERS[one.system] ? h('a', { href: BROWSERS[one.system](one.code), rel: 'noreferrer noopener', target: '_blank' }, one.code) : one.code, ' ', confidenceMark(one.confidence))))),
    part('synonyms', drug.synonyms.length > 0 && h('p', null, drug.synonyms.map((one) => (drug.verifiedSynonyms.includes(one) ? `${one}` : `${one}*`)).join(', '), drug.synonyms.some((one) => !drug.verifiedSynonyms.includes(one)) && h('span.sub', null, ` — ${t('drugs.unverified')}`))),
    part('discrepancies', discrepancyList(drug.discrepancies))));
}
