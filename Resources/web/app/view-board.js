// One page for the tumour board: what is known, what is proposed and why, what is open, and room for the decision.
import { byID, diseases, drugs, learnSources, regimens, vocabulary } from './knowledge.js';
import { capital, day, t } from './i18n.js';
import { Describer } from './describe.js';
import { h, joined, replace } from './dom.js';
import { head } from './parts.js';
import { icon } from './icons.js';
import { lackingInWords } from './case-record.js';
import { link } from './router.js';
import { reasonOf } from './case-option.js';
import { sourceName, verdictMark } from './marks.js';

/** @param {HTMLElement} root @param {any} route @param {{session: import('./case-session.js').CaseSession}} app */
export async function show(root, route, { session }) {
  const back = () => h('a.button.plain', { href: link('case') }, t('board.toCase'));
  const draw = async () => {
    const { current } = session;
    if (!current) return replace(root, h('div.page', h('h1', t('board.title')), h('p.empty', t('board.empty'), back())));
    const [words, allDrugs, allRegimens, known] = await Promise.all([
      vocabulary(current.answer.disease), drugs(), regimens(), diseases(), learnSources(),
    ]);
    const content = { ...current, describe: new Describer(words, allDrugs, allRegimens), disease: byID(known).get(current.answer.disease) };
    replace(root, h('div.page.board-page', h('p.board-tools', back(), h('button.primary', { type: 'button', onclick: () => print() }, icon('print'), t('board.print'))),
      fitted(content)));
  };
  session.addEventListener('change', draw);
  if (session.current || session.state.isEmpty) await draw();
  else session.ask();
  return () => session.removeEventListener('change', draw);
}

/** How much is said, from all to the least, and in what size: a page has an end. */
const LEVELS = [
  { options: 7, doses: 7, letters: Infinity, points: 8.4 },
  { options: 7, doses: 3, letters: 140, points: 8.2 },
  { options: 7, doses: 2, letters: 90, points: 7.8 },
  { options: 7, doses: 1, letters: 60, points: 7.5 },
  { options: 6, doses: 1, letters: 90, points: 7.6 },
  { options: 6, doses: 1, letters: 60, points: 7.4 },
  { options: 5, doses: 1, letters: 90, points: 7.6 },
  { options: 5, doses: 1, letters: 60, points: 7.3 },
  { options: 4, doses: 1, letters: 60, points: 7.4 },
  { options: 4, doses: 1, letters: 45, points: 7.2 },
  { options: 3, doses: 1, letters: 45, points: 7 },
  { options: 3, doses: 1, letters: 0, points: 7 },
];

/** A little less than the height of A4: printers round. */
const PAGE_MILLIMETRES = 292;

/** The sheet that says as much as one page holds. */
function fitted(content) {
  const scale = h('div', { style: { position: 'absolute', visibility: 'hidden', height: `${PAGE_MILLIMETRES}mm` } });
  document.body.append(scale);
  const limit = scale.offsetHeight;
  let best = null;
  for (const level of LEVELS) {
    best = sheet(content, level);
    best.classList.add('is-paper');
    scale.replaceChildren(best);
    const { offsetHeight } = best;
    best.classList.remove('is-paper');
    if (offsetHeight <= limit) break;
  }
  scale.remove();
  return best;
}

function sheet({ case: patientCase, answer, describe, disease }, level) {
  const { assessment, knowledgeBase, context, missingInformation: missing } = answer;
  const stands = (option) => ['recommended', 'alternative', 'conditional'].includes(option.verdict);
  const others = answer.options.filter((one) => !stands(one));
  const steps = byID(assessment.steps);
  const section = (name, title, ...content) => h('section', { 'data-part': name }, h('h2', t(title)), content);
  return h('article.sheet', { 'aria-labelledby': 'sheet-title', style: { 'font-size': `${level.points}pt` } },
    h('header', h('div', h('h1', { id: 'sheet-title' }, t('board.heading', { disease: disease.name })), h('p', assessment.summary)), h('p.blank', t('board.patient'))),
    section('known', 'board.known', h('dl.known', known(patientCase, assessment, describe).map(([name, value]) => h('div', h('dt', name), h('dd', value))))),
    section('history', 'history.title', assessment.history ? recorded(assessment.history, describe) : history(patientCase, describe), refractoriness(assessment.refractoriness)),
    answer.record?.notUnderstood.length > 0 && section('record', 'record.title', h('p', cut(lackingInWords(answer.record), 500))),
    section('options', 'board.options', optionTable(answer.options.filter(stands), { describe, steps }, level)),
    others.length > 0 && section('excluded', level.letters ? 'board.excluded' : 'board.excludedNames', h('p', excluded(others, steps, level.letters))),
    missing.length > 0 && section('next', 'next.title', h('p',
      joined(missing.slice(0, 8).map((one) => (one.essential ? h('b', one.label) : one.label)), '; '), '. ', t('board.bold'))),
    h('section.decision', h('h2', t('board.decision')), h('div.lines'), h('p.blank', t('board.signed'))),
    h('footer', answer.disclaimer, ' ', t('board.basis', {
      version: knowledgeBase.version, digest: knowledgeBase.digest.slice(0, 12), evidence: day(knowledgeBase.evidenceThrough), day: day(context.asOf),
    }), answer.decision && ` ${t('board.record', { id: answer.decision })}`));
}

