import { action, change, dateTime, integer, isRecord, json, list, number, object, oneOf, ref, refuse, richText, tags, text, url } from '#kernel'

export const metric = object('metric', {
  says: 'A number that we agreed on: what it answers, how it is made and who answers for it.',
  key: 'MET',
  chapter: 'metrics',
  title: 'name',
  unique: [['metricKey']],
  fields: {
    name: text({ required: true, max: 200 }),
    metricKey: text({ required: true, max: 120, says: 'Stable name in kebab case, such as net-revenue-retention.' }),
    question: text({ max: 400, says: 'What it answers.' }),
    definition: richText({ says: 'In plain words, what counts and what does not.' }),
    origin: oneOf(['computed', 'dictionary', 'defined'], {
      required: true,
      initial: 'dictionary',
      says: 'Computed here from facts, described here and computed elsewhere, or defined here by people and computed from facts.',
    }),
    theme: text({ max: 80 }),
    unit: oneOf(['percent', 'money', 'count', 'duration', 'points', 'ratio']),
    grain: oneOf(['day', 'week', 'month', 'quarter']),
    direction: oneOf(['up', 'down', 'within'], { says: 'Which way is good.' }),
    team: text({ max: 120 }),
    isKey: oneOf(['yes', 'no'], { initial: 'no', says: 'Among the few that leaders look at.' }),
    health: oneOf(['onTrack', 'atRisk', 'offTrack', 'unknown'], { initial: 'unknown', says: 'As its source last stated it.' }),
    healthNotes: list({ note: text({ required: true, max: 4000 }) }),
    targetText: text({ max: 1000, says: 'The target as it was written.' }),
    targetState: oneOf(['parsed', 'needsReview', 'absent'], { says: 'Whether the written target could be read without guessing.' }),
    targetReason: text({ max: 300 }),
    synonyms: tags(),
    links: list({ address: url({ required: true }) }),
    owner: ref('member'),
    definitionVersion: integer({ required: true, initial: 1, min: 1, byVerb: true }),
    state: oneOf(['draft', 'certified', 'deprecated'], { required: true, initial: 'draft', byVerb: true }),
    decimals: number({ min: 0, max: 6 }),
    spec: json({ byVerb: true, says: 'The definition that counts, in our own form.' }),
    definitionHash: text({ max: 40, byVerb: true, says: 'Names what it computes together with its policy; prose changes nothing.' }),
    versions: list(
      {
        version: integer({ required: true }),
        hash: text({ required: true, max: 40 }),
        spec: json({ required: true }),
        by: text({ required: true, max: 60 }),
        at: dateTime({ required: true }),
        why: text({ max: 1000 }),
        certifiedBy: text({ max: 60 }),
      },
      { byVerb: true, says: 'Every wording that counted, the newest last.' },
    ),
    proposal: json({ byVerb: true, says: 'A revision that waits for a second person.' }),
    checked: json({ byVerb: true, says: 'What its checks said, of which wording.' }),
    successor: ref('metric', { byVerb: true, says: 'What to use instead.' }),
  },
})

/** What a definition tells its record. Flows read and check the definition first, so that doors do not offer these verbs. */
const told = {
  spec: json({ required: true }),
  hash: text({ required: true, max: 40 }),
  name: text({ required: true, max: 200 }),
  question: text({ max: 400 }),
  definition: richText(),
  theme: text({ max: 80 }),
  unit: oneOf(['percent', 'money', 'count', 'duration', 'points', 'ratio']),
  grain: oneOf(['day', 'week', 'month', 'quarter']),
  direction: oneOf(['up', 'down', 'within']),
  synonyms: tags(),
  owner: ref('member'),
  why: text({ max: 1000 }),
}

export const define = action(metric, 'define', {
  says: 'Define a metric that is computed from facts.',
  inner: true,
  creates: true,
  input: { metricKey: text({ required: true, max: 120 }), ...told },
  run: ({ input: { spec, hash, why, ...words }, me, now }) =>
    change({
      ...words,
      origin: 'defined',
      state: 'draft',
      spec,
      definitionHash: hash,
      definitionVersion: 1,
      versions: [{ version: 1, hash, spec, by: me.id, at: now, why, certifiedBy: null }],
    }),
})

export const redefine = action(metric, 'redefine', {
  says: 'Change a definition that nobody has certified, or the words of one that somebody has.',
  inner: true,
  input: told,
  run: ({ row, input: { spec, hash, why, ...words }, me, now }) => {
    if (row.origin === 'computed') return refuse(`${row.name} is computed by its own engine.`, 'Give the definition another name.')
    const isSame = row.definitionHash === hash
    if (row.state === 'certified' && row.origin === 'defined' && !isSame)
      return refuse('It is certified: a change of what it computes is proposed, and certified by a second person.', 'Say why, and propose it.')
    const version = row.definitionHash === null ? 1 : row.definitionVersion + (isSame ? 0 : 1)
    const before = row.versions ?? []
    const versions = isSame
      ? before.map((one) => (one.version === version ? { ...one, spec } : one))
      : [...before, { version, hash, spec, by: me.id, at: now, why, certifiedBy: null }]
    const state = row.state === 'certified' && isSame ? 'certified' : 'draft'
    return change({ ...words, origin: 'defined', state, spec, definitionHash: hash, definitionVersion: version, versions })
  },
})

