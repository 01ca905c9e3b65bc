// The forest plot of hazard ratios by disease, endpoint and regimen.
import { all, get } from './api.js';
import { amend, link } from './router.js';
import { comparisonText, ratioText } from './figures.js';
import { confidenceLegend, confidenceMark, sourceLinks } from './marks.js';
import { byID, diseases, learnSources, regimens } from './knowledge.js';
import { forestPlot } from './forest.js';
import { freshID, h, replace } from './dom.js';
import { icon } from './icons.js';
import { number, t } from './i18n.js';

/** @param {HTMLElement} root @param {import('./router.js').Route} route @param {any} app */
export async function show(root, route, { session }) {
  const [known, combinations] = await Promise.all([diseases(), regimens(), learnSources()]);
  const query = { disease: session.state.value.disease, endpoint: 'PFS', regimen: '', subgroups: '', ...Object.fromEntries(route.query) };
  const names = byID(combinations);
  const progress = h('progress', { 'aria-label': t('page.loading') });
  const figure = h('figure.forest');
  const stage = h('div', null, progress);
  const select = (name, label, options) => {
    const id = freshID('plot');
    return h('label.filter', { for: id }, h('span', null, label), h('select', { id, 'data-filter': name, onchange: (event) => change(name, event.target.value) },
      options.map(([value, text]) => h('option', { value, selected: value === query[name] }, text))));
  };
  const controls = h('form.filters', { onsubmit: (event) => event.preventDefault() });
  replace(root, h('div.page', null, h('h1', null, t('plots.title')), h('p.lead', null, t('plots.lead')), controls, stage));

  let trials = [];
  const change = (name, value) => {
    query[name] = value;
    if (name === 'disease') query.regimen = '';
    return draw();
  };

  /** Everything about trials of a disease; the list has no results, so each is asked for. */
  async function load() {
    const items = await all('/trials', { disease: query.disease });
    progress.max = items.length;
    progress.value = 0;
    replace(stage, progress);
    return Promise.all(items.map(async (item) => {
      const trial = await get(`/trials/${item.id}`);
      progress.value += 1;
      return trial;
    }));
  }

  async function draw() {
    amend(link('plots', null, query));
    trials = await load();
    const comparable = trials.filter((trial) => trial.endpoints.some((one) => one.comparison?.estimate !== undefined));
    const measures = [...new Set(comparable.flatMap((trial) => trial.endpoints.filter((one) => one.comparison?.estimate !== undefined).map((one) => one.measure)))].filter((one) => !['rate', 'other'].includes(one));
    const used = new Set(comparable.flatMap((trial) => trial.arms.map((arm) => arm.regimen)));
    replace(controls, select('disease', t('case.disease'), known.map((one) => [one.id, one.name])),
      select('endpoint', t('evidence.endpoint'), measures.map((one) => [one, one])),
      select('regimen', t('plots.regimen'), [['', t('list.all')], ...combinations.filter((one) => used.has(one.id)).map((one) => [one.id, one.name])]),
      h('label.check', null, h('input', { type: 'checkbox', checked: query.subgroups === 'yes', onchange: (event) => change('subgroups', event.target.checked ? 'yes' : '') }), t('plots.subgroups')));
    const rows = rowsOf(comparable, query, names);
    const texts = { favoursFirst: t('plots.favoursFirst'), favoursSecond: t('plots.favoursSecond'), axis: t('plots.axis'), title: t('plots.heading', { endpoint: query.endpoint }), note: t('plots.note') };
    replace(figure, rows.length ? [picture(rows, texts), h('figcaption', null, icon('caution'), ' ', t('plots.note'))] : h('p.empty', null, t('list.nothing')));
    replace(stage, figure, rows.length > 0 && table(rows), confidenceLegend());
  }

  let width = innerWidth;
  const resized = () => { if ((innerWidth < 760) !== (width < 760)) { width = innerWidth; draw(); } };
  addEventListener('resize', resized);
  await draw();
  return () => removeEventListener('resize', resized);
}

/** The rows of a plot: of each trial the first comparison of the endpoint, or with subgroups all of them. */
function rowsOf(trials, { endpoint, regimen, subgroups }, names) {
  return trials.filter((trial) => !regimen || trial.arms.some((arm) => arm.regimen === regimen)).flatMap((trial) => {
    const found = trial.endpoints.filter((one) => one.measure === endpoint && one.comparison?.estimate !== undefined);
    return (subgroups === 'yes' ? found : found.slice(0, 1)).map((one) => row(trial, one, names));
  }).sort((one, two) => one.rank - two.rank || one.estimate - two.estimate);
}

function row(trial, endpoint, names) {
  const arms = trial.arms.map((arm) => names.get(arm.regimen)?.name ?? arm.label);
  const { estimate, interval } = endpoint.comparison;
  const isDirect = trial.kind === 'randomised';
  return {
    trial, endpoint, rank: isDirect ? 0 : 1, group: isDirect ? t('plots.randomised') : t('plots.other'),
    label: trial.name, detail: `${arms.length === 2 ? `${arms.join(' / ')}; ` : ''}${endpoint.population}`,
    estimate, low: interval?.[0], high: interval?.[1], weight: trial.participants?.value ?? 0, link: link('trials', trial.id),
    text: ratioText(estimate, interval),
    meta: [trial.phase && t('plots.phase', { n: trial.phaseLabel ?? trial.phase }), trial.participants && `n ${number(trial.participants.value)}`].filter(Boolean).join(' · '),
  };
}

function picture(rows, texts) {
  const svg = new DOMParser().parseFromString(forestPlot(rows, texts, innerWidth < 760 ? 360 : 960), 'image/svg+xml').documentElement;
  return document.importNode(svg, true);
}

/** The same as a table, with what a drawing cannot hold. */
const table = (rows) => h('details.forest-table', null, h('summary', null, t('plots.table')), h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': t('plots.table') }, h('table.list', null,
  h('thead', null, h('tr', null, ['trial', 'endpoint', 'result', 'confidence', 'sources'].map((name) => h('th', { scope: 'col' }, t(`evidence.${name}`))))),
  h('tbody', null, rows.map(({ trial, endpoint, meta }) => h('tr', null, h('th', { scope: 'row' }, h('a', { href: link('trials', trial.id) }, trial.name), h('span.sub', null, meta)),
    h('td', null, endpoint.population, h('span.sub', null, [endpoint.analysis, endpoint.assessment].filter(Boolean).join('; '))), h('td', null, comparisonText(endpoint.comparison)),
    h('td', null, confidenceMark(endpoint.confidence)), h('td', null, sourceLinks(endpoint.sources))))))));
