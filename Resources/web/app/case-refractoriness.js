// To which drugs the disease is refractory, and what that amounts to.
import { h } from './dom.js';
import { t } from './i18n.js';
import { factButton, missingFact } from './case-option.js';
import { sourceLinks, truthMark } from './marks.js';

const LISTS = ['drugs', 'otherDrugs', 'undetermined', 'notRefractory'];

/** @param {any} refractoriness @param {{describe: any, goTo: any}} context */
export function refractorinessPanel(refractoriness, context) {
  const { labelName, possible, classes, tripleClass, rule, definitions } = refractoriness;
  const links = (one) => h('span.facts', null, one.from.map((pointer) => factButton(pointer, context)), (one.missing ?? []).map((name) => missingFact(name, context)));
  return h('details.refractoriness', { open: true },
    h('summary', null, h('b', null, t('refractory.title', { label: labelName })), possible && h('span.sub', null, t('refractory.possible', { what: possible.join(', ') }))),
    h('div.lists', null, LISTS.filter((name) => refractoriness[name].length).map((name) => h('div', { 'data-list': name },
      h('h4', null, t(`refractory.${name}`)), h('ul', null, refractoriness[name].map((drug) => h('li', null, h('b', null, drug.name), h('span.because', null, drug.because, ' ', links(drug)))))))),
    h('dl.classes', null, h('dt', null, t('refractory.tripleClass')), h('dd', null, truthMark(tripleClass)),
      classes.map((one) => [h('dt', null, one.name), h('dd', null, truthMark(one.value))])),
    h('details', null, h('summary', null, t('refractory.definitions')), h('p', null, h('b', null, rule.name), '. ', rule.text, ' ', sourceLinks(rule.sources)),
      h('ul', null, definitions.map((one) => h('li', null, typeof one.value === 'string' ? h('b', null, one.valueName) : truthMark(one.value), ' ', h('b', null, one.name),
        h('span.because', null, [one.text, one.because].filter(Boolean).join(' — '), ' ', links(one), ' ', sourceLinks(one.sources)))))));
}
