// On which days of a cycle a drug is given. Only schedules that are understood as a whole are drawn; the words always stand beside.

/** @typedef {{from: number, to: number, days: number[] | null}} Phase cycles from–to, with the days of each, if they are the same in each */

const LIST = String.raw`days? ((?:\d+(?:–\d+)?(?:, | and )?)+)`;
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** `1, 4, 8–11 and 15` as numbers. @param {string} text */
const daysIn = (text) => text.split(/, | and /).filter(Boolean).flatMap((part) => {
  const [from, to = from] = part.split('–').map(Number);
  return range(from, to);
});

/** Days one step apart through a cycle. */
const every = (step, length) => range(0, Math.ceil(length / step) - 1).map((index) => 1 + index * step);

/** The same in weeks; null where the weeks do not fit into the cycle. */
const weeks = (count, length) => (length % (count * 7) === 0 ? every(count * 7, length) : null);

/** What may stand around the days without changing them. */
const prefix = String.raw`(?:(?:twice|once) daily, |(?:continuous |\d+-hour |continuous 24-hour )?infusion (?:on|in) )?`;
const suffix = (length) => String.raw`(?: (?:of each (?:${length}-day )?cycle|every ${length} days|of ${length}))?`;

/**
 * The phases of an English schedule in cycles of a length; null when any part of it is not understood.
 * @param {string} schedule @param {number} length days of a cycle @returns {Phase[] | null}
 */
export function phases(schedule, length) {
  const always = (days) => [{ from: 1, to: Infinity, days: days.filter((day) => day <= length) }];
  const match = (pattern) => schedule.match(new RegExp(`^${pattern}$`));
  let found;
  if (match(String.raw`(?:(?:once|twice) daily|every night)(?: (?:with food|after a meal))?(?:, continuously)?`)) return always(range(1, length));
  if ((found = match(`${prefix}${LIST}${suffix(length)}`))) return always(daysIn(found[1]));
  if ((found = match(`${prefix}${LIST}${suffix(length)}(?:, | for )(\\d+) cycles`))) return [{ from: 1, to: Number(found[2]), days: daysIn(found[1]) }];
  if ((found = match(`${LIST} of cycle 1, then ${LIST}${suffix(length)}`))) return split(1, daysIn(found[1]), daysIn(found[2]));
  if ((found = match(`${LIST} of cycles 1–(\\d+), ${LIST}${suffix(length)} from cycle \\d+`))) return split(Number(found[2]), daysIn(found[1]), daysIn(found[3]));
  if ((found = match(`${LIST} in cycles 1–(\\d+), ${LIST} from cycle \\d+; ${length}-day cycles`))) return split(Number(found[2]), daysIn(found[1]), daysIn(found[3]));
  if (match('twice daily, 4 days on and 3 days off')) return always(range(1, length).filter((day) => (day - 1) % 7 < 4));
  if ((found = match(`${LIST} of every week`))) return always(range(0, Math.floor(length / 7) - 1).flatMap((week) => daysIn(found[1]).map((day) => day + week * 7)));
  if (match('once weekly')) return always(every(7, length));
  if ((found = match(String.raw`every (\d) weeks`)) && weeks(Number(found[1]), length)) return always(weeks(Number(found[1]), length));
  if ((found = match(String.raw`weekly in cycles? (?:1–)?(\d+), every (\d) weeks in cycles \d+–(\d+), (?:then )?every (\d) weeks(?: from cycle \d+)?`))) {
    const [, first, two, second, three] = found.map(Number);
    return [{ from: 1, to: first, days: weeks(1, length) }, { from: first + 1, to: second, days: weeks(two, length) }, { from: second + 1, to: Infinity, days: weeks(three, length) }];
  }
  return null;
}

const split = (last, before, after) => [{ from: 1, to: last, days: before }, { from: last + 1, to: Infinity, days: after }];

/**
 * The stretches of cycles in which all drugs keep their days.
 * @param {(Phase[] | null)[]} drugs @returns {{from: number, to: number, days: (number[] | null)[]}[]}
 */
export function stretches(drugs) {
  const starts = new Set([1]);
  for (const { from, to } of drugs.flatMap((each) => each ?? [])) {
    starts.add(from);
    if (to !== Infinity) starts.add(to + 1);
  }
  const ordered = [...starts].sort((one, two) => one - two);
  return ordered.map((from, index) => ({
    from, to: (ordered[index + 1] ?? Infinity) - 1,
    days: drugs.map((each) => each && daysOf(each.find((phase) => phase.from <= from && from <= phase.to))),
  })).filter((stretch) => stretch.days.some((days) => days === null || days.length));
}

const daysOf = (phase) => (phase ? phase.days : []);
