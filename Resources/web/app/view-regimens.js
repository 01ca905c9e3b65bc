// Regimens: the list, and the page of one with its cycle as a calendar.
import { amountText, comparisonText, discrepancyList, measureName } from './figures.js';
import { anyOf, diseaseFilter, entryPage, listing } from './listing.js';
import { bullets, head, part, proof, region, rowName, statement } from './parts.js';
import { byID, diseases, drugs, learnSources, regimens } from './knowledge.js';
import { get } from './api.js';
import { h, joined, replace } from './dom.js';
import { link } from './router.js';
import { originMark, sourceLink, sourceLinks } from './marks.js';
import { phases, stretches } from './calendar.js';
import { t } from './i18n.js';

/** @param {HTMLElement} root @param {import('./router.js').Route} route */
export async function show(root, route) {
  const [substances] = await Promise.all([drugs().then(byID), learnSources()]);
  const nameOf = (id) => substances.get(id)?.name ?? id;
  if (route.id) return regimenPage(root, route.id, nameOf);
  const known = await diseases();
  await listing(root, route, {
    name: 'regimens',
    filters: [diseaseFilter(known), { name: 'drug', label: t('col.drug'), options: anyOf([...substances.values()]) }],
    find: (query) => get('/regimens', { ...query, limit: 200 }).then((page) => page.items),
    draw: (items) => h('table.list.stacks', head('regimen', 'drugs', 'place'), h('tbody', items.map((one) => h('tr',
      rowName(h('a', { href: link('regimens', one.id) }, one.name), ' ', originMark(one.origin),
        h('span.sub', [one.title, t(`regimen.kind.${one.kind}`)].filter(Boolean).join(' · '))),
      h('td', one.drugs.length ? h('ul', one.drugs.map((drug) => h('li', `${nameOf(drug.id)} ${drug.dose}`))) : '—'),
      h('td', one.place))))),
  });
}

async function regimenPage(root, id, nameOf) {
  const [regimen, english, all] = await Promise.all([get(`/regimens/${id}`), get(`/regimens/${id}`, { lang: 'en' }), regimens().then(byID)]);
  const evidence = await Promise.all((regimen.evidence ?? []).map(async (one) => ({ trial: await get(`/trials/${one.trial}`), ids: one.endpoints })));
  const facts = [
    t(`regimen.kind.${regimen.kind}`), regimen.cycleDays && t('regimen.cycle', { n: regimen.cycleDays }),
    regimen.until && t('regimen.until', { what: regimen.until }), originMark(regimen.origin),
  ].filter(Boolean);
  replace(root, entryPage('regimens', regimen.title ? `${regimen.name} — ${regimen.title}` : regimen.name,
    h('p.facts-line', joined(facts, ' · ')),
    regimen.place && h('p.takeaway', regimen.place),
    bullets(regimen.members, (one) => h('a', { href: link('regimens', one) }, all.get(one)?.name ?? one)),
    part('doses', regimen.drugs.length > 0 && doses(regimen, nameOf)),
    part('calendar', regimen.cycleDays && calendar(regimen, english, nameOf)),
    part('portrait', regimen.portrait && [
      h('p', regimen.portrait.title, ' ', sourceLinks(regimen.portrait.sources)), bullets(regimen.portrait.points, (one) => one.text),
    ]),
    part('criteria', bullets([...(regimen.criteria ?? []), ...(regimen.inheritedCriteria ?? [])], statement)),
    part('cautions', bullets([...(regimen.cautions ?? []), ...(regimen.inheritedCautions ?? [])], statement)),
    part('evidence', evidence.map(results)),
    part('guidelines', bullets(regimen.guidelines, (one) => [h('b', one.organisation), ' ', h('span.tag', t(`guideline.${one.status}`)), ' ', statement(one)])),
    part('doseReductions', bullets(regimen.doseReductions, (one) => one)),
    part('supportive', bullets(regimen.supportive, statement)),
    part('discrepancies', discrepancyList(regimen.discrepancies)),
    part('synonyms', regimen.synonyms?.length > 0 && h('p', regimen.synonyms.join(', ')))));
}

const doses = (regimen, nameOf) => h('table.figures.stacks', head('drug', 'dose', 'route', 'schedule', 'confidence'), h('tbody', regimen.drugs.map((drug) => h('tr',
  rowName(h('a', { href: link('drugs', drug.id) }, nameOf(drug.id)),
    drug.alternatives && h('span.sub', t('regimen.or', { what: drug.alternatives.map(nameOf).join(', ') }))),
  h('td', drug.dose), h('td', t(`route.${drug.route}`)), h('td', drug.schedule), h('td', proof(drug))))));

/** The results of a trial on which the regimen rests. */
const results = ({ trial, ids }) => h('div', h('h3', sourceLink(trial.id)), h('table.figures.stacks',
  h('tbody', trial.endpoints.filter((one) => ids.includes(one.id)).map((one) => h('tr', rowName(one.name ?? measureName(one.measure), h('span.sub', one.population)),
    h('td', [one.values.map((value) => amountText(value, one.unit)).join(t('figure.versus')), one.comparison && comparisonText(one.comparison)].filter(Boolean).join('; ')),
    h('td', proof(one)))))));

/** The cycle day by day, for each stretch of cycles that are alike. */
function calendar(regimen, english, nameOf) {
  const understood = english.drugs.map((drug) => phases(drug.schedule, regimen.cycleDays));
  if (understood.every((one) => one === null)) return null;
  const numbers = Array.from({ length: regimen.cycleDays }, (_, index) => index + 1);
  const week = (day) => ({ class: day % 7 === 0 ? 'is-week' : '' });
  const mark = (name, day) => h('span.dose', { title: `${name}, ${t('regimen.day', { n: day })}` }, h('span.unseen', t('regimen.given')));
  const line = (drug, index, days) => h('tr', { 'data-arm': index % 4 }, rowName(nameOf(drug.id)), days === null
    ? h('td.words', { colspan: regimen.cycleDays }, drug.schedule)
    : numbers.map((day) => h('td', week(day), days.includes(day) && mark(nameOf(drug.id), day))));
  return [...stretches(understood).map(({ from, to, days }) => region(cycles(from, to), h('table.calendar', h('caption', cycles(from, to)),
    h('thead', h('tr', h('td'), numbers.map((day) => h('th', { scope: 'col', ...week(day) }, String(day))))),
    h('tbody', regimen.drugs.map((drug, index) => line(drug, index, days[index])))))), h('p.sub', t('regimen.calendar.note'))];
}

function cycles(from, to) {
  if (to === Infinity) return from === 1 ? t('regimen.everyCycle') : t('regimen.fromCycle', { n: from });
  return from === to ? t('regimen.oneCycle', { n: from }) : t('regimen.cycles', { from, to });
}
