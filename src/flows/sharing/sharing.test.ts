import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as objects from '#objects'
import { analysis, initiative, member, product, shareLink } from '#objects'
import { isNoun, type AnyRow, type Context, type Field, type Noun, type Query } from '#kernel'
import { betFields, fieldsFor, projected } from './audiences.ts'
import { columnsFor, sharedList } from './list.ts'
import { sharedRoadmap } from './roadmap.ts'

const { audiences } = shareLink
const stamps = { version: 1, createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z', archivedAt: null, source: null, custom: {} }
const bet = (n: number, values: object): AnyRow => ({ ...blank, ...stamps, id: `00000000-0000-7000-8000-00000000000${n}`, key: `INI-${n}`, ...values })
const blank = Object.fromEntries(Object.keys(initiative.initiative.fields).map((name) => [name, null]))
const mina = { ...stamps, id: '00000000-0000-7000-8000-0000000000aa', key: 'MBR-1', name: 'Mina Osei' }
const story = { title: 'Sign in with your own accounts', benefit: 'Nobody needs another password.', window: '2027-Q1' }
const bets = [
  bet(1, {
    title: 'SSO for the harbour chains',
    stage: 'committed',
    horizon: 'now',
    timeframe: '2027-02',
    owner: mina.id,
    teams: ['Identity'],
    confidence: 0.7,
    investment: 'retention',
    effort: { low: 8, likely: 12, high: 20 },
    value: { likely: { amount: 420_000, currency: 'USD' }, costOfDelayPerWeek: null },
    forecast: { half: '2027-02-10', likely: '2027-03-04' },
    hardDate: { on: '2027-03-31', reason: 'contract' },
    outcome: [{ metric: 'logo-churn-rate', segment: null, baseline: 0.04, target: 0.03, by: '2027-06-30' }],
    externalStory: story,
  }),
  bet(2, { title: 'Acquire Quayside', stage: 'discovery', horizon: 'later', timeframe: '2027', confidence: 0.2, reason: 'Talks with the board' }),
  bet(3, {
    title: 'Seat cuts',
    stage: 'delivering',
    horizon: 'next',
    timeframe: '2027-Q2',
    externalStory: { title: 'Pay for the seats you use', benefit: null, window: null },
  }),
  bet(4, { title: 'Shipped long ago', stage: 'achieved', horizon: 'now', externalStory: { ...story, title: 'Done' } }),
]

/** What a flow may reach, over rows in memory. */
const over = (rows: readonly AnyRow[]): Pick<Context, 'read' | 'workspace' | 'now'> => ({
  workspace: { id: 'w', slug: 'harborlight', name: 'Harborlight', currency: 'USD', timeZone: 'UTC' },
  now: () => '2026-11-16T08:00:00.000Z',
  read: async (noun: string, { filter = {} }: Query = {}) => {
    const all = noun === 'member' ? [mina] : noun === 'initiative' ? rows : []
    const items = all.filter((row) => Object.entries(filter).every(([name, wanted]) => [wanted].flat().includes(Object(row)[name])))
    return { items, next: null, total: items.length }
  },
})
const nounOf = (name: string): Noun => (name === 'product' ? product.product : name === 'member' ? member.member : initiative.initiative)
const roadmapFor = (audience: shareLink.Audience, rows: readonly AnyRow[] = bets) => sharedRoadmap(over(rows), { audience })
const bytes = async (audience: shareLink.Audience, rows: readonly AnyRow[]) =>
  JSON.stringify([await roadmapFor(audience, rows), await sharedList(over(rows), nounOf, { audience, noun: initiative.initiative })])

test('a roadmap is shared as it is filtered, by what the audience may see; by anything else it is refused, with its name', async () => {
  const filtered = (audience: shareLink.Audience, filter: object, rows: readonly AnyRow[] = bets) =>
    sharedRoadmap(over(rows), { audience, filter: { ...filter } })
  const titles = async (audience: shareLink.Audience, filter: object) =>
    (await filtered(audience, filter)).lanes.flatMap((lane) => lane.bets.map(({ title }) => title))
  expect(await titles('executive', { investment: 'retention' })).toEqual(['SSO for the harbour chains'])
  expect(await titles('board', { investment: 'growth' })).toEqual([])
  await expect(filtered('board', { owner: mina.id })).rejects.toThrow('filtered by “owner”, which the board may not see')
  for (const audience of ['customer', 'gtm'] as const) await expect(filtered(audience, { investment: 'growth' })).rejects.toThrow('may not see')
})

describe('who sees what of a bet', () => {
  test('customers see approved words and an approved time, of bets that have them, and nothing else', async () => {
    const { lanes } = await roadmapFor('customer')
    expect(lanes.map(({ bets: own }) => own)).toEqual([
      [{ title: story.title, label: 'Planned', horizon: 'now', when: '2027-Q1', benefit: story.benefit }],
      [{ title: 'Pay for the seats you use', label: 'In progress', horizon: 'next', when: null, benefit: null }],
      [],
    ])
  })

  test('go-to-market sees every open bet, and dates only where one was approved', async () => {
    const said = JSON.stringify(await roadmapFor('gtm'))
    for (const shown of ['Acquire Quayside', 'Under review', '2027-Q1', '"likelyBy":"2027-03"']) expect(said).toContain(shown)
    for (const hidden of ['2027-02', '2027-03-04', 'Mina', '420', 'INI-', '0.7', 'Talks', '00000000']) expect(said).not.toContain(hidden)
  })

  test('squads see dates, owners and effort, and no money; executives see the money too', async () => {
    const [squad, executive] = [JSON.stringify(await roadmapFor('squad')), JSON.stringify(await roadmapFor('executive'))]
    for (const shown of ['INI-1', '2027-02', '2027-03-04', 'Mina Osei', '"confidence":0.7', '"effort":12']) expect(squad).toContain(shown)
    expect(squad).not.toContain('420')
    expect(executive).toContain('"amount":420000')
    for (const said of [squad, executive]) for (const hidden of ['Talks', '00000000', 'Shipped long ago', '"low"']) expect(said).not.toContain(hidden)
  })

  test('nothing that stands in Later has a date', async () =>
    expect((await roadmapFor('executive')).lanes[2]?.bets[0]).toMatchObject({ when: null, forecast: null }))

  test('each audience is described, and reads nothing that is not a field', () => {
    const made = ['key', 'label', 'story', 'likelyBy']
    for (const audience of audiences) {
      expect(shareLink.audienceSays[audience].says).not.toBe('')
      expect(betFields[audience].filter((name) => !made.includes(name) && !(name in initiative.initiative.fields))).toEqual([])
    }
  })
})

describe('two companies that differ only in what is hidden give the same bytes', () => {
  const any = fc.oneof(
    fc.constant(null),
    fc.string(),
    fc.integer(),
    fc.date({ noInvalidDate: true }).map((one) => one.toISOString().slice(0, 10)),
    fc.array(fc.string()),
  )
  const hiddenFrom = (audience: shareLink.Audience): readonly string[] => {
    const sources: Readonly<Record<string, readonly string[]>> = { label: ['stage'], story: ['externalStory'], likelyBy: ['forecast'] }
    const read = betFields[audience].flatMap((name) => sources[name] ?? [name])
    const inList = audience === 'executive' || audience === 'squad' ? fieldsFor(initiative.initiative, audience) : []
    const decides = ['stage', 'archivedAt'] // whether a bet is open is no secret
    return [...Object.keys(initiative.initiative.fields), 'id', 'key', 'version', 'createdAt', 'updatedAt', 'source', 'custom'].filter(
      (name) => !read.includes(name) && !inList.includes(name) && !decides.includes(name),
    )
  }

  test('a value with personal parts is for nobody outside of the app', () => {
    expect(audiences.filter((audience) => fieldsFor(analysis.analysis, audience).includes('spec'))).toEqual([])
  })

  test('no list of any noun tells the board, GTM or customers another row, and none tells the board squads, effort or confidence', () => {
    const nouns = Object.values(objects)
      .flatMap((room) => Object.values(room))
      .filter(isNoun)
    expect(nouns.length).toBeGreaterThan(40)
    const away = ({ target, inner }: Field<unknown>): boolean => target !== undefined || Object.values(inner ?? {}).some(away)
    const told = (audience: shareLink.Audience) => nouns.flatMap((noun) => fieldsFor(noun, audience).map((name) => ({ noun, name })))
    for (const audience of ['board', 'gtm', 'customer'] as const)
      expect(told(audience).filter(({ noun, name }) => noun.fields[name] && away(noun.fields[name]))).toEqual([])
    expect(told('board').filter(({ name }) => /^(teams?|effort|headcount|confidence|provider|owner)$/.test(name))).toEqual([])
  })

  test.each(audiences)('%s: whatever the hidden fields hold, whichever order the rows come in', async (audience) => {
    const hidden = hiddenFrom(audience)
    expect(hidden).toEqual(
      expect.arrayContaining(['id', 'createdAt', 'updatedAt', 'version', 'source', ...(audience === 'executive' || audience === 'board' ? [] : ['value'])]),
    )
    const expected = await bytes(audience, bets)
    const others = fc.tuple(
      ...bets.map((row) => fc.record(Object.fromEntries(hidden.map((name) => [name, any]))).map((values): AnyRow => ({ ...row, ...values }))),
    )
    await fc.assert(
      fc.asyncProperty(others, fc.boolean(), async (rows, turned) => {
        expect(await bytes(audience, turned ? rows.toReversed() : rows)).toBe(expected)
      }),
      { numRuns: 60, endOnFailure: true },
    )
  })

  test('customers: bets without their words leave no trace, not in counts either; the stage shows only as its public word', async () => {
    const expected = await bytes('customer', bets)
    const secret = fc.array(fc.record({ title: fc.string(), horizon: fc.constantFrom('now', 'next', 'later'), stage: fc.constantFrom('idea', 'committed') }), {
      maxLength: 6,
    })
    await fc.assert(
      fc.asyncProperty(secret, async (more) => {
        expect(await bytes('customer', [...more.map((one) => bet(9, one)), ...bets])).toBe(expected)
      }),
      { numRuns: 60, endOnFailure: true },
    )
    const moved = bets.map((row) => (row['stage'] === 'committed' ? { ...row, stage: 'paused' } : row))
    expect(await bytes('customer', moved)).toBe(expected)
  })

  test('the judge is awake: a visible word makes another answer', async () => {
    for (const audience of audiences)
      expect(
        await bytes(
          audience,
          bets.map((row) => ({ ...row, title: `${String(row['title'])}!`, externalStory: row['externalStory'] && { ...story, benefit: 'More.' } })),
        ),
      ).not.toBe(await bytes(audience, bets))
  })
})

describe('a list', () => {
  const list = (audience: shareLink.Audience, more: object = {}) => sharedList(over(bets), nounOf, { audience, noun: initiative.initiative, ...more })

  test('shows the columns that the audience may see, people by name, in an order that follows from them', async () => {
    const { columns, rows } = await list('squad', { columns: ['title', 'owner', 'value', 'confidence'], sort: '-confidence' })
    expect(columns.map(({ name }) => name)).toEqual(['title', 'owner', 'confidence'])
    expect(rows[0]).toEqual(['SSO for the harbour chains', 'Mina Osei', '70 %'])
  })

  test('a filter or a sort by what is hidden is refused by name', async () => {
    await expect(list('squad', { sort: '-value' })).rejects.toThrow('“value”, which squads may not see')
    await expect(list('customer', { filter: { confidence: 0.7 } })).rejects.toThrow('“confidence”')
    await expect(list('gtm', { sort: 'updatedAt' })).rejects.toThrow('“updatedAt”')
  })

  test('customers filter bets by what they see', async () => {
    expect((await list('customer', { filter: { horizon: 'next' } })).rows).toEqual([['Pay for the seats you use', null, 'In progress', 'next', null]])
    expect((await list('customer', { filter: { horizon: 'now,next' }, sort: '-title', columns: ['title'] })).rows).toEqual([
      [story.title],
      ['Pay for the seats you use'],
    ])
  })

  test('rows that hold nothing for an audience are refused', () => {
    expect(() => columnsFor(product.product, 'customer')).toThrow('No field of products is for customers')
    expect(() => columnsFor(shareLink.shareLink, 'executive')).toThrow('No field of shareLinks is for executives')
  })

  test('a projection holds the named fields and no other', () => {
    for (const audience of audiences) expect(Object.keys(projected(bets[0] ?? bet(0, {}), audience) ?? {})).toEqual([...betFields[audience]])
  })
})
