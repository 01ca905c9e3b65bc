// One page for the tumour board: what is known, what is proposed and why, what is open, and room for the decision.
import { capital, day, t } from './i18n.js';
import { diseases, drugs, learnSources, regimens, vocabulary } from './knowledge.js';
import { h, joined, replace } from './dom.js';
import { icon } from './icons.js';
import { Describer } from './describe.js';
import { link } from './router.js';
import { sourceName, verdictMark } from './marks.js';

/** @param {HTMLElement} root @param {any} route @param {{session: import('./case-session.js').CaseSession}} app */
export async function show(root, route, { session }) {
  const draw = async () => {
    const { current } = session;
    if (!current) return replace(root, h('div.page', null, h('h1', null, t('board.title')), h('p.empty', null, t('board.empty'), ' ', h('a', { href: link('case') }, t('board.toCase')))));
    const [words, allDrugs, allRegimens, all] = await Promise.all([vocabulary(current.case.disease), drugs(), regimens(), diseases(), learnSources()]);
    const describe = new Describer(words, allDrugs, allRegimens);
    const disease = all.find((one) => one.id === current.case.disease);
    replace(root, h('div.page.board-page', null,
      h('p.board-tools', null, h('a.button.plain', { href: link('case') }, t('board.toCase')), h('button.primary', { type: 'button', onclick: () => print() }, icon('print'), t('board.print'))),
      fitted(current.case, current.answer, describe, disease)));
  };
  session.addEventListener('change', draw);
  if (session.current || session.state.isEmpty) await draw();
  else session.ask();
  return () => session.removeEventListener('change', draw);
}

/** How much is said, from all to the least: a page has an end. */
const LEVELS = [
  { options: 7, doses: 7, reasons: Infinity, size: 8.4 },
  { options: 7, doses: 3, reasons: 140, size: 8.2 },
  { options: 7, doses: 2, reasons: 90, size: 7.8 },
  { options: 6, doses: 1, reasons: 90, size: 7.6 },
  { options: 5, doses: 1, reasons: 70, size: 7.4 },
  { options: 4, doses: 1, reasons: 55, size: 7.4 },
  { options: 4, doses: 1, reasons: 45, size: 7.2 },
  { options: 3, doses: 1, reasons: 45, size: 7 },
  { options: 3, doses: 1, reasons: 0, size: 7 },
];

/** A little less than the height of A4: printers round. */
const PAGE_MILLIMETRES = 292;

/** The sheet that says as much as one page holds. */
function fitted(...content) {
  const scale = h('div', { style: { position: 'absolute', visibility: 'hidden', height: `${PAGE_MILLIMETRES}mm` } });
  document.body.append(scale);
  const limit = scale.offsetHeight;
  let best = null;
  for (const level of LEVELS) {
    best = sheet(...content, level);
    best.classList.add('is-paper');
    scale.replaceChildren(best);
    const { offsetHeight } = best;
    best.classList.remove('is-paper');
    if (offsetHeight <= limit) break;
  }
  scale.remove();
  return best;
}

/** The sheet of paper. */
function sheet(patientCase, answer, describe, disease, level) {
  const options = answer.options.filter((one) => ['recommended', 'alternative', 'conditional'].includes(one.verdict));
  const [detailed, further] = [options.slice(0, level.options), options.slice(level.options)];
  const others = answer.options.filter((one) => !options.includes(one));
  const { refractoriness } = answer.assessment;
  const part = (name, ...content) => h('section', { 'data-part': name }, h('h2', null, t(name === 'next' ? 'next.title' : name === 'history' ? 'history.title' : `board.${name}`)), content);
  return h('article.sheet', { 'aria-labelledby': 'sheet-title', style: { 'font-size': `${level.size}pt` } },
    h('header', null, h('div', null, h('h1', { id: 'sheet-title' }, t('board.heading', { disease: disease.name })), h('p', null, answer.assessment.summary)),
      h('p.blank', null, t('board.patient'))),
    part('known', h('dl.known', null, known(patientCase, describe).map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))))),
    part('history', history(patientCase, describe),
      refractoriness && h('p', null, h('b', null, t('refractory.title', { label: refractoriness.labelName })), refractoriness.drugs.length ? `: ${refractoriness.drugs.map((one) => one.name).join(', ')}` : '', '. ',
        t('refractory.tripleClass'), ': ', t(`state.${{ null: 'unknown', true: 'yes', false: 'no' }[refractoriness.tripleClass]}`))),
    part('options', options.length ? h('table', null,
      h('thead', null, h('tr', null, ['option', 'why', 'watch', 'evidence'].map((name) => h('th', { scope: 'col' }, t(`board.col.${name}`))))),
      h('tbody', null, detailed.map((option, index) => optionRow(option, describe, index < level.doses)))) : h('p', null, t('board.noOption')),
    further.length > 0 && h('p', null, t('board.more', { names: further.map((one) => `${one.regimen.name} (${t(`verdict.${one.verdict}`).toLocaleLowerCase()})`).join(', ') }))),
    others.length > 0 && part(level.reasons ? 'excluded' : 'excludedNames', h('p', null, excluded(others, level.reasons))),
    answer.missingInformation.length > 0 && part('next', h('p', null, joined(answer.missingInformation.slice(0, 8).map((one) =>
      (one.essential ? h('b', null, one.label) : one.label)), '; '), '. ', t('board.bold'))),
    h('section.decision', null, h('h2', null, t('board.decision')), h('div.lines'), h('p.blank', null, t('board.signed'))),
    h('footer', null, answer.disclaimer, ' ', t('board.basis', {
      version: answer.knowledgeBase.version, digest: answer.knowledgeBase.digest.slice(0, 12), evidence: day(answer.knowledgeBase.evidenceThrough), day: day(answer.context.asOf),
    })));
}

