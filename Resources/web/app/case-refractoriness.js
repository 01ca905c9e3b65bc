// To which drugs the disease is refractory, and what that amounts to.
import { factButtons } from './case-option.js';
import { closed, h } from './dom.js';
import { sourceLinks, truthMark } from './marks.js';
import { t } from './i18n.js';

const LISTS = ['drugs', 'otherDrugs', 'undetermined', 'notRefractory'];

/** @param {any} refractoriness @param {{describe: any, goTo: any}} context */
export function refractorinessPanel(refractoriness, context) {
  const { labelName, possible, classes, tripleClass, rule, definitions } = refractoriness;
  const links = (one) => factButtons(one.from, one.missing, context);
  return h('details.refractoriness', { open: true },
    h('summary', h('b', t('refractory.title', { label: labelName })), possible && h('span.sub', ` ${t('refractory.possible', { what: possible.join(', ') })}`)),
    h('div.lists', LISTS.map((name) => refractoriness[name].length > 0 && h('div', { 'data-list': name }, h('h3', t(`refractory.${name}`)),
      h('ul', refractoriness[name].map((drug) => h('li', h('b', drug.name), h('span.because', drug.because, ' ', links(drug)))))))),
    h('dl.classes', h('dt', t('refractory.tripleClass')), h('dd', truthMark(tripleClass)), classes.map((one) => [h('dt', one.name), h('dd', truthMark(one.value))])),
    closed(t('refractory.definitions'), () => [h('p', h('b', rule.name), '. ', rule.text, ' ', sourceLinks(rule.sources)),
      h('ul', definitions.map((one) => h('li', typeof one.value === 'string' ? h('b', one.valueName) : truthMark(one.value), h('span', h('b', one.name),
        h('span.because', [one.text, one.because].filter(Boolean).join(' — '), ' ', links(one), ' ', sourceLinks(one.sources))))))]));
}
