// The pathway of a disease as a picture, in which the patient’s way is lit.
import { byID, diseases, learnSources, regimens } from './knowledge.js';
import { get } from './api.js';
import { h, replace } from './dom.js';
import { icon } from './icons.js';
import { link } from './router.js';
import { sourceLinks, verdictMark } from './marks.js';
import { t } from './i18n.js';

/** @param {HTMLElement} root @param {import('./router.js').Route} route @param {any} app */
export async function show(root, route, { session }) {
  const known = await diseases();
  const id = route.id ?? session.state.value.disease;
  const draw = async () => {
    const [disease, combinations] = await Promise.all([get(`/diseases/${id}`), regimens(), learnSources()]);
    const answer = session.current?.answer.disease === id ? session.current.answer : null;
    replace(root, page(disease, byID(combinations), answer, known));
  };
  if (!session.current && !session.state.isEmpty && session.state.value.disease === id) session.ask();
  session.addEventListener('change', draw);
  await draw();
  return () => session.removeEventListener('change', draw);
}

function page(disease, names, answer, known) {
  const { pathway } = disease;
  const steps = new Map(answer?.assessment.steps.map((one) => [one.id, one]));
  const options = new Map(answer?.options.map((one) => [one.regimen.id, one]));
  const context = { steps, options, names };
  const inner = pathway.steps.filter((one) => one.recommends !== false);
  const outer = pathway.steps.filter((one) => one.recommends === false);
  const columns = columnsOf(inner);
  return h('div.page.pathway-page', null, h('h1', null, pathway.name),
    h('nav.tabs', { 'aria-label': t('case.disease') }, known.map((one) => h('a', { href: link('pathway', one.id), 'aria-current': one.id === disease.id ? 'page' : null }, one.name))),
    h('p.lead', null, disease.scope, ' ', sourceLinks(pathway.sources)),
    answer ? h('p.lit-note', null, icon('arrow'), t('pathway.lit'), ' ', h('a', { href: '#/case' }, t('board.toCase'))) : h('p.lit-note', null, icon('info'), t('pathway.noCase'), ' ', h('a', { href: '#/case' }, t('pathway.start'))),
    h('p.legend', null, ['true', 'null', 'false'].map((value) => h('span.step-sign', { 'data-applies': value }, sign(value), t(`pathway.applies.${value}`)))),
    h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': pathway.name }, h('div.pathway', { 'data-shape': columns.some((one) => one.steps.length > 1) ? 'columns' : 'ladder' },
      h('div.origin', null, t('pathway.patient'), answer && h('span.sub', null, answer.assessment.summary)),
      h('ol.columns', null, columns.map((column) => {
        const isLit = column.steps.some((step) => steps.get(step.id)?.applies === true);
        return h('li.column', { class: isLit ? 'is-lit' : '' }, column.title && h('h2', null, column.title), column.steps.map((step) => box(step, column.title ? step.name.slice(column.title.length + 2) : step.name, context)));
      })))),
    outer.length > 0 && h('section.outer', null, h('h2', null, t('pathway.outside')), h('p.sub', null, t('pathway.outside.long')), h('ul.boxes', null, outer.map((step) => h('li', null, box(step, step.name, context))))),
    h('section', null, h('h2', null, t('pathway.common')), h('ul.plain-list', null, pathway.criteria.map((one) => h('li', null, one.text, ' ', sourceLinks(one.sources))))));
}

/** Steps whose names begin alike, up to the last comma, are boxes of one column. */
function columnsOf(steps) {
  const stem = (step) => step.name.slice(0, Math.max(step.name.lastIndexOf(', '), 0));
  const columns = [];
  for (const step of steps) {
    const title = stem(step);
    const isShared = title && steps.filter((one) => stem(one) === title).length > 1;
    if (isShared && columns.at(-1)?.title === title) columns.at(-1).steps.push(step);
    else columns.push({ title: isShared ? title : '', steps: [step] });
  }
  return columns;
}

const SIGNS = { true: 'met', false: 'not-met', null: 'unknown' };
const sign = (value) => icon(SIGNS[value]);

function box(step, name, { steps, options, names }) {
  const judged = steps.get(step.id);
  const applies = judged ? String(judged.applies) : 'none';
  return h('article.step', { 'data-applies': applies, 'data-step': step.id },
    h('header', null, h('h3', null, name.charAt(0).toLocaleUpperCase() + name.slice(1)), judged && h('span.step-sign', null, sign(judged.applies), t(`pathway.applies.${judged.applies}`))),
    h('p.condition', null, step.text),
    h('details', null, h('summary', null, t('pathway.because')), h('p.sub', null, judged?.because), sourceLinks(step.sources)),
    h('ul.step-options', null, [...step.preferred.map((id) => [id, true]), ...step.alternative.map((id) => [id, false])].map(([id, isPreferred]) => {
      const option = options.get(id);
      return h('li', { 'data-verdict': option?.verdict, class: option?.step === step.id ? 'is-here' : '' }, h('a', { href: link('regimens', id) }, names.get(id)?.name ?? id), isPreferred && step.alternative.length > 0 && h('span.tag', null, t('pathway.preferred')),
        judged && judged.applies !== false && option && verdictMark(option.verdict));
    })));
}
