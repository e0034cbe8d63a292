import { capital } from '#engines/numbers/capital.ts'
import type { Problem } from '#kernel'
import { switches } from './switches.ts'

/** What the engine refuses by the names of its query, as somebody reads it who chose from a form: which part of the form, what is wrong, what to do there. */
export function refusedWords({ message, hint }: Pick<Problem, 'message' | 'hint'>): { readonly says: string; readonly next: string } {
  const [, path, rest = message] = /^([A-Za-z]+(?:\[\d+\])*(?:\.[\w[\]]+)*): (.+)$/s.exec(message) ?? []
  const next = nexts[(path ?? '').replaceAll(/\[\d+\]/g, '')] ?? (isOfJson(hint) ? 'Change it in the form, or under As JSON.' : hint)
  const says = path === undefined ? rest : `${partOf(path)}: ${rest}`
  return { says: capital(says), next }
}

/** The part of the form that a place in the query is: `steps[1].within` is step 2. */
function partOf(path: string): string {
  const [, root = '', at] = /^([A-Za-z]+)(?:\[(\d+)\])?/.exec(path) ?? []
  const part = parts[root] ?? switches.find(({ key }) => key === root)?.says ?? root
  if (at === undefined) return counted.has(root) ? `${part}s` : part
  return root === 'series' ? `Series ${String.fromCharCode(65 + Number(at))}` : `${part} ${Number(at) + 1}`
}

const counted: ReadonlySet<string> = new Set(['steps', 'milestone', 'features', 'exclusions'])

const parts: Readonly<Record<string, string>> = {
  steps: 'Step',
  milestone: 'Milestone',
  features: 'Feature',
  exclusions: 'Exclusion',
  strictIgnores: 'Events that do not break it',
  start: 'Start',
  back: 'Return',
  sel: 'Event',
  startAt: 'From',
  endAt: 'To',
  where: 'Only where',
  breakdown: 'Break down by',
  beside: 'Compare groups',
  compareTo: 'Compare with',
  holdConstant: 'Hold constant',
  window: 'Within',
  within: 'Within',
  trailing: 'Used in the last',
  gap: 'A pause ends a path',
  range: 'Range',
  actor: 'Who is counted',
  formula: 'Formula',
  tz: 'Time zone',
}

/** What to do in the form, where the engine’s own advice is about the query. */
const nexts: Readonly<Record<string, string>> = {
  range: 'Choose a range whose last day comes after its first.',
  strictIgnores: 'Choose “In this order, nothing between” under More choices, or take these events away.',
  cumulativeValue: 'Choose a value under Shown, or do not add it up.',
  minPersons: 'Count accounts.',
  'milestone.minPersons': 'Count accounts.',
  'series.value': 'Choose the property whose numbers are meant.',
  'features.eligible': 'Choose a property of those who are counted.',
}

/** Does advice speak of the query’s own words: quoted keys, records, lists of names? */
const isOfJson = (hint: string): boolean => /["{}]|\b(?:event|person|account)\.…/.test(hint)
