// Talking to the service. Everything the page knows comes through here.
import { language } from './i18n.js';
import { access } from './access.js';
import { connection } from './connection.js';

/** An answer that is an error: RFC 9457. */
export class Problem extends Error {
  /** @param {{title: string, status: number, detail: string, errors?: {pointer: string, detail: string, suggestion?: string}[]}} body */
  constructor(body) {
    super(body.detail || body.title);
    this.status = body.status;
    this.title = body.title;
    this.errors = body.errors ?? [];
  }

  /** Whether it is not for this caller: without a token, or with one that does not do. */
  get isRefusal() { return this.status === 401 || this.status === 403; }
}

/** No answer came: the network or the service is away. */
export class Unreachable extends Error {}

const kept = new Map();

/**
 * Knowledge by its path; asked for once a language and kept while the page lives.
 * @param {string} path @param {Record<string, string | number | undefined>} [query]
 */
export function get(path, query = {}) {
  const address = url(path, query);
  if (!kept.has(address)) {
    const answer = ask(address, { headers: { Accept: 'application/json' } }).then((response) => response.json());
    answer.catch(() => kept.delete(address));
    kept.set(address, answer);
  }
  return kept.get(address);
}

/** Forgets the knowledge, as after the service has loaded another. */
export const forget = () => kept.clear();

/** All entries of a list, page by page. @param {string} path @param {Record<string, any>} [query] */
export async function all(path, query = {}) {
  const items = [];
  for (;;) {
    const page = await get(path, { ...query, limit: 200, offset: items.length || undefined });
    items.push(...page.items);
    if (!page.items.length || items.length >= page.total) return items;
  }
}

/**
 * The answer to a case, in our own form or as a FHIR bundle, with the id of its record where the service keeps one. The case travels in the body only; what is asked of a bundle is in the query.
 * @param {object} patientCase @param {{signal?: AbortSignal, detail?: 'full' | 'decisive' | 'summary'}} [options]
 */
export async function recommend(patientCase, { signal, detail = 'full' } = {}) {
  const { bundle, disease, context } = patientCase;
  const response = await ask(url('/recommend', bundle ? { detail, disease, ...context } : { detail }), {
    method: 'POST', headers: { 'Content-Type': bundle ? 'application/fhir+json' : 'application/json', Accept: 'application/json' }, body: JSON.stringify(bundle ?? patientCase), signal,
  });
  return { ...await response.json(), decision: response.headers.get('NextLine-Decision') };
}

/** A text as it is, such as the contract. @param {string} path */
export const text = async (path) => (await ask(path, {})).text();

/** The address of a path in the page's language. */
export function url(path, query = {}) {
  const parameters = new URLSearchParams({ lang: language() });
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') parameters.set(name, String(value));
  return `${path}?${parameters}`;
}

/** How often a question is put again that came sooner than the service allows. */
const REPEATS = 8;

async function ask(address, options, repeats = REPEATS) {
  const { fields } = access;
  let response;
  try {
    // The token goes to the service alone: a request elsewhere would fail.
    response = await fetch(address, { ...options, headers: { ...options.headers, ...fields }, mode: 'same-origin' });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    connection.lost();
    throw new Unreachable();
  }
  if (response.status === 502 || response.status === 503 || response.status === 504) {
    connection.lost();
    throw new Unreachable();
  }
  connection.found();
  access.heard(address, fields, response);
  if (response.status === 429 && repeats > 0) {
    await new Promise((done) => setTimeout(done, 1000 * Number(response.headers.get('Retry-After') ?? 1) + Math.random() * 500));
    options.signal?.throwIfAborted();
    return ask(address, options, repeats - 1);
  }
  if (response.ok) return response;
  const body = await response.json().catch(() => null);
  throw new Problem(body ?? { title: response.statusText, status: response.status, detail: '' });
}
