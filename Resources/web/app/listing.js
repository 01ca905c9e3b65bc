// A list with search, filters and order, all of which stand in the address.
import { amend, link } from './router.js';
import { debounced, freshID, h, replace } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';

/**
 * @typedef {{name: string, label: string, options: {value: string, label: string}[]}} Filter
 * @param {HTMLElement} root
 * @param {import('./router.js').Route} route
 * @param {{name: string, filters: Filter[], find: (query: Record<string, string>) => Promise<any[]>,
 *   draw: (items: any[], query: Record<string, string>) => import('./dom.js').Child}} setup
 */
export async function listing(root, route, { name, filters, find, draw }) {
  const query = Object.fromEntries(route.query);
  const results = h('div.results');
  const count = h('span.count', { role: 'status' });
  let turn = 0;

  async function refresh() {
    const mine = ++turn;
    amend(link(name, null, query));
    results.setAttribute('aria-busy', 'true');
    const items = await find(query).finally(() => mine === turn && results.removeAttribute('aria-busy'));
    if (mine !== turn) return;
    count.textContent = t('list.count', { n: items.length });
    replace(results, items.length ? draw(items, query)
      : h('p.empty', t('list.nothing'), ' ', h('button.link', { type: 'button', onclick: reset }, t('list.reset'))));
  }

  function reset() {
    for (const key of Object.keys(query)) delete query[key];
    search.value = '';
    for (const select of bar.querySelectorAll('select')) select.value = '';
    refresh();
  }

  function set(key, value) {
    if (value) query[key] = value;
    else delete query[key];
    refresh();
  }

  const soon = debounced((value) => set('q', value), 120);
  const search = h('input', {
    type: 'search', 'aria-label': t('list.search'), placeholder: t('list.search'), value: query.q ?? '', oninput: () => soon(search.value.trim()),
  });
  const bar = h('form.filters', { role: 'search', onsubmit: (event) => event.preventDefault() }, h('div.search', icon('search'), search),
    filters.map((one) => filter(one, query[one.name], (value) => set(one.name, value))), count);
  replace(root, h('div.page', h('h1', t(`nav.${name}`)), h('p.lead', t(`${name}.lead`)), bar, results));
  await refresh();
}

/** A labelled choice. @param {Filter} filter @param {string | undefined} chosen @param {(value: string) => void} choose */
export function filter({ name, label, options }, chosen, choose) {
  const id = freshID('filter');
  return h('div.filter', h('label', { for: id }, label), h('select', { id, 'data-filter': name, onchange: (event) => choose(event.target.value) },
    options.map(({ value, label: text }) => h('option', { value, selected: value === (chosen ?? '') }, text))));
}

/** All, or one of the entries. @param {{id: string, name: string}[]} entries */
export const anyOf = (entries) => [{ value: '', label: t('list.all') }, ...entries.map((one) => ({ value: one.id, label: one.name }))];

/** The choice between diseases. @param {any[]} diseases */
export const diseaseFilter = (diseases) => ({ name: 'disease', label: t('case.disease'), options: anyOf(diseases) });

/** A page of one entry. @param {string} list the view it belongs to */
export const entryPage = (list, title, ...content) => h('div.page.entry', h('p.crumb', h('a', { href: link(list) }, t(`nav.${list}`))), h('h1', title), content);