export const propose = action(metric, 'propose', {
  says: 'Propose a revision of a certified definition: it counts when a second person certifies it.',
  inner: true,
  input: { spec: json({ required: true }), hash: text({ required: true, max: 40 }), why: text({ required: true, max: 1000 }) },
  run: ({ row, input, me, now }) => {
    if (row.state !== 'certified') return refuse('It is not certified, so that it can be changed as it stands.', 'Import the definition.')
    if (row.definitionHash === input.hash) return refuse('It computes the same as the definition that counts.')
    if (textIn(row.proposal, 'hash') === input.hash) return refuse('This very revision is proposed already.', 'A second person certifies or declines it.')
    if (row.proposal && textIn(row.proposal, 'by') !== me.id)
      return refuse('Another revision waits already, by somebody else.', 'Have it certified or declined first, so that nobody’s work is lost unseen.')
    return change({ proposal: { spec: input.spec, hash: input.hash, why: input.why, by: me.id, at: now }, checked: null })
  },
})

export const recordCheck = action(metric, 'recordCheck', {
  says: 'Keep what the checks of a definition said.',
  inner: true,
  input: { checked: json({ required: true }) },
  run: ({ input }) => change({ checked: input.checked }),
})

export const certify = action(metric, 'certify', {
  says: 'Vouch for this definition, or for the revision that is proposed.',
  allow: 'admin',
  run: ({ row, me }) => {
    const { proposal } = row
    if (row.state === 'certified' && !proposal) return refuse('It is certified already.')
    if (!row.owner) return refuse('It has no owner.', 'Name the person who answers for it, then certify.')
    if (row.origin !== 'defined') return change({ state: 'certified' })
    const [newest] = (row.versions ?? []).slice(-1)
    const hash = textIn(proposal, 'hash') ?? row.definitionHash
    if ((textIn(proposal, 'by') ?? newest?.by) === me.id)
      return refuse('You wrote this definition yourself.', 'Ask another administrator to look at it and to certify it.')
    if (textIn(row.checked, 'hash') !== hash) return refuse('Its checks have not run on this wording.', 'Run them first: throughline metrics check.')
    if (row.checked?.['passes'] !== true)
      return refuse(`Its checks fail: ${textIn(row.checked, 'says') ?? 'no reason was kept'}`, 'Correct the definition or its inputs.')
    const spec = isRecord(proposal?.['spec']) ? proposal['spec'] : null
    if (!spec || !hash) return change({ state: 'certified', versions: vouched(row.versions, me.id) })
    const version = row.definitionVersion + 1
    const accepted = {
      version,
      hash,
      spec,
      by: textIn(proposal, 'by') ?? '',
      at: textIn(proposal, 'at') ?? '',
      why: textIn(proposal, 'why'),
      certifiedBy: me.id,
    }
    const words = { name: textIn(spec, 'label') ?? row.name, question: textIn(spec, 'question'), definition: textIn(spec, 'description') }
    return change({ ...words, spec, definitionHash: hash, definitionVersion: version, versions: [...(row.versions ?? []), accepted], proposal: null })
  },
})

const textIn = (of: Readonly<Record<string, unknown>> | null, key: string): string | null => {
  const value = of?.[key]
  return typeof value === 'string' ? value : null
}

function vouched<V extends { readonly certifiedBy: string | null }>(versions: readonly V[] | null, by: string): V[] {
  const list = versions ?? []
  return list.map((one, place) => (place === list.length - 1 ? { ...one, certifiedBy: by } : one))
}

export const decline = action(metric, 'decline', {
  says: 'Turn down the revision that is proposed, and say why.',
  input: { reason: text({ required: true, max: 1000 }) },
  run: ({ row }) => (row.proposal ? change({ proposal: null, checked: null }) : refuse('No revision is proposed.')),
})

export const revise = action(metric, 'revise', {
  says: 'Change the definition; the old wording stays in the history under its version.',
  input: { definition: richText({ required: true }) },
  run: ({ row, input }) => {
    if (row.definition === input.definition) return refuse('The definition is the same.')
    // of a defined metric these are words beside the definition: they change no number, and so no version
    return change({ definition: input.definition, definitionVersion: row.definitionVersion + (row.origin === 'defined' ? 0 : 1) })
  },
})

export const deprecate = action(metric, 'deprecate', {
  says: 'Stop using it, and name what to use instead.',
  allow: 'admin',
  input: { successor: ref('metric'), reason: text({ max: 1000, says: 'Why nothing takes its place, when nothing does.' }) },
  run: ({ row, input }) => {
    if (row.state === 'deprecated') return refuse('It is deprecated already.')
    if (input.successor === row.id) return refuse('A metric cannot take its own place.', 'Name another one.')
    if (!input.successor && !input.reason) return refuse('It names no successor.', 'Name the metric to use instead, or the reason why there is none.')
    return change({ state: 'deprecated', successor: input.successor, proposal: null })
  },
})

declare module '#kernel' {
  interface Registry {
    metric: typeof metric
  }
}
