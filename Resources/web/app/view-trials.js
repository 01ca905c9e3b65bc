// Trials: the list, and the page of one.
import { diseaseFilter, listing } from './listing.js';
import { diseases, drugs, learnSources } from './knowledge.js';
import { get } from './api.js';
import { h } from './dom.js';
import { confidenceMark, originMark } from './marks.js';
import { link } from './router.js';
import { number, t } from './i18n.js';
import { trialPage } from './trial-page.js';

/** @param {HTMLElement} root @param {import('./router.js').Route} route */
export async function show(root, route) {
  await learnSources();
  if (route.id) return trialPage(root, route.id);
  const [all, substances] = await Promise.all([diseases(), drugs()]);
  const names = new Map(all.map((one) => [one.id, one.name]));
  await listing(root, route, {
    name: 'trials', title: t('trials.title'), lead: t('trials.lead'),
    filters: [
      diseaseFilter(all),
      { name: 'drug', label: t('trials.drug'), options: [{ value: '', label: t('list.all') }, ...substances.map((one) => ({ value: one.id, label: one.name }))] },
      { name: 'phase', label: t('trials.phase'), options: [{ value: '', label: t('list.all') }, ...['3', '2', '1'].map((value) => ({ value, label: value }))] },
      { name: 'sort', label: t('list.sort'), options: [['', 'relevance'], ['name', 'name'], ['-year', 'year'], ['-n', 'n'], ['-phase', 'phase']].map(([value, key]) => ({ value, label: t(`sort.${key}`) })) },
    ],
    find: (query) => get('/trials', { ...query, limit: 200 }).then((page) => page.items),
    draw: (items) => h('table.list', null,
      h('thead', null, h('tr', null, ['name', 'phase', 'n', 'year', 'takeaway'].map((name) => h('th', { scope: 'col', class: `is-${name}` }, t(`trials.col.${name}`))))),
      h('tbody', null, items.map((trial) => h('tr', null,
        h('th', { scope: 'row' }, h('a', { href: link('trials', trial.id) }, trial.name), ' ', originMark(trial.origin), h('span.sub', null, names.get(trial.disease))),
        h('td.is-phase', { 'data-label': t('trials.col.phase') }, trial.phaseLabel ?? trial.phase ?? '—'),
        h('td.is-n', { 'data-label': t('trials.col.n') }, trial.participants ? number(trial.participants.value) : '—', ' ', trial.participants && confidenceMark(trial.participants.confidence)),
        h('td.is-year', { 'data-label': t('trials.col.year') }, String(trial.year)),
        h('td.is-takeaway', null, trial.takeaway))))),
  });
}
