import { capital } from './capital.ts'

/**
 * What a verb of the record did, in words made from its own name: “decide” is “Decided”, “recordMove” “Move recorded”, “takeOver” “Taken over”,
 * “breakIt” “Broken”. Verbs are named in camel case, the verb first.
 */
export function pastTense(verb: string): string {
  const [first = '', ...rest] = verb.split(/(?=[A-Z])/).map((word) => word.toLowerCase())
  const done = participle(first)
  if (rest.length === 0 || rest[0] === 'it') return capital(done)
  return capital(trails.has(rest[0] ?? '') ? `${done} ${rest.join(' ')}` : `${rest.join(' ')} ${done}`)
}

/** Words that stay behind their verb: checked in, voted again; any other is what it was done to. */
const trails: ReadonlySet<string> = new Set(['again', 'back', 'for', 'in', 'off', 'on', 'out', 'over', 'read', 'undone', 'up'])

function participle(verb: string): string {
  const odd = irregular[verb]
  if (odd) return odd
  if (verb.endsWith('e')) return `${verb}d`
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ied`
  return `${verb}${doubles(verb) ? verb.at(-1) : ''}ed`
}

/** The last consonant doubles after one short vowel, in verbs of one syllable and in those that stress the last: dropped, committed, but visited and offered. */
const doubles = (verb: string): boolean => /^[^aeiou]*[aeiou][^aeiouwxy]$/.test(verb) || /(mit|[^f]fer|cur|pel)$/.test(verb)

const irregular: Readonly<Record<string, string>> = {
  begin: 'begun',
  bind: 'bound',
  break: 'broken',
  build: 'built',
  create: 'added',
  draw: 'drawn',
  find: 'found',
  found: 'found',
  freeze: 'frozen',
  give: 'given',
  hold: 'held',
  keep: 'kept',
  make: 'made',
  put: 'put',
  rebind: 'bound again',
  rewrite: 'rewritten',
  see: 'seen',
  send: 'sent',
  set: 'set',
  take: 'taken',
  undo: 'taken back',
  withdraw: 'withdrawn',
  write: 'written',
}
