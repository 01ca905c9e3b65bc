// The contract for people: what each path takes and gives, with lines to copy.
import { closed, h, replace } from './dom.js';
import { inline, kind, paragraphs, resolver, schemaTree } from './docs-schema.js';
import { parseYAML } from './yaml.js';
import { t } from './i18n.js';
import { text } from './api.js';

const METHODS = ['get', 'post', 'put', 'delete'];

/** @param {HTMLElement} root */
export async function show(root) {
  const contract = parseYAML(await text('/openapi.yaml'));
  const { info } = contract;
  const operations = Object.entries(contract.paths)
    .flatMap(([path, item]) => METHODS.filter((method) => item[method]).map((method) => ({ path, method, ...item[method] })));
  const tags = contract.tags.map((tag) => ({ ...tag, operations: operations.filter((one) => one.tags?.includes(tag.name)) }));
  replace(root, h('div.page.docs',
    h('nav.contents', { 'aria-label': t('docs.contents') }, h('details', { open: matchMedia('(min-width: 60rem)').matches }, h('summary', t('docs.contents')),
      tags.map((tag) => [h('h2', tag.name), h('ul', tag.operations.map((one) => h('li', h('a', { href: `#${one.operationId}` }, badge(one), ' ', one.path))))]))),
    h('div', h('h1', `${info.title} API`),
      h('p.sub', t('docs.version', { version: info.version }), ' ', h('a', { href: '/openapi.yaml' }, 'openapi.yaml'), ' · ', t('docs.language')),
      paragraphs(info.description),
      tags.map((tag) => h('section', h('h2.tag-title', tag.description), tag.operations.map((one) => operation(one, contract)))))));
}

const badge = ({ method }) => h('span.method', { 'data-method': method }, method.toUpperCase());

function operation(one, contract) {
  const resolve = resolver(contract);
  const parameters = (one.parameters ?? []).map(resolve);
  const json = resolve(one.requestBody).content?.['application/json'];
  return h('article.operation', { id: one.operationId },
    h('h3', badge(one), ' ', h('code', one.path)), h('p', `${one.summary}.`), paragraphs(one.description ?? ''),
    parameters.length > 0 && h('table.figures.stacks', h('caption', t('docs.parameters')), h('tbody', parameters.map(parameter))),
    json && closed(t('docs.body'), () => schemaTree(json.schema, contract)),
    shellLine(one, parameters, json?.examples ?? {}),
    closed(t('docs.answers'), () => Object.entries(one.responses).map(([status, response]) => answer(status, resolve(response), contract))));
}

const parameter = (one) => h('tr',
  h('th', { scope: 'row' }, h('code', one.name), h('span.sub', one.required ? `${one.in}, ${t('docs.required')}` : one.in)),
  h('td', inline(one.description ?? '')), h('td', h('span.sub', kind(one.schema))));

const answer = (status, { description = '', content = {} }, contract) => h('div.answer-part', h('h4', h('code', status), ' ', inline(description)),
  Object.entries(content).map(([type, { schema }]) => [h('code', type), schema && schemaTree(schema, contract)]));

/** A line for the shell, for each example of the request. */
function shellLine(one, parameters, examples) {
  const names = Object.keys(examples);
  const code = h('code');
  const show = (name) => { code.textContent = curl(one, parameters, examples[name]?.value); };
  const said = h('span.said', { role: 'status' });
  const copy = async () => {
    await navigator.clipboard.writeText(code.textContent);
    said.textContent = t('docs.copied');
  };
  show(names[0]);
  return h('div.try',
    names.length > 1 && h('select', { 'aria-label': t('docs.example'), onchange: (event) => show(event.target.value) },
      names.map((name) => h('option', { value: name }, examples[name].summary ?? name))),
    h('pre', { tabindex: 0, 'aria-label': t('docs.line') }, code), h('button', { type: 'button', onclick: copy }, t('docs.copy')), said);
}

function curl({ path, method }, parameters, body) {
  let address = path;
  const query = new URLSearchParams();
  for (const one of parameters) {
    const value = one.example ?? Object.values(one.examples ?? {})[0]?.value;
    if (one.in === 'path') address = address.replace(`{${one.name}}`, value ?? `{${one.name}}`);
    else if (one.in === 'query' && one.required && value !== undefined) query.set(one.name, value);
  }
  const target = `'${location.origin}${address}${query.size ? `?${query}` : ''}'`;
  if (method === 'get') return `curl -s ${target}`;
  return `curl -s -H 'Content-Type: application/json' \\\n  -d '${JSON.stringify(body ?? {}, null, 2).replaceAll("'", "'\\''")}' \\\n  ${target}`;
}
