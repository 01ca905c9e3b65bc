// References: what everything rests on.
import { anyOf, entryPage, listing } from './listing.js';
import { bullets, head, outside, part, proof, region, rowName } from './parts.js';
import { confidenceMark, sourceLink } from './marks.js';
import { discrepancyList } from './figures.js';
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
    name: 'references',
    filters: [{ name: 'kind', label: t('references.kind'), options: anyOf(KINDS.map((id) => ({ id, name: t(`references.kind.${id}`) }))) }],
    find: ({ kind, ...query }) => get('/references', { ...query, limit: 200 }).then((page) => page.items.filter((one) => !kind || one.kind === kind)),
    draw: (items) => h('ul.references', items.map((one) => h('li', h('a', { href: link('references', one.id) }, one.title), h('p.sub', citation(one))))),
  });
}

/** Kind, journal, and where to read it. */
function citation({ kind, journal, year, citation: place, version, doi, pmid, pmcid, url }) {
  return joined([
    t(`references.kind.${kind}`), [journal, year, place].filter(Boolean).join(' '), version,
    doi && h('span', outside(`https://doi.org/${doi.value}`, `doi:${doi.value}`), ' ', confidenceMark(doi.confidence)),
    pmid && h('span', outside(`https://pubmed.ncbi.nlm.nih.gov/${pmid.value}/`, `PMID ${pmid.value}`), ' ', confidenceMark(pmid.confidence)),
    pmcid && outside(`https://pmc.ncbi.nlm.nih.gov/articles/${pmcid}/`, pmcid), url && outside(url, new URL(url).hostname),
  ].filter(Boolean), ' · ');
}

async function referencePage(root, id) {
  const [one, studies] = await Promise.all([get(`/references/${id}`), trials()]);
  const resting = studies.filter((trial) => trial.participants?.sources.some((use) => use.id === id));
  replace(root, entryPage('references', one.title, h('p.facts-line', citation(one)),
    one.note && h('p.takeaway', one.note),
    part('trials', bullets(resting, (trial) => [sourceLink(trial.id), ` — ${trial.takeaway}`])),
    part('claims', one.claims && region(t('part.claims'), h('table.list.stacks', head('claim', 'seed', 'published', 'check'), h('tbody', one.claims.map((claim) => h('tr',
      rowName(claim.claim), h('td', { 'data-label': t('col.seed') }, claim.seedValue), h('td', { 'data-label': t('col.published') }, claim.publishedValue), h('td', t(`claims.${claim.verdict}`), ' ', proof(claim)))))))),
    part('lostFigures', bullets(one.lostFigures, (figure) => [
      h('b', figure.lost), `: ${figure.wouldShow} `, confidenceMark(figure.confidence), figure.trial && [' ', sourceLink(figure.trial)],
    ])),
    part('discrepancies', discrepancyList(one.discrepancies))));
}
