// What a change of the case did to the answer. Pure: two cases and two answers in, differences out.
import { changedPointers } from './case-state.js';

/**
 * @typedef {{id: string, name: string, from: string | null, to: string, criteria: {text: string, from: string | null, to: string, because: string}[]}} OptionChange
 * @param {{case: any, answer: any}} before @param {{case: any, answer: any}} after
 */
export function differences(before, after) {
  const facts = changedPointers(before.case, after.case).map((pointer) => ({ pointer, from: at(before.case, pointer), to: at(after.case, pointer) }));
  const old = new Map(before.answer.options.map((option) => [option.regimen.id, option]));
  /** @type {OptionChange[]} */
  const options = [];
  for (const option of after.answer.options) {
    const former = old.get(option.regimen.id);
    if (former?.verdict === option.verdict) continue;
    options.push({
      id: option.regimen.id, name: option.regimen.name, from: former?.verdict ?? null, to: option.verdict, criteria: turned(former, option),
    });
  }
  return { facts, options, first: firstChange(before.answer, after.answer) };
}

/** The criteria whose result changed; those that decide first. */
function turned(former, option) {
  const results = new Map(former?.criteria?.map((one) => [one.id, one.result]));
  return (option.criteria ?? []).filter((one) => results.get(one.id) !== one.result)
    .sort((one, two) => Number(Boolean(two.decisive)) - Number(Boolean(one.decisive)))
    .map(({ id, text, result, because }) => ({ text, from: results.get(id) ?? null, to: result, because }));
}

function firstChange(before, after) {
  const [one, two] = [before, after].map((answer) => answer.options[0]);
  return one && two && one.regimen.id !== two.regimen.id ? { from: one.regimen.name, to: two.regimen.name } : null;
}

const at = (value, pointer) => pointer.split('/').slice(1).reduce((part, step) => part?.[step], value);
