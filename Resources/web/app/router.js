// The address: `#/trials/bolero-2?q=…`. It stays in the fragment, which browsers send to nobody.

/** @typedef {{name: string, id: string | null, query: URLSearchParams}} Route */

/** `/docs` is a page of its own; from there the other views are at `/`. */
const isDocs = location.pathname === '/docs';

/** @returns {Route} */
export function route(hash = location.hash) {
  if (isDocs) return { name: 'docs', id: null, query: new URLSearchParams() };
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [name, id] = path.split('/').map(decodeURIComponent);
  return { name: name || 'case', id: id || null, query: new URLSearchParams(query) };
}

/** The address of a view. @param {string} name @param {string | null} [id] @param {Record<string, string | null | undefined>} [query] */
export function link(name, id, query = {}) {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value) parameters.set(key, value);
  const tail = parameters.size ? `?${parameters}` : '';
  return `${isDocs ? '/' : ''}#/${name}${id ? `/${encodeURIComponent(id)}` : ''}${tail}`;
}

/** Changes the address without a step in the history and without showing the view anew. */
export const amend = (hash) => history.replaceState(null, '', hash);

/** Goes there. */
export const go = (hash) => { location.hash = hash; };
