// References: what everything rests on.
import { confidenceMark, sourceLinks } from './marks.js';
import { discrepancyList } from './figures.js';
import { entryPage, listing, part } from './listing.js';
import { get } from './api.js';
import { h, joined, replace } from './dom.js';
import { learnSources, trials } from './knowledge.js';
import { link } from './router.js';
import { t } from './i18n.js';

const KINDS = ['article', 'abstract', 'guideline', 'label', 'registry', 'web', 'seed', 'curation'];

/** @param {HTMLElement} root @param {import('./router.js').Route} route */
export async function show(root, route) {
  await learnSources();
  if (route.id) return referencePage(root, route.id);
  await listing(root, route, {
    name: 'references', title: t('references.title'), lead: t('references.lead'),
    filters: [{ name: 'kind', label: t('references.kind'), options: [{ value: '', label: t('list.all') }, ...KINDS.map((value) => ({ value, label: t(`references.kind.${value}`) }))] }],
    find: ({ kind, ...query }) => get('/references', { ...query, limit: 200 }).then((page) => page.items.filter((one) => !kind || one.kind === kind)),
    draw: (items) => h('ul.references', null, items.map((one) => h('li', null, h('a', { href: link('references', one.id) }, one.title),
      h('p.sub', null, joined([h('span', null, t(`references.kind.${one.kind}`)), ...citation(one)], ' · '))))),
  });
}

const outside = (href, text) => h('a', { href, rel: 'noreferrer noopener', target: '_blank' }, text);

function citation(one) {
  return [
    (one.journal || one.year) && h('span', null, [one.journal, one.year, one.citation].filter(Boolean).join(' ')), one.version && h('span', null, one.version),
    one.doi && h('span', null, outside(`https://doi.org/${one.doi.value}`, `doi:${one.doi.value}`), ' ', confidenceMark(one.doi.confidence)),
    one.pmid && h('span', null, outside(`https://pubmed.ncbi.nlm.nih.gov/${one.pmid.value}/`, `PMID ${one.pmid.value}`), ' ', confidenceMark(one.pmid.confidence)),
    one.pmcid && outside(`https://pmc.ncbi.nlm.nih.gov/articles/${one.pmcid}/`, one.pmcid), one.url && outside(one.url, new URL(one.url).hostname),
  ].filter(Boolean);
}

async function referencePage(root, id) {
  const [one, studies] = await Promise.all([get(`/references/${id}`), trials()]);
  const details = await Promise.all(studies.filter((trial) => trial.participants?.sources?.some((use) => use.id === id)).map((trial) => trial));
  replace(root, entryPage('references', one.title, h('p.facts-line', null, joined([h('span', null, t(`references.kind.${one.kind}`)), ...citation(one)], ' · ')),
    one.note && h('p.takeaway', null, one.note),
    part('trials', details.length > 0 && h('ul.plain-list', null, details.map((trial) => h('li', null, h('a', { href: link('trials', trial.id) }, trial.name), ` — ${trial.takeaway}`)))),
    part('claims', one.claims && h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': t('part.claims') }, h('table.list', null, h('thead', null, h('tr', null, ['claim', 'seed', 'published', 'verdict'].map((name) => h('th', { scope: 'col' }, t(`claims.${name}`))))),
      h('tbody', null, one.claims.map((claim) => h('tr', null, h('th', { scope: 'row' }, claim.claim), h('td', null, claim.seedValue), h('td', null, claim.publishedValue), h('td', null, t(`claims.verdict.${claim.verdict}`), ' ', confidenceMark(claim.confidence), ' ', sourceLinks(claim.sources)))))))),
    part('lostFigures', one.lostFigures && h('ul.plain-list', null, one.lostFigures.map((figure) => h('li', null, h('b', null, figure.lost), `: ${figure.wouldShow} `, confidenceMark(figure.confidence), figure.trial && [' ', h('a', { href: link('trials', figure.trial) }, figure.trial)])))),
    part('discrepancies', discrepancyList(one.discrepancies))));
}
