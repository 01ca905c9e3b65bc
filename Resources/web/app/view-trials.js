// Trials: the list, and the page of one.
import { anyOf, diseaseFilter, listing } from './listing.js';
import { confidenceMark, originMark } from './marks.js';
import { diseases, drugs, learnSources } from './knowledge.js';
import { get } from './api.js';
import { h } from './dom.js';
import { head, rowName } from './parts.js';
import { link } from './router.js';
import { number, t } from './i18n.js';
import { trialPage } from './trial-page.js';

const ORDERS = [['', 'id'], ['name', 'name'], ['-year', 'year'], ['-n', 'n'], ['-phase', 'phase']];

/** @param {HTMLElement} root @param {import('./router.js').Route} route */
export async function show(root, route) {
  await learnSources();
  if (route.id) return trialPage(root, route.id);
  const [known, substances] = await Promise.all([diseases(), drugs()]);
  const names = new Map(known.map((one) => [one.id, one.name]));
  await listing(root, route, {
    name: 'trials',
    filters: [
      diseaseFilter(known),
      { name: 'drug', label: t('col.drug'), options: anyOf(substances) },
      { name: 'phase', label: t('col.phase'), options: anyOf(['3', '2', '1'].map((id) => ({ id, name: id }))) },
      { name: 'sort', label: t('list.sort'), options: ORDERS.map(([value, key]) => ({ value, label: t(`sort.${key}`) })) },
    ],
    find: (query) => get('/trials', { ...query, limit: 200 }).then((page) => page.items),
    draw: (items) => h('table.list.stacks', head('trial', 'phase', 'n', 'year', 'takeaway'), h('tbody', items.map((one) => row(one, names)))),
  });
}

const row = (trial, names) => h('tr',
  rowName(h('a', { href: link('trials', trial.id) }, trial.name), ' ', originMark(trial.origin), h('span.sub', names.get(trial.disease))),
  cell('phase', trial.phaseLabel ?? trial.phase ?? '—'),
  cell('n', trial.participants ? [number(trial.participants.value), ' ', confidenceMark(trial.participants.confidence)] : '—'),
  cell('year', String(trial.year)),
  h('td', trial.takeaway));

const cell = (name, ...content) => h('td.nowrap', { 'data-label': t(`col.${name}`) }, content);
