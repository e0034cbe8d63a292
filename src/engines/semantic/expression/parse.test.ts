import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scalar } from '../dialect/scalars.ts'
import { isRefusal } from '../refusal.ts'
import { conjuncts, namesIn, referencesIn, rewrite, type Expression } from './expression.ts'
import { parseExpression } from './parse.ts'
import { isObjectForm, parseName, parseOrdered, parseReference } from './reference.ts'

/** An expression as text, its names as columns of t. */
const shown = (text: string): string =>
  scalar(
    rewrite(parseExpression(text), (part) => (part.is === 'name' ? { is: 'column', of: 't', name: part.name } : part)),
    'UTC',
  )

test.each([
  ['1', '1'],
  ['a + b * c', '(t."a" + (t."b" * t."c"))'],
  ['(a + b) * c', '((t."a" + t."b") * t."c")'],
  ['a - b - c', '((t."a" - t."b") - t."c")'],
  ['a / b / c', '((t."a" / nullif(t."b", 0)) / nullif(t."c", 0))'],
  ['-a * 2', '((- t."a") * 2)'],
  ['a % 2 = 0', '((t."a" % nullif(2, 0)) = 0)'],
  ['not a or b and c', '((NOT t."a") OR (t."b" AND t."c"))'],
  ["x = 'it''s'", `(t."x" = 'it''s')`],
  ['x <> 1', '(t."x" <> 1)'],
  ['x IS NOT NULL', '(t."x" IS NOT NULL)'],
  ["x NOT IN ('a', 'b')", `(t."x" NOT IN ('a', 'b'))`],
  ['x BETWEEN 1 AND 2 AND y', '((t."x" BETWEEN 1 AND 2) AND t."y")'],
  ["x not like 'a%'", `(t."x" NOT LIKE 'a%')`],
  ['x is true', '(coalesce((t."x" = true), false))'.slice(1, -1)],
  ['case when a > 1 then 2 else 3 end', 'CASE WHEN (t."a" > 1) THEN 2 ELSE 3 END'],
  ["case kind when 'x' then 1 end", `CASE WHEN (t."kind" = 'x') THEN 1 ELSE NULL END`],
  ['cast(a as decimal(10, 2))', 'CAST(t."a" AS DECIMAL(38, 10))'],
  ['a::float8', null],
  ['a::double', 'CAST(t."a" AS DOUBLE)'],
  ['nvl(a, 0)', 'coalesce(t."a", 0)'],
  ["date_trunc('month', d)", `CAST(date_trunc('month', CAST(t."d" AS TIMESTAMP)) AS DATE)`],
  ["date '2024-01-31'", `CAST('2024-01-31' AS DATE)`],
  ['"select"', 't."select"'],
])('%s is read', (text, sql) => {
  if (sql === null) expect(() => parseExpression(text)).toThrow('is not a type of the language')
  else expect(shown(text)).toBe(sql)
})

test.each([
  ['select 1', 'not in the language'],
  ['(select max(x) from t)', 'subquery'],
  ['x in (select y from t)', 'subquery'],
  ['a; drop table t', 'cannot be read'],
  ['a -- b', 'comment'],
  ['a /* b */', 'comment'],
  ['other.secret', 'names a table'],
  ["read_csv('/etc/passwd')", 'is not in the language'],
  ['sum(x)', 'is not in the language'],
  ['row_number() over (order by x)', 'is not in the language'],
  ['abs(x) over ()', 'over'],
  ["d - interval '1 day'", 'not in the language'],
  ['try_cast(x as integer)', 'nulls'],
  ['a +', 'ends too early'],
  ['a b', 'should end'],
  ['abs(a, b)', 'takes 1 arguments'],
  ["'open", 'cannot be read'],
  ['', 'ends too early'],
  ['case a end', 'a case needs'],
  ['x is 3', 'null, true or false'],
])('%s is refused by name', (text, why) => {
  expect(() => parseExpression(text)).toThrow(why)
})

test('an expression that nests without end is refused, not run out of', () => {
  for (const text of ['('.repeat(5000) + '1' + ')'.repeat(5000), 'not '.repeat(2400) + 'a', '-'.repeat(1) + '(-'.repeat(3000)]) {
    let caught: unknown
    try {
      parseExpression(text)
    } catch (error) {
      caught = error
    }
    expect(isRefusal(caught)).toBe(true)
  }
})

test('whatever a text holds, reading gives a tree or a refusal, and the tree keeps texts in quotes', () => {
  const piece = fc.constantFrom(
    'a',
    "'x'",
    '1',
    '+',
    '(',
    ')',
    ' and ',
    'not ',
    "{{ Dimension('a__b') }}",
    ';',
    '"',
    "'",
    '--',
    ' in ',
    ',',
    'case',
    ' when ',
    ' then ',
    ' end',
    '::',
    'cast(',
    'date_trunc(',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 20 }).map((parts) => parts.join('')),
      ),
      (text) => {
        let caught: unknown = null
        try {
          parseExpression(text)
        } catch (error) {
          caught = error
        }
        expect(caught === null || isRefusal(caught)).toBe(true)
      },
    ),
    { numRuns: 3000 },
  )
})