function known(patientCase, assessment, describe) {
  if (patientCase.bundle) return assessment.facts.filter((one) => one.value !== null).map((one) => [capital(one.label), one.because]);
  const recorded = describe.vocabulary.findings.filter((one) => patientCase.findings?.[one.id] !== undefined);
  return [
    ...recorded.map((one) => [capital(one.label), describe.value(one.id, patientCase.findings[one.id])]),
    ...['comorbidities', 'medications'].map((name) => [t(`case.${name}`), describe.value(`/${name}`, patientCase[name])]),
  ];
}

function history({ priorTherapies: therapies }, describe) {
  if (!therapies?.length) return h('p', t(therapies ? 'history.none' : 'state.unknown'));
  return h('ol.past', therapies.map((one) => h('li', h('b', describe.given(one)), ` — ${[describe.setting(one), describe.course(one)].filter(Boolean).join('; ')}`)));
}

function recorded({ complete, therapies }, describe) {
  return [therapies.length > 0 && h('ol.past', therapies.map((one) => h('li', h('b', describe.recorded(one)), ` — ${[describe.setting(one), describe.course(one)].filter(Boolean).join('; ')}`))),
    !complete && h('p', t('record.incomplete'))];
}

function refractoriness(found) {
  if (!found) return null;
  const tripleClass = { true: 'yes', false: 'no', null: 'unknown' }[found.tripleClass];
  return h('p', h('b', t('refractory.title', { label: found.labelName })), found.drugs.length ? `: ${found.drugs.map((one) => one.name).join(', ')}. ` : '. ',
    `${t('refractory.tripleClass')}: ${t(`state.${tripleClass}`)}`);
}

function optionTable(options, { describe, steps }, level) {
  const further = options.slice(level.options).map((one) => `${one.regimen.name} (${t(`verdict.${one.verdict}`).toLocaleLowerCase()})`);
  return options.length ? [
    h('table', head('option', 'reasons', 'evidence'), h('tbody', options.slice(0, level.options).map((one, index) => optionRow(one, { describe, steps }, index < level.doses)))),
    further.length > 0 && h('p', t('board.more', { names: further.join(', ') })),
  ] : h('p', t('board.noOption'));
}

function optionRow(option, { describe, steps }, isFull) {
  const { regimen, criteria, cautions, verify, evidence } = option;
  const doses = regimen.drugs.map((drug) => `${drug.name} ${drug.dose}, ${drug.schedule}`).join('; ');
  const watch = [...cautions.map((one) => opening(one.text)), verify.length && `${t('board.verify')} ${verify.map((name) => describe.label(name)).join(', ')}`];
  return h('tr',
    h('td', verdictMark(option.verdict), h('b', `${option.rank}. ${regimen.name}`), h('span', isFull ? doses : regimen.title)),
    h('td', h('p', reasonOf(option, steps), '; ', t('board.met', { n: criteria.filter((one) => one.result === 'met').length, of: criteria.length })),
      watch.some(Boolean) && h('p', icon('caution'), ' ', watch.filter(Boolean).join('; '))),
    h('td', mainEvidence(evidence)));
}

/** The first result that fits into a cell, with its confidence and source. */
function mainEvidence(evidence = []) {
  const main = evidence.find((one) => one.text.length < 90) ?? evidence[0];
  return main ? [
    h('b', main.trialName), main.phase ? `, ${t('evidence.phase', { n: main.phase })}: ` : ': ', `${main.name} ${main.text} `,
    h('span.source', `${t(`confidence.${main.confidence}`)}; ${main.sources.map(sourceName).join(', ')}`),
  ] : '—';
}

/** The opening of a caution: the sheet says that there is one, the page says what to do. */
const opening = (text) => cut(text.split(/: |\. |; /)[0].replace(/[.]$/, ''), 90);

/** A condition, without what explains it when that is too long. */
const gist = (text, letters) => (text.length > letters ? cut(text.split(/: |; | \(/)[0], Math.max(letters, 80)) : text);

const cut = (text, letters) => (text.length > letters ? `${text.slice(0, letters).replace(/\s+\S*$/, '')}…` : text);

/** The excluded options, those with one reason together; of a reason not more than so many letters. */
function excluded(options, steps, letters) {
  if (!letters) return options.map((one) => one.regimen.name).join(', ');
  const groups = new Map();
  for (const option of options) {
    const own = option.criteria.filter((one) => one.decisive && one.result === 'not-met' && !steps.has(one.id));
    const reason = own.length ? t('board.fails', { reason: gist(own[0].text, letters) }) : t('board.noStep');
    const key = `${option.verdict === 'contraindicated' ? ` (${t('verdict.contraindicated').toLocaleLowerCase()})` : ''}: ${reason}`;
    groups.set(key, [...(groups.get(key) ?? []), option.regimen.name]);
  }
  return joined([...groups].map(([reason, names]) => h('span', h('b', names.join(', ')), reason)), '; ');
}
