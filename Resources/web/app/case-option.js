// One option of an answer: a line to read in a second, and under it the reasons, the evidence and what to watch.
import { h, joined } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { confidenceMark, originMark, resultMark, sourceLink, sourceLinks, verdictMark } from './marks.js';
import { link } from './router.js';

const RESULTS = ['not-met', 'unknown', 'met'];

/**
 * @param {any} option
 * @param {{describe: import('./describe.js').Describer, goTo: (pointer: string) => void, isOpen: boolean, isNew: boolean, isCompared: boolean,
 *   toggle: (isOpen: boolean) => void, compare: (isOn: boolean) => void}} context
 */
export function optionCard(option, context) {
  const { regimen } = option;
  const body = h('div.option-body');
  const fill = () => body.childElementCount || body.append(...details(option, context));
  const card = h('details.option', {
    open: context.isOpen, 'data-verdict': option.verdict, 'data-regimen': regimen.id, class: context.isNew ? 'is-new' : '',
    ontoggle: () => { if (card.open) fill(); context.toggle(card.open); },
  }, h('summary', { 'data-key': `option-${regimen.id}` },
    h('span.rank', { 'aria-label': t('option.rank', { n: option.rank }) }, String(option.rank)),
    h('span.option-name', null, h('b', null, regimen.name), regimen.title && h('span.title', null, regimen.title)),
    verdictMark(option.verdict),
    h('span.why', null, why(option)),
    h('span.hints', null, hints(option))), body);
  if (context.isOpen) fill();
  return card;
}

/** The verdict’s reason in a line, without repeating the verdict. */
function why(option) {
  const text = option.summary.replace(/^[^:]{3,24}:\s*/, '');
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

function hints(option) {
  const main = option.evidence?.[0];
  return [
    main && h('span.figure', null, h('b', null, `${main.trialName} ${main.endpoint}`), ` ${main.text} `, confidenceMark(main.confidence)),
    option.cautions.length > 0 && h('span.hint', { 'data-kind': 'caution' }, icon('caution'), t('option.cautions', { n: option.cautions.length })),
    option.verify.length > 0 && h('span.hint', { 'data-kind': 'verify' }, icon('unknown'), t('option.verify', { n: option.verify.length })),
  ].filter(Boolean);
}

function details(option, context) {
  return [
    doses(option),
    section('reasons', reasonTree(option, context)),
    option.cautions.length > 0 && section('cautions', h('ul.cautions', null, option.cautions.map((one) =>
      h('li', null, icon('caution'), h('div', null, one.text, ' ', confidenceMark(one.confidence), ' ', sourceLinks(one.sources)))))),
    option.verify.length > 0 && section('verify', h('p.facts', null, option.verify.map((name) => missingFact(name, context)))),
    option.evidence?.length > 0 && section('evidence', evidenceTable(option.evidence)),
    option.guidelines?.length > 0 && section('guidelines', guidelineList(option.guidelines)),
    h('p.option-links', null,
      h('a', { href: link('regimens', option.regimen.id) }, t('option.regimen')), originMark(option.regimen.origin),
      h('label.compare', null, h('input', { type: 'checkbox', checked: context.isCompared, onchange: (event) => context.compare(event.target.checked) }), t('option.compare'))),
  ].filter(Boolean);
}

const section = (name, ...content) => h('section', { 'data-part': name }, h('h4', null, t(`option.part.${name}`)), content);

function doses({ regimen }) {
  if (!regimen.drugs.length) return null;
  return h('table.doses', null, h('caption.unseen', null, t('option.part.doses')), h('tbody', null, regimen.drugs.map((drug) => h('tr', null,
    h('th', { scope: 'row' }, h('a', { href: link('drugs', drug.id) }, drug.name)), h('td', null, drug.dose), h('td', null, drug.schedule)))));
}

/** The criteria as a tree: result, criterion, the facts that decided it. */
export function reasonTree(option, context) {
  const groups = RESULTS.map((result) => [result, (option.criteria ?? []).filter((one) => one.result === result)]).filter(([, all]) => all.length);
  return h('ul.tree', null, groups.map(([result, criteria]) => {
    const decides = criteria.some((one) => one.decisive);
    return h('li', { 'data-result': result }, h('details', { open: result !== 'met' || decides },
      h('summary', null, resultMark(result), h('span.count', null, t('option.criteria', { n: criteria.length }))),
      h('ul', null, criteria.map((one) => criterion(one, context)))));
  }));
}

function criterion(one, context) {
  return h('li.criterion', { 'data-result': one.result, 'data-criterion': one.id },
    h('div.criterion-text', null, icon(one.result), h('span.unseen', null, `${t(`result.${one.result}`)}: `), h('span', null, one.text, ' ',
      one.decisive && h('span.tag', { 'data-kind': 'decisive' }, t('criterion.decisive')), ' ',
      one.essential && one.result === 'unknown' && h('span.tag', null, t('criterion.essential')))),
    h('div.because', null, h('span', null, t('criterion.because'), ' ', one.because),
      h('span.facts', null, one.facts.map(({ pointer }) => factButton(pointer, context)), (one.missing ?? []).map((name) => missingFact(name, context))),
      sourceLinks(one.sources)));
}

/** A button that leads to the field of a fact. */
export const factButton = (pointer, { describe, goTo }) => h('button.fact', {
  type: 'button', onclick: () => goTo(pointer), title: t('fact.goTo'),
}, icon('arrow'), describe.label(pointer));

export const missingFact = (name, { describe, goTo }) => h('button.fact.is-missing', {
  type: 'button', onclick: () => goTo(name.startsWith('/') ? name : `/findings/${name}`), title: t('fact.goTo'),
}, icon('unknown'), describe.label(name));

/** Results of trials, each with its confidence and source. */
export function evidenceTable(evidence) {
  return h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': t('option.part.evidence') }, h('table.evidence', null,
    h('thead', null, h('tr', null, ['trial', 'endpoint', 'result', 'confidence', 'sources'].map((name) => h('th', { scope: 'col' }, t(`evidence.${name}`))))),
    h('tbody', null, evidence.map((one) => h('tr', null,
      h('th', { scope: 'row' }, h('a', { href: link('trials', one.trial) }, one.trialName), one.phase && h('span.sub', null, t('evidence.phase', { n: one.phase }))),
      h('td', null, one.name, h('span.sub', null, [one.population, one.analysis, one.assessment].filter(Boolean).join('; '))),
      h('td.result-text', null, one.text, one.caveat && h('span.sub.caveat', null, one.caveat),
        one.discrepancies && h('a.sub.discrepant', { href: link('trials', one.trial) }, icon('caution'), t('evidence.discrepancy', { n: one.discrepancies.length }))),
      h('td', null, confidenceMark(one.confidence)),
      h('td', null, joined(one.sources.map(sourceLink), ', ')))))));
}

function guidelineList(guidelines) {
  return h('ul.guidelines', null, guidelines.map((one) => h('li', { 'data-status': one.status },
    h('b', null, one.organisation), one.jurisdiction && h('span.tag', null, one.jurisdiction), ' ', h('span.status', null, t(`guideline.${one.status}`)), ' — ', one.text, ' ',
    confidenceMark(one.confidence), ' ', sourceLink(one.source))));
}
