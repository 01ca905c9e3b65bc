// A schema as a tree that is opened step by step.
import { h } from './dom.js';
import { inline, kind } from './view-docs.js';
import { t } from './i18n.js';

/** @param {any} schema @param {any} contract */
export function schemaTree(schema, contract) {
  const resolve = (part) => (part?.$ref ? { ...part.$ref.split('/').slice(1).reduce((found, step) => found[step], contract), ...(part.description ? { description: part.description } : {}), name: part.$ref.split('/').at(-1) } : part ?? {});
  const inner = (part) => resolve(part.items ? resolve(part.items) : part);
  const members = (part) => {
    const whole = inner(part);
    return Object.entries(whole.properties ?? {}).map(([name, one]) => member(name, resolve(one), whole.required?.includes(name)));
  };
  const member = (name, part, isRequired) => {
    const whole = inner(part);
    const line = [h('code', null, name), h('span.sub', null, ` ${part.type === 'array' ? `[${kind(whole) || whole.name || 'object'}]` : kind(part) || part.name || ''}${isRequired ? ` · ${t('docs.required')}` : ''} `), h('span', null, inline(part.description ?? whole.description ?? ''))];
    if (!whole.properties) return h('li', null, line);
    const details = h('details', { ontoggle: () => { if (details.open && details.childElementCount === 1) details.append(h('ul', null, members(part))); } }, h('summary', null, line));
    return h('li', null, details);
  };
  const whole = resolve(schema);
  return h('ul.schema', null, whole.properties || whole.items ? members(whole) : h('li.sub', null, kind(whole)));
}
