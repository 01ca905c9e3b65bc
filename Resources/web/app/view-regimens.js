// Regimens: the list, and the page of one with its cycle as a calendar.
import { amountText, discrepancyList, comparisonText } from './figures.js';
import { byID, diseases, drugs, learnSources, regimens, trials } from './knowledge.js';
import { confidenceMark, originMark, sourceLinks } from './marks.js';
import { diseaseFilter, entryPage, listing, part } from './listing.js';
import { get } from './api.js';
import { h, joined, replace } from './dom.js';
import { link } from './router.js';
import { phases, stretches } from './calendar.js';
import { t } from './i18n.js';

/** @param {HTMLElement} root @param {import('./router.js').Route} route */
export async function show(root, route) {
  const substances = byID(await drugs());
  await learnSources();
  if (route.id) return regimenPage(root, route.id, substances);
  const known = await diseases();
  await listing(root, route, {
    name: 'regimens', title: t('regimens.title'), lead: t('regimens.lead'),
    filters: [diseaseFilter(known), { name: 'drug', label: t('trials.drug'), options: [{ value: '', label: t('list.all') }, ...[...substances.values()].map((one) => ({ value: one.id, label: one.name }))] }],
    find: (query) => get('/regimens', { ...query, limit: 200 }).then((page) => page.items),
    draw: (items) => h('table.list', null,
      h('thead', null, h('tr', null, ['name', 'drugs', 'place'].map((name) => h('th', { scope: 'col' }, t(`regimens.col.${name}`))))),
      h('tbody', null, items.map((one) => h('tr', null,
        h('th', { scope: 'row' }, h('a', { href: link('regimens', one.id) }, one.name), ' ', originMark(one.origin), h('span.sub', null, [one.title, t(`regimen.kind.${one.kind}`)].filter(Boolean).join(' · '))),
        h('td', null, one.drugs.length ? h('ul', null, one.drugs.map((drug) => h('li', null, `${substances.get(drug.id)?.name ?? drug.id} ${drug.dose}`))) : '—'),
        h('td', null, one.place))))),
  });
}

async function regimenPage(root, id, substances) {
  const [regimen, english, studies, all] = await Promise.all([get(`/regimens/${id}`), get(`/regimens/${id}`, { lang: 'en' }), trials(), regimens()]);
  const names = byID(studies);
  const others = byID(all);
  const evidence = await Promise.all((regimen.evidence ?? []).map(async (one) => ({ trial: await get(`/trials/${one.trial}`), ids: one.endpoints })));
  replace(root, entryPage('regimens', regimen.title ? `${regimen.name} — ${regimen.title}` : regimen.name,
    h('p.facts-line', null, joined([h('span', null, t(`regimen.kind.${regimen.kind}`)), regimen.cycleDays && h('span', null, t('regimen.cycle', { n: regimen.cycleDays })), regimen.until && h('span', null, t('regimen.until', { what: regimen.until })), originMark(regimen.origin)].filter(Boolean), ' · ')),
    regimen.place && h('p.takeaway', null, regimen.place),
    regimen.members && h('p', null, joined(regimen.members.map((one) => h('a', { href: link('regimens', one) }, others.get(one)?.name ?? one)), ', ')),
    part('doses', regimen.drugs.length > 0 && doses(regimen, substances)),
    part('calendar', regimen.cycleDays && regimen.drugs.length > 0 && calendar(regimen, english, substances)),
    part('portrait', regimen.portrait && [h('p', null, regimen.portrait.title, ' ', sourceLinks(regimen.portrait.sources)), h('ul.plain-list', null, regimen.portrait.points.map((one) => h('li', null, one.text)))]),
    part('criteria', h('ul.plain-list', null, [...(regimen.criteria ?? []), ...(regimen.inheritedCriteria ?? [])].map((one) => h('li', null, one.text, ' ', one.essential && h('span.tag', null, t('criterion.essential')), ' ', confidenceMark(one.confidence), ' ', sourceLinks(one.sources))))),
    part('cautions', h('ul.plain-list', null, [...(regimen.cautions ?? []), ...(regimen.inheritedCautions ?? [])].map((one) => h('li', null, one.text, ' ', confidenceMark(one.confidence), ' ', sourceLinks(one.sources))))),
    part('evidence', evidence.map(({ trial, ids }) => h('div.evidence-of', null, h('h3', null, h('a', { href: link('trials', trial.id) }, names.get(trial.id)?.name ?? trial.name)),
      h('table.figures', null, h('tbody', null, trial.endpoints.filter((one) => ids.includes(one.id)).map((one) => h('tr', null, h('th', { scope: 'row' }, one.name ?? one.measure, h('span.sub', null, one.population)),
        h('td', null, one.values.map((value) => amountText(value, one.unit)).join(t('figure.versus')), one.comparison && `; ${comparisonText(one.comparison)}`), h('td', null, confidenceMark(one.confidence)), h('td', null, sourceLinks(one.sources))))))))),
    part('guidelines', regimen.guidelines && h('ul.plain-list', null, regimen.guidelines.map((one) => h('li', null, h('b', null, one.organisation), ' ', h('span.tag', null, t(`guideline.${one.status}`)), ' ', one.text, ' ', confidenceMark(one.confidence), ' ', sourceLinks(one.sources))))),
    part('doseReductions', regimen.doseReductions && h('ol.numbered', null, regimen.doseReductions.map((one) => h('li', null, one)))),
    part('supportive', regimen.supportive && h('ul.plain-list', null, regimen.supportive.map((one) => h('li', null, one.text, ' ', sourceLinks(one.sources))))),
    part('discrepancies', discrepancyList(regimen.discrepancies)),
    part('synonyms', regimen.synonyms?.length > 0 && h('p', null, regimen.synonyms.join(', ')))));
}