test('a text of any letters comes out as one quoted literal', () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !text.includes('\0')),
      (text) => {
        const sql = shown(`'${text.replaceAll("'", "''")}'`)
        expect(sql.startsWith("'") && sql.endsWith("'")).toBe(true)
        expect(sql.slice(1, -1).replaceAll("''", '')).not.toContain("'")
        expect(sql.slice(1, -1).replaceAll("''", "'")).toBe(text)
      },
    ),
  )
})

test('references of filters are parsed, never run', () => {
  const one = (text: string) => parseReference(text)
  expect(one("Dimension('listing__country_latest')")).toMatchObject({ type: 'dimension', path: ['listing'], name: 'country_latest' })
  expect(one("TimeDimension('metric_time', 'MONTH')")).toMatchObject({ path: [], name: 'metric_time', grain: 'month' })
  expect(one("Dimension('metric_time').grain('week')")).toMatchObject({ name: 'metric_time', grain: 'week' })
  expect(one("Dimension('country', entity_path=['listing', 'owner'])")).toMatchObject({ path: ['listing', 'owner'], name: 'country' })
  expect(one("Entity('listing__user')")).toMatchObject({ type: 'entity', path: ['listing'], name: 'user' })
  expect(one("Metric('bookings', group_by=['listing', 'guest'])")).toMatchObject({ type: 'metric', name: 'bookings', groupBy: ['listing', 'guest'] })
  expect(one('Metric("bookings", ["listing"])')).toMatchObject({ type: 'metric', groupBy: ['listing'] })
  expect(parseOrdered("Metric('bookings').descending(True)")).toMatchObject({ descending: true })
  expect(parseOrdered("TimeDimension('metric_time', 'day').descending(False)")).toMatchObject({ descending: false })
  expect(one("Dimension('country', ['listing'])")).toMatchObject({ path: ['listing'], name: 'country' })
  expect(one("TimeDimension('ds', 'month', ['listing', 'owner'])")).toMatchObject({ path: ['listing', 'owner'], name: 'ds', grain: 'month' })
  expect(one("TimeDimension('ds', ['listing'])")).not.toHaveProperty('grain')
  expect(parseOrdered("Metric('bookings', descending=True)")).toMatchObject({ descending: true })
  expect(parseOrdered("Metric('bookings', ['listing'], descending=False)")).toMatchObject({ descending: false })
  expect(one("Dimension('a').date_part('year')")).toMatchObject({ grain: 'extract_year' })
  expect(one("TimeDimension('metric_time', date_part_name='QUARTER')")).toMatchObject({ name: 'metric_time', grain: 'extract_quarter' })
  for (const bad of [
    "Dimension('a').date_part('hour')",
    "TimeDimension('a', 'month', date_part_name='quarter')",
    "Entity('a').date_part('year')",
    "Dimension('a', colour='red')",
    "Dimension('a', 'month')",
    "TimeDimension('a', 'month', 'year')",
    "Metric('a', ['b'], ['c'])",
    "Metric('a', descending=True)",
    "Dimension('a__b'",
    'config.__class__',
    "Dimension('a') + 1",
    'range(10)',
    "Dimension('a b')",
    'Dimension(os.environ)',
    "{'a': 1}",
  ])
    expect(() => parseReference(bad)).toThrow(/:/)
})

test('the short form knows grains from names', () => {
  const isGrain = (word: string): boolean => ['day', 'month', 'trading_week'].includes(word)
  expect(parseName('metric_time__month', isGrain)).toMatchObject({ path: [], name: 'metric_time', grain: 'month' })
  expect(parseName('listing__created_at__trading_week', isGrain)).toMatchObject({ path: ['listing'], name: 'created_at', grain: 'trading_week' })
  expect(parseName('month', isGrain)).toMatchObject({ path: [], name: 'month' })
  expect(() => parseName("a'; drop", isGrain)).toThrow('is not a name')
  expect([isObjectForm("Dimension('x')"), isObjectForm('dimension_x')]).toEqual([true, false])
})

test('parts of an expression can be found and taken apart', () => {
  const expression: Expression = parseExpression("{{ Dimension('a__b') }} = 1 and (x > y or z) and {{ Entity('c') }} is null")
  expect(conjuncts(expression)).toHaveLength(3)
  expect(namesIn(expression)).toEqual(['x', 'y', 'z'])
  expect(referencesIn(expression).map(({ name }) => name)).toEqual(['b', 'c'])
})
