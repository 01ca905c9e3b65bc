// A list with search, filters and order, all of which stand in the address.
import { amend, link } from './router.js';
import { debounced, freshID, h, replace } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';

/**
 * @typedef {{name: string, label: string, options: {value: string, label: string}[]}} Filter
 * @param {HTMLElement} root
 * @param {import('./router.js').Route} route
 * @param {{name: string, title: string, lead: string, filters: Filter[], find: (query: Record<string, string>) => Promise<any[]>,
 *   draw: (items: any[], query: Record<string, string>) => import('./dom.js').Child}} setup
 */
export async function listing(root, route, { name, title, lead, filters, find, draw }) {
  const query = Object.fromEntries(route.query);
  const results = h('div.results');
  const count = h('span.count', { role: 'status' });
  let turn = 0;

  async function refresh() {
    const mine = ++turn;
    amend(link(name, null, query));
    results.setAttribute('aria-busy', 'true');
    const items = await find(query).finally(() => results.removeAttribute('aria-busy'));
    if (mine !== turn) return;
    count.textContent = t('list.count', { n: items.length });
    replace(results, items.length ? draw(items, query) : h('p.empty', null, t('list.nothing'), ' ', h('button.link', { type: 'button', onclick: reset }, t('list.reset'))));
  }

  function reset() {
    for (const key of Object.keys(query)) delete query[key];
    search.value = '';
    selects.forEach((select) => { select.value = ''; });
    refresh();
  }

  const set = (key, value) => {
    if (value) query[key] = value;
    else delete query[key];
    return refresh();
  };
  const soon = debounced((value) => set('q', value), 120);
  const search = h('input', { type: 'search', 'aria-label': t('list.search'), placeholder: t('list.search'), value: query.q ?? '', oninput: () => soon(search.value.trim()) });
  const selects = filters.map((filter) => h('select', { id: freshID('filter'), 'data-filter': filter.name, onchange: (event) => set(filter.name, event.target.value) },
    filter.options.map((option) => h('option', { value: option.value, selected: option.value === (query[filter.name] ?? '') }, option.label))));
  replace(root, h('div.page', null, h('h1', null, title), h('p.lead', null, lead),
    h('form.filters', { role: 'search', onsubmit: (event) => event.preventDefault() }, h('div.search', null, icon('search'), search),
      filters.map((filter, index) => h('label.filter', { for: selects[index].id }, h('span', null, filter.label), selects[index])), count), results));
  await refresh();
}

/** The choice between diseases. @param {any[]} diseases */
export const diseaseFilter = (diseases) => ({
  name: 'disease', label: t('case.disease'), options: [{ value: '', label: t('list.all') }, ...diseases.map((one) => ({ value: one.id, label: one.name }))],
});

/** A page of one entry. */
export const entryPage = (back, title, ...content) => h('div.page.entry', null, h('p.crumb', null, h('a', { href: link(back) }, t(`nav.${back}`))), h('h1', null, title), content);

/** A titled part of such a page, if it has content. */
export const part = (name, ...content) => {
  const found = content.flat().filter(Boolean);
  return found.length > 0 && h('section', { 'data-part': name }, h('h2', null, t(`part.${name}`)), found);
};
