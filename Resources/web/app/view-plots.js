// The forest plot of hazard ratios by disease, endpoint and regimen: a picture the service draws, and the same as a table.
import { all, get, text, url } from './api.js';
import { amend, link } from './router.js';
import { anyOf, filter } from './listing.js';
import { byID, diseases, learnSources, regimens } from './knowledge.js';
import { comparisonText, measureName } from './figures.js';
import { confidenceLegend } from './marks.js';
import { download } from './share.js';
import { h, replace } from './dom.js';
import { icon } from './icons.js';
import { head, proof, region, rowName } from './parts.js';
import { number, t } from './i18n.js';

const NARROW = 760;

/** @param {HTMLElement} root @param {import('./router.js').Route} route @param {any} app */
export async function show(root, route, { session }) {
  const [known, combinations] = await Promise.all([diseases(), regimens(), learnSources()]);
  const names = byID(combinations);
  const query = {
    disease: session.disease ?? known[0].id, endpoint: 'PFS', regimen: '', subgroups: '', ...Object.fromEntries(route.query),
  };
  const progress = h('progress', { 'aria-label': t('page.loading') });
  const controls = h('form.filters', { onsubmit: (event) => event.preventDefault() });
  const stage = h('div');
  const narrow = matchMedia(`(max-width: ${NARROW}px)`);
  let turn = 0;
  replace(root, h('div.page', h('h1', t('nav.plots')), h('p.lead', t('plots.lead')), controls, stage));

  function change(name, value) {
    query[name] = value;
    if (name === 'disease') query.regimen = '';
    draw();
  }

  /** The trials of the disease in full; the list has no results, so each is asked for. */
  async function load() {
    const items = await all('/trials', { disease: query.disease });
    Object.assign(progress, { max: items.length, value: 0 });
    if (!stage.childElementCount) replace(stage, progress);
    return Promise.all(items.map(async ({ id }) => {
      const trial = await get(`/trials/${id}`);
      progress.value += 1;
      return trial;
    }));
  }

  function drawControls(trials) {
    const measures = [...new Set(trials.flatMap(compared).map((one) => one.measure))].filter((one) => one !== 'rate' && one !== 'other');
    const used = new Set(trials.flatMap((trial) => trial.arms.map((arm) => arm.regimen)));
    const choice = (name, label, options) => filter({ name, label, options }, query[name], (value) => change(name, value));
    replace(controls, choice('disease', t('case.disease'), anyOf(known).slice(1)),
      choice('endpoint', t('col.endpoint'), measures.map((one) => ({ value: one, label: measureName(one) }))),
      choice('regimen', t('col.regimen'), anyOf(combinations.filter((one) => used.has(one.id)))),
      h('label.check', h('input', {
        type: 'checkbox', checked: query.subgroups === 'true', onchange: (event) => change('subgroups', event.target.checked ? 'true' : ''),
      }), t('plots.subgroups')));
  }

  async function draw() {
    const mine = ++turn;
    amend(link('plots', null, query));
    const address = url('/plots/forest.svg', { ...query, layout: narrow.matches ? 'narrow' : 'wide' });
    const [trials, drawing] = await Promise.all([load().then((found) => found.filter((trial) => compared(trial).length)), text(address)]);
    if (mine !== turn) return;
    drawControls(trials);
    const rows = rowsOf(trials, query);
    replace(stage, h('figure.forest', picture(drawing), h('figcaption', h('button.plain', {
      type: 'button', onclick: () => download(`forest-${query.endpoint}.svg`, drawing, 'image/svg+xml'),
    }, icon('download'), t('plots.download')))),
      rows.length > 0 && table(rows, names), confidenceLegend());
  }

  narrow.addEventListener('change', draw);
  await draw();
  return () => narrow.removeEventListener('change', draw);
}

/** The service’s drawing as part of the page, so that it takes its colours and its links stay within. */
function picture(source) {
  const drawing = document.importNode(new DOMParser().parseFromString(source, 'image/svg+xml').documentElement, true);
  for (const one of drawing.querySelectorAll('a')) one.setAttribute('href', one.getAttribute('href').replace(/^\/#/, '#'));
  return drawing;
}

/** Comparisons that have a hazard ratio. */
const compared = (trial) => trial.endpoints.filter((one) => one.comparison?.estimate !== undefined);

/** What the picture shows: of each trial the first comparison of the endpoint, or with subgroups all of them. */
const rowsOf = (trials, { endpoint, regimen, subgroups }) => trials
  .filter((trial) => !regimen || trial.arms.some((arm) => arm.regimen === regimen))
  .flatMap((trial) => {
    const found = compared(trial).filter((one) => one.measure === endpoint);
    return (subgroups === 'true' ? found : found.slice(0, 1)).map((one) => ({ trial, endpoint: one }));
  })
  .sort((one, two) => Number(one.trial.kind !== 'randomised') - Number(two.trial.kind !== 'randomised')
    || one.endpoint.comparison.estimate - two.endpoint.comparison.estimate);

const size = ({ phase, phaseLabel, participants }) => [
  phase && t('evidence.phase', { n: phaseLabel ?? phase }), participants && `n ${number(participants.value)}`,
].filter(Boolean).join(' · ');

/** The same as a table, with what a drawing cannot hold. */
const table = (rows, names) => h('details.forest-table', h('summary', t('plots.table')), region(t('plots.table'), h('table.list.stacks',
  head('trial', 'endpoint', 'result', 'confidence'), h('tbody', rows.map(({ trial, endpoint }) => h('tr',
    rowName(h('a', { href: link('trials', trial.id) }, trial.name), h('span.sub', size(trial))),
    h('td', trial.arms.length === 2 && trial.arms.map((arm) => names.get(arm.regimen)?.name ?? arm.label).join(' / '),
      h('span.sub', [endpoint.population, endpoint.analysis, endpoint.assessment].filter(Boolean).join('; '))),
    h('td', comparisonText(endpoint.comparison)), h('td', proof(endpoint))))))));
