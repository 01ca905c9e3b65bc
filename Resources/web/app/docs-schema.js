// Schemas as trees that are opened step by step, and the little Markdown of their descriptions.
import { closed, h } from './dom.js';
import { t } from './i18n.js';

/** Follows references within the contract; what stands beside a reference goes before what it refers to. */
export const resolver = (contract) => (part) => {
  if (!part?.$ref) return part ?? {};
  const { $ref, ...beside } = part;
  const path = $ref.split('/').slice(1);
  return { name: path.at(-1), ...path.reduce((found, step) => found[step], contract), ...beside };
};

/** @param {any} schema @param {any} contract */
export function schemaTree(schema, contract) {
  const resolve = resolver(contract);
  const inner = (part) => (part.items ? resolve(part.items) : part);
  const type = (part) => {
    const whole = inner(part);
    const said = kind(whole.type === 'object' ? { type: whole.name ?? 'object' } : whole);
    return part.items ? `[${said}]` : said;
  };
  const members = (part) => {
    const { properties = {}, required } = inner(part);
    return Object.entries(properties).map(([name, one]) => member(name, resolve(one), required?.includes(name)));
  };
  const member = (name, part, isRequired) => {
    const line = [h('code', name), h('span.sub', ` ${type(part)}${isRequired ? `, ${t('docs.required')}` : ''} `), inline(part.description ?? inner(part).description ?? '')];
    if (!inner(part).properties) return h('li', line);
    return h('li', closed(line, () => h('ul', members(part))));
  };
  const whole = resolve(schema);
  return h('ul.schema', inner(whole).properties ? members(whole) : h('li', type(whole)));
}

/** The type of a value in a word or two. */
export function kind({ type, enum: values, default: usual, minimum, maximum } = {}) {
  return [
    (values ?? [type].flat()).filter((one) => one !== undefined).map(String).join(' | '), usual !== undefined && `= ${usual}`,
    minimum !== undefined && `≥ ${minimum}`, maximum !== undefined && `≤ ${maximum}`,
  ].filter(Boolean).join(' ');
}

/** Paragraphs with bold words and code. @param {string} source */
export const paragraphs = (source) => source.split(/\n\s*\n/).filter(Boolean).map((one) => h('p.prose', inline(one.replaceAll('\n', ' '))));

/** @param {string} source */
export const inline = (source) => source.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
  if (part.startsWith('`')) return h('code', part.slice(1, -1));
  return part.startsWith('**') ? h('b', part.slice(2, -2)) : part;
});
