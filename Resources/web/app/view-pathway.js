// The pathway of a disease as a picture, in which the patient’s way is lit.
import { bullets, region, statement } from './parts.js';
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
  const id = route.id ?? session.disease ?? known[0].id;
  const draw = async () => {
    const [disease, names] = await Promise.all([get(`/diseases/${id}`), regimens().then(byID), learnSources()]);
    replace(root, page(disease, names, session.current?.answer.disease === id ? session.current.answer : null, known));
  };
  if (!session.current && !session.state.isEmpty) session.ask();
  session.addEventListener('change', draw);
  await draw();
  return () => session.removeEventListener('change', draw);
}

function page({ id, scope, pathway }, names, answer, known) {
  const context = { names, steps: byID(answer?.assessment.steps ?? []), options: new Map(answer?.options.map((one) => [one.regimen.id, one])) };
  const outer = pathway.steps.filter((one) => one.recommends === false);
  return h('div.page.pathway-page', h('h1', pathway.name),
    h('nav.tabs', { 'aria-label': t('case.disease') }, known.map((one) => h('a', { href: link('pathway', one.id), 'aria-current': one.id === id ? 'page' : null }, one.name))),
    h('p.lead', scope, ' ', sourceLinks(pathway.sources)),
    h('p.lit-note', icon(answer ? 'arrow' : 'info'), t(answer ? 'pathway.lit' : 'pathway.noCase'), ' ', h('a', { href: '#/case' }, t(answer ? 'board.toCase' : 'pathway.start'))),
    answer && h('p.legend', [true, null, false].map((applies) => h('span', { 'data-applies': String(applies) }, sign(applies)))),
    region(pathway.name, picture(pathway.steps.filter((one) => one.recommends !== false), answer, context)),
    outer.length > 0 && h('section', h('h2', t('pathway.outside')), h('p.sub', t('pathway.outside.long')),
      h('ul.boxes', outer.map((step) => h('li', box(step, ['h3', step.name], context))))),
    h('section', h('h2', t('pathway.common')), bullets(pathway.criteria, statement)));
}

/** The patient above, the steps below: side by side where they form columns, else one under the other. */
function picture(steps, answer, context) {
  const columns = columnsOf(steps);
  const isWide = columns.some((one) => one.steps.length > 1);
  const lit = columns.map((column) => column.steps.some((step) => context.steps.get(step.id)?.applies === true));
  const last = lit.lastIndexOf(true);
  return h('div.pathway', { 'data-shape': isWide ? 'columns' : 'ladder' },
    h('div.origin', t('pathway.patient'), answer && h('span.sub', answer.assessment.summary)),
    h('ol.columns', isWide && lit.flatMap((isLit, index) => (isLit ? litWay(index, columns.length) : [])), columns.map(({ title, steps: own }, index) =>
      h('li.column', { class: [lit[index] && 'is-lit', !isWide && index <= last && 'is-on-way'].filter(Boolean).join(' ') },
        title && h('h2', title), own.map((step) => box(step, title ? ['h3', step.name.slice(title.length + 2)] : ['h2', step.name], context))))));
}

/** The way along the line from the patient in the middle to a column. */
function litWay(index, count) {
  const centre = `((100% + .6rem) * ${(index + 0.5) / count} - .3rem)`;
  const isLeft = index < count / 2;
  return h('li.lit-way', { 'aria-hidden': 'true', style: { left: isLeft ? `calc${centre}` : '50%', right: isLeft ? '50%' : `calc(100% - ${centre})` } });
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
const sign = (applies) => h('span.step-sign', icon(SIGNS[applies]), t(`pathway.applies.${applies}`));

function box({ id, text, preferred, alternative, sources }, [heading, name], { steps, options, names }) {
  const judged = steps.get(id);
  const line = (regimen, isFirst) => {
    const option = options.get(regimen);
    return h('li', h('a', { href: link('regimens', regimen) }, names.get(regimen)?.name ?? regimen), isFirst && h('span.tag', t('pathway.preferred')),
      judged && judged.applies !== false && option && verdictMark(option.verdict));
  };
  return h('article.step', { 'data-applies': judged ? String(judged.applies) : 'none', 'data-step': id },
    h('header', h(heading, name.charAt(0).toLocaleUpperCase() + name.slice(1)), judged && sign(judged.applies)),
    h('p.condition', text),
    h('details', h('summary', t('pathway.because')), h('p.sub', judged?.because), sourceLinks(sources)),
    h('ul.step-options', preferred.map((one) => line(one, alternative.length > 0)), alternative.map((one) => line(one, false))));
}