function optionRow(option, describe, isFull) {
  const met = option.criteria.filter((one) => one.result === 'met').length;
  const main = option.evidence?.find((one) => one.text.length < 90) ?? option.evidence?.[0];
  const doses = option.regimen.drugs.map((drug) => `${drug.name} ${drug.dose}, ${drug.schedule}`).join('; ');
  const watch = [...option.cautions.map((one) => opening(one.text)), option.verify.length && `${t('board.verify')} ${option.verify.map((name) => describe.label(name)).join(', ')}`];
  return h('tr', null,
    h('td', null, verdictMark(option.verdict), h('b', null, `${option.rank}. ${option.regimen.name}`), h('span', null, isFull ? doses : option.regimen.title ?? '')),
    h('td', null, option.summary.replace(/^[^:]{3,24}:\s*/, ''), '; ', t('board.met', { n: met, of: option.criteria.length })),
    h('td', null, watch.filter(Boolean).join('; ')),
    h('td', null, main ? [h('b', null, main.trialName), main.phase ? `, ${t('evidence.phase', { n: main.phase })}: ` : ': ', `${main.endpoint} ${main.text}`,
      h('span.source', null, ` ${t(`confidence.${main.confidence}`)}; ${main.sources.map(sourceName).join(', ')}`)] : t('board.noEvidence')));
}

/** The opening of a caution, up to its first pause: the sheet says that there is one, the page says what to do. */
function opening(text) {
  const start = text.split(/: |\. |; /)[0].replace(/[.]$/, '');
  return start.length > 90 ? `${start.slice(0, 88).replace(/\s+\S*$/, '')}…` : start;
}

function known(patientCase, describe) {
  const findings = describe.vocabulary.findings.filter((one) => patientCase.findings?.[one.id] !== undefined)
    .map((one) => [capital(one.label), describe.value(one.id, patientCase.findings[one.id])]);
  const rosters = ['comorbidities', 'medications'].map((name) => [t(`case.${name}`), describe.value(`/${name}`, patientCase[name])]);
  return [...findings, ...rosters];
}

function history(patientCase, describe) {
  if (!patientCase.priorTherapies) return h('p', null, t('state.unknown'));
  if (!patientCase.priorTherapies.length) return h('p', null, t('history.none'));
  return h('ol.past', null, patientCase.priorTherapies.map((one) => h('li', null, h('b', null, describe.given(one)), ` — ${[describe.setting(one), describe.course(one)].filter(Boolean).join('; ')}`)));
}

/** The excluded options, those with one reason together; of a reason not more than so many letters. */
function excluded(options, letters) {
  if (!letters) return options.map((one) => one.regimen.name).join(', ');
  const groups = new Map();
  for (const option of options) {
    const reason = option.criteria.find((one) => one.decisive && one.result === 'not-met')?.text ?? option.summary;
    const key = `${option.verdict}\n${reason}`;
    groups.set(key, [...(groups.get(key) ?? []), option.regimen.name]);
  }
  return joined([...groups].map(([key, names]) => {
    const [verdict, reason] = key.split('\n');
    return h('span', null, h('b', null, names.join(', ')), verdict === 'contraindicated' ? ` (${t('verdict.contraindicated')})` : '', `: ${t('board.fails', { reason: reason.length > letters ? `${reason.slice(0, letters).replace(/\s+\S*$/, '')}…` : reason })}`);
  }), '; ');
}
