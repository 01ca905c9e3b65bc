// The contract for people: what each path takes and gives, with lines to copy.
import { h, replace } from './dom.js';
import { parseYAML } from './yaml.js';
import { schemaTree } from './docs-schema.js';
import { t } from './i18n.js';
import { text } from './api.js';

const METHODS = ['get', 'post', 'put', 'delete'];

/** @param {HTMLElement} root */
export async function show(root) {
  const contract = parseYAML(await text('/openapi.yaml'));
  const operations = Object.entries(contract.paths).flatMap(([path, item]) => METHODS.filter((method) => item[method]).map((method) => ({ path, method, ...item[method] })));
  const tags = contract.tags.map((tag) => ({ ...tag, operations: operations.filter((one) => one.tags?.includes(tag.name)) }));
  replace(root, h('div.page.docs', null,
    h('nav.contents', { 'aria-label': t('docs.contents') }, tags.map((tag) => [h('h2', null, tag.name), h('ul', null, tag.operations.map((one) => h('li', null, h('a', { href: `#${one.operationId}` }, method(one), ' ', one.path))))])),
    h('div.docs-body', null, h('h1', null, `${contract.info.title} API`), h('p.sub', null, t('docs.version', { version: contract.info.version }), ' ', h('a', { href: '/openapi.yaml' }, 'openapi.yaml'), ' · ', t('docs.language')),
      markdown(contract.info.description), tags.map((tag) => h('section', null, h('h2.tag-title', null, tag.description), tag.operations.map((one) => operation(one, contract)))))));
}

const method = (one) => h('span.method', { 'data-method': one.method }, one.method.toUpperCase());

function operation(one, contract) {
  const resolve = (part) => (part?.$ref ? { ...part.$ref.split('/').slice(1).reduce((found, step) => found[step], contract), ...part, $ref: undefined } : part);
  const parameters = (one.parameters ?? []).map(resolve);
  const body = resolve(one.requestBody);
  const json = body?.content?.['application/json'];
  return h('article.operation', { id: one.operationId },
    h('h3', null, method(one), ' ', h('code', null, one.path)), h('p', null, one.summary, '.'), one.description && markdown(one.description),
    parameters.length > 0 && h('table.figures', null, h('caption', null, t('docs.parameters')), h('tbody', null, parameters.map((each) => h('tr', null,
      h('th', { scope: 'row' }, h('code', null, each.name), h('span.sub', null, `${each.in}${each.required ? `, ${t('docs.required')}` : ''}`)), h('td', null, inline(each.description ?? '')), h('td.sub', null, kind(each.schema)))))),
    json && h('details', null, h('summary', null, t('docs.body')), schemaTree(json.schema, contract)),
    tryOut(one, parameters, json),
    h('details.responses', null, h('summary', null, t('docs.answers')), Object.entries(one.responses).map(([status, response]) => answer(status, resolve(response), contract))));
}

function answer(status, response, contract) {
  return h('div.answer-part', null, h('h4', null, h('code', null, status), ' ', inline(response.description ?? '')), Object.entries(response.content ?? {}).map(([type, { schema }]) =>
    h('div', null, h('code', null, type), schema && schemaTree(schema, contract))));
}

/** A line for the shell, for each example of the request. */
function tryOut(one, parameters, json) {
  const named = json?.examples ?? {};
  const names = Object.keys(named);
  const code = h('code');
  const show = (name) => { code.textContent = curl(one, parameters, name && named[name].value); };
  const copied = h('span.said', { role: 'status' });
  show(names[0]);
  return h('div.try', null,
    names.length > 1 && h('select', { 'aria-label': t('docs.example'), onchange: (event) => { show(event.target.value); } }, names.map((name) => h('option', { value: name }, named[name].summary ?? name))),
    h('pre', { tabindex: 0, 'aria-label': t('docs.line') }, code),
    h('button', { type: 'button', onclick: async () => {
      await navigator.clipboard.writeText(code.textContent);
      copied.textContent = t('docs.copied');
    } }, t('docs.copy')), copied);
}

/** @param {any} one @param {any[]} parameters @param {any} [body] */
export function curl({ path, method: verb }, parameters, body) {
  const example = (each) => each.example ?? Object.values(each.examples ?? {})[0]?.value;
  let address = path;
  const query = new URLSearchParams();
  for (const each of parameters) {
    const value = example(each);
    if (each.in === 'path') address = address.replace(`{${each.name}}`, value ?? `{${each.name}}`);
    else if (each.in === 'query' && value !== undefined && each.required) query.set(each.name, value);
  }
  const target = `'${location.origin}${address}${query.size ? `?${query}` : ''}'`;
  if (verb === 'get') return `curl -s ${target}`;
  return `curl -s -H 'Content-Type: application/json' \\\n  -d '${JSON.stringify(body ?? {}, null, 2).replaceAll("'", "'\\''")}' \\\n  ${target}`;
}

/** The type of a value in a word or two. */
export function kind(schema = {}) {
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : schema.type;
  return [schema.enum ? schema.enum.map(String).join(' | ') : type, schema.default !== undefined && `= ${schema.default}`, schema.minimum !== undefined && `≥ ${schema.minimum}`, schema.maximum !== undefined && `≤ ${schema.maximum}`].filter((one) => one).join(' ');
}

/** Paragraphs with bold words and code. */
export const markdown = (source) => source.split(/\n\s*\n/).map((paragraph) => h('p.prose', null, inline(paragraph.replaceAll('\n', ' '))));

export const inline = (source) => source.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => (part.startsWith('`') ? h('code', null, part.slice(1, -1)) : part.startsWith('**') ? h('b', null, part.slice(2, -2)) : part));
