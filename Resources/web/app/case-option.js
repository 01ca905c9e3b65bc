// One option of an answer: a line to read in a second, and under it the reasons, the evidence and what to watch.
import { confidenceMark, originMark, resultMark, sourceLink, sourceLinks, verdictMark } from './marks.js';
import { h } from './dom.js';
import { head, proof, region, rowName, statement } from './parts.js';
import { icon } from './icons.js';
import { link } from './router.js';
import { t } from './i18n.js';

/** What speaks against an option comes first. */
const RESULTS = ['not-met', 'unknown', 'met'];

/**
 * @param {any} option
 * @param {{describe: import('./describe.js').Describer, goTo: (pointer: string) => void, isOpen: boolean, isNew: boolean, isCompared: boolean,
 *   toggle: (isOpen: boolean) => void, compare: (isOn: boolean) => void}} context
 */
export function optionCard(option, context) {
  const { regimen, verdict, rank } = option;
  const body = h('div.option-body');
  const fill = () => body.childElementCount || body.append(...details(option, context));
  const card = h('details.option', {
    open: context.isOpen, 'data-verdict': verdict, 'data-regimen': regimen.id, class: context.isNew ? 'is-new' : '',
    ontoggle: () => { if (card.open) fill(); context.toggle(card.open); },
  }, h('summary', { 'data-key': `option-${regimen.id}` },
    h('span.rank', h('span.unseen', t('option.rank', { n: '' })), String(rank)),
    h('span.option-name', h('b', regimen.name), regimen.title && h('span.title', regimen.title)),
    verdictMark(verdict), h('span.why', reasonOf(option, context.steps)), h('span.hints', hints(option))), body);
  if (context.isOpen) fill();
  return card;
}

/** Of a criterion that failed, as much of the facts is said beside it. */
const SHORT = 140;

/**
 * What decided. An option is excluded by criteria of its own, or because no step that lists it applies: a step's name says
 * more than its condition, most of which may be met.
 * @param {any} option @param {Map<string, {name: string, because: string}>} steps
 */
export function reasonOf({ verdict, criteria = [], summary }, steps) {
  const failed = verdict === 'not-recommended' || verdict === 'contraindicated' ? criteria.filter((one) => one.decisive && one.result === 'not-met') : [];
  const own = failed.filter((one) => !steps.has(one.id));
  const because = (one) => (one.because.length <= SHORT ? ` (${one.because})` : '');
  if (own.length) return own.map((one) => t('reason.criterion', { text: one.text }) + because(one)).join('; ');
  if (failed.length) return t('reason.steps', { names: failed.map((one) => `${steps.get(one.id).name}${because(one)}`).join('; '), n: failed.length });
  const text = summary.replace(/^[^:]{3,24}:\s*/, '');
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

function hints({ evidence, cautions, verify }) {
  const main = evidence?.[0];
  const hint = (kind, sign, key, { length }) => length > 0 && h('span.hint', { 'data-kind': kind }, icon(sign), ' ', t(key, { n: length }));
  return [
    main && h('span.figure', h('b', `${main.trialName} ${main.name}`), ` ${main.text} `, confidenceMark(main.confidence)),
    hint('caution', 'caution', 'option.cautions', cautions), hint('verify', 'unknown', 'option.verify', verify),
  ];
}

function details(option, context) {
  const { regimen, cautions, verify, evidence, guidelines } = option;
  const section = (name, isThere, ...content) => isThere && h('section', { 'data-part': name }, h('h3', t(`part.${name}`)), content);
  return [
    doses(regimen),
    section('reasons', true, reasonTree(option, context)),
    section('cautions', cautions.length, h('ul.cautions', cautions.map((one) => h('li', icon('caution'), h('div', statement(one)))))),
    section('verify', verify.length, h('p.facts', verify.map((name) => missingFact(name, context)))),
    section('evidence', evidence?.length, evidenceTable(evidence ?? [], regimen.name)),
    section('guidelines', guidelines?.length, h('ul.guidelines', (guidelines ?? []).map(guideline))),
    h('p.option-links', h('a', { href: link('regimens', regimen.id) }, t('option.regimen')), originMark(regimen.origin), h('label.compare',
      h('input', { type: 'checkbox', checked: context.isCompared, onchange: (event) => context.compare(event.target.checked) }), t('option.compare'))),
  ].filter(Boolean);
}

const doses = ({ drugs }) => drugs.length > 0 && h('table.doses.stacks', h('tbody', drugs.map((drug) => h('tr',
  rowName(h('a', { href: link('drugs', drug.id) }, drug.name)), h('td', drug.dose), h('td', drug.schedule)))));

/** The criteria as a tree: result, criterion, the facts that decided it. */
function reasonTree({ criteria = [] }, context) {
  return h('ul.tree', RESULTS.map((result) => {
    const found = criteria.filter((one) => one.result === result);
    return found.length > 0 && h('li', { 'data-result': result }, h('details', { open: result !== 'met' || found.some((one) => one.decisive) },
      h('summary', resultMark(result), h('span.count', t('option.criteria', { n: found.length }))),
      h('ul', found.map((one) => criterion(one, context)))));
  }));
}

function criterion({ id, result, text, decisive, essential, because, facts, missing = [], sources }, context) {
  return h('li.criterion', { 'data-result': result, 'data-criterion': id },
    h('div.criterion-text', icon(result), h('span.unseen', `${t(`result.${result}`)}: `), h('span', text, ' ',
      decisive && h('span.tag', { 'data-kind': 'decisive' }, t('criterion.decisive')),
      essential && result === 'unknown' && h('span.tag', t('criterion.essential')))),
    h('div.because', h('span', t('criterion.because'), ' ', because), factButtons(facts.map((one) => one.pointer ?? one.reference), missing, context), sourceLinks(sources)));
}

/** Buttons that lead to the fields of facts, and of what is missing. @param {string[]} pointers @param {string[]} [missing] */
export const factButtons = (pointers, missing, context) => h('span.facts',
  pointers.map((one) => factButton(one, context)), (missing ?? []).map((one) => missingFact(one, context)));

export const factButton = (pointer, { describe, goTo }) => h('button.fact', {
  type: 'button', onclick: () => goTo(pointer), title: t('fact.goTo'),
}, icon('arrow'), describe.label(pointer));

export const missingFact = (name, { describe, goTo }) => h('button.fact.is-missing', {
  type: 'button', onclick: () => goTo(name.startsWith('/') ? name : `/findings/${name}`), title: t('fact.goTo'),
}, icon('unknown'), describe.label(name));

/** Results of trials, each with its confidence and source. */
const evidenceTable = (evidence, name) => region(`${t('part.evidence')}: ${name}`, h('table.evidence.stacks', head('trial', 'endpoint', 'result', 'confidence'),
  h('tbody', evidence.map((one) => h('tr',
    rowName(h('a', { href: link('trials', one.trial) }, one.trialName), one.phase && h('span.sub', t('evidence.phase', { n: one.phase }))),
    h('td', one.name, h('span.sub', [one.population, one.analysis, one.assessment].filter(Boolean).join('; '))),
    h('td.figure-text', one.text, one.caveat && h('span.sub.caveat', one.caveat), one.discrepancies
      && h('a.sub.caveat', { href: link('trials', one.trial) }, icon('caution'), ' ', t('evidence.discrepancy'))),
    h('td', proof(one)))))));

const guideline = (one) => h('li', h('b', one.organisation), one.jurisdiction && h('span.tag', one.jurisdiction), ' ',
  h('b', t(`guideline.${one.status}`)), ' — ', one.text, ' ', confidenceMark(one.confidence), ' ', sourceLink(one.source));
