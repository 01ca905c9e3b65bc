// Drugs: the list, and the page of one.
import { anyOf, entryPage, listing } from './listing.js';
import { bullets, head, outside, part, rowName, statement } from './parts.js';
import { byID, learnSources, regimens, vocabulary } from './knowledge.js';
import { confidenceMark, originMark } from './marks.js';
import { discrepancyList } from './figures.js';
import { get } from './api.js';
import { h, joined, replace } from './dom.js';
import { link } from './router.js';
import { t } from './i18n.js';

const BROWSERS = {
  ATC: 'https://atcddd.fhi.no/atc_ddd_index/?code=',
  RxNorm: 'https://mor.nlm.nih.gov/RxNav/search?searchBy=RXCUI&searchTerm=',
};

/** @param {HTMLElement} root @param {import('./router.js').Route} route @param {any} app */
export async function show(root, route, { session }) {
  const [{ drugClasses }] = await Promise.all([vocabulary(session.disease), learnSources()]);
  const classes = byID(drugClasses);
  const className = (id) => classes.get(id)?.name ?? id;
  if (route.id) return drugPage(root, route.id, className);
  const isWithin = (id, wanted) => id === wanted || (classes.get(id)?.within ?? []).some((one) => isWithin(one, wanted));
  await listing(root, route, {
    name: 'drugs',
    filters: [{ name: 'class', label: t('col.class'), options: anyOf([...drugClasses].sort((one, two) => one.name.localeCompare(two.name))) }],
    find: ({ class: wanted, ...query }) => get('/drugs', { ...query, limit: 200 })
      .then((page) => page.items.filter((one) => !wanted || one.classes.some((id) => isWithin(id, wanted)))),
    draw: (items) => h('table.list.stacks', head('drug', 'class', 'synonyms'), h('tbody', items.map((one) => h('tr',
      rowName(h('a', { href: link('drugs', one.id) }, one.name), h('span.sub', ...saidOnce(one.mechanism, one.classes.map(className)))),
      h('td', one.classes.map(className).join(', ')), h('td', one.synonyms.slice(0, 6).join(', ')))))),
  });
}

/** The mechanism, unless a class says the same. */
const saidOnce = (mechanism, classes) => (classes.includes(mechanism) ? [] : [mechanism]);

async function drugPage(root, id, className) {
  const [drug, all] = await Promise.all([get(`/drugs/${id}`), regimens()]);
  const used = all.filter((one) => one.drugs.some((each) => each.id === id || each.alternatives?.includes(id)));
  const isSure = (name) => drug.verifiedSynonyms.includes(name);
  replace(root, entryPage('drugs', drug.name,
    h('p.facts-line', joined([...saidOnce(drug.mechanism, drug.classes.map(className)), drug.classes.map(className).join(', '), originMark(drug.origin)].filter(Boolean), ' · ')),
    part('warnings', bullets(drug.warnings, (one) => [statement(one), one.note && h('span.sub', ` ${one.note}`)])),
    part('criteria', bullets(drug.criteria, statement)),
    part('cautions', bullets(drug.cautions, statement)),
    part('regimens', bullets(used, (one) => [h('a', { href: link('regimens', one.id) }, one.name), one.title && ` — ${one.title}`])),
    part('codes', bullets(drug.codes, ({ system, code, confidence }) => [
      `${system} `, BROWSERS[system] ? outside(BROWSERS[system] + code, code) : code, ' ', confidenceMark(confidence),
    ])),
    part('synonyms', drug.synonyms.length > 0 && h('p', drug.synonyms.map((one) => (isSure(one) ? one : `${one}*`)).join(', '),
      !drug.synonyms.every(isSure) && h('span.sub', ` — ${t('drugs.unverified')}`))),
    part('discrepancies', discrepancyList(drug.discrepancies))));
}