const nameOf = (drug, substances) => substances.get(drug.id)?.name ?? drug.id;

const doses = (regimen, substances) => h('table.figures', null,
  h('thead', null, h('tr', null, ['drug', 'dose', 'route', 'schedule', 'confidence', 'sources'].map((name) => h('th', { scope: 'col' }, t(`regimen.col.${name}`))))),
  h('tbody', null, regimen.drugs.map((drug) => h('tr', null,
    h('th', { scope: 'row' }, h('a', { href: link('drugs', drug.id) }, nameOf(drug, substances)), drug.alternatives && h('span.sub', null, t('regimen.or', { what: drug.alternatives.map((id) => nameOf({ id }, substances)).join(', ') }))),
    h('td', null, drug.dose), h('td', null, t(`route.${drug.route}`)), h('td', null, drug.schedule), h('td', null, confidenceMark(drug.confidence)), h('td', null, sourceLinks(drug.sources))))));

/** The cycle day by day, for each stretch of cycles that are alike. */
function calendar(regimen, english, substances) {
  const understood = english.drugs.map((drug) => phases(drug.schedule, regimen.cycleDays));
  if (understood.every((one) => one === null)) return null;
  const numbers = Array.from({ length: regimen.cycleDays }, (_, index) => index + 1);
  return [stretches(understood).map(({ from, to, days }) => h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': cycles(from, to) }, h('table.calendar', null, h('caption', null, cycles(from, to)),
    h('thead', null, h('tr', null, h('td'), numbers.map((one) => h('th', { scope: 'col', class: one % 7 === 0 ? 'is-week' : '' }, String(one))))),
    h('tbody', null, regimen.drugs.map((drug, index) => h('tr', { 'data-arm': index % 4 }, h('th', { scope: 'row' }, nameOf(drug, substances)),
      days[index] === null ? h('td.words', { colspan: regimen.cycleDays }, drug.schedule)
        : numbers.map((one) => h('td', { class: one % 7 === 0 ? 'is-week' : '' }, days[index].includes(one) && h('span.dose', { title: `${nameOf(drug, substances)}, ${t('regimen.day', { n: one })}` }, h('span.unseen', null, t('regimen.given'))))))))))),
  h('p.sub', null, t('regimen.calendar.note'))];
}

function cycles(from, to) {
  if (to === Infinity) return from === 1 ? t('regimen.everyCycle') : t('regimen.fromCycle', { n: from });
  return from === to ? t('regimen.oneCycle', { n: from }) : t('regimen.cycles', { from, to });
}
