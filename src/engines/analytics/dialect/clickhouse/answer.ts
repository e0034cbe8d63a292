import { asBefore, headed, type Answer } from '../../answer.ts'
import { spanBefore } from '../../calendar/span.ts'
import type { Query } from '../../query/kinds.ts'
import { lifecyclePlan, stickinessPlan } from './activity.ts'
import { adoptionPlan } from './adoption.ts'
import { withCohorts } from './cohorts.ts'
import { funnelPlan } from './funnel.ts'
import { retentionPlan } from './retention.ts'
import { knownAccounts, noteSegments, sqlFrame, unsupported, type Rows, type SqlFrame, type SqlPlace, type SqlPlan } from './rows.ts'
import { trendPlan } from './trend.ts'

/** What ClickHouse is asked for an answer: statements of columns in order, and how their rows become the answer that the kernels would give. */
export interface SqlQuestion {
  readonly statements: readonly string[]
  /** One list of rows for each statement, in their order. */
  readonly answer: (answers: readonly Rows[]) => Answer
}

/** Bytes of a statement: ClickHouse reads 262,144 unless its `max_query_size` says otherwise. */
const longest = 250_000

/**
 * The statements for a query. The answer equals that of the kernels, except that `cost` names ClickHouse and rows that a kernel reads several times count once in `n`. What is not
 * counted here as the kernels count it is refused by name (`unsupported`).
 */
export function clickHouseQuestion(query: Query, place: SqlPlace): SqlQuestion {
  const own = withCohorts(sqlFrame(query, place))
  const { frame } = own
  const before = query.compareTo === null ? null : spanBefore(query.range, frame.span, query.compareTo, frame.asOf, frame.calendar)
  const main = query.kind === 'trend' ? trendPlan(own, query, before) : planOf(own, query)
  const then = before === null || query.kind === 'trend' ? null : planOf({ ...own, frame: { ...frame, span: before } }, query)
  const asked = [...main.counts, ...main.statements, ...(then?.statements ?? [])]
  const [from, past] = [main.counts.length, main.counts.length + main.statements.length]
  const statements = [...asked, ...knownAccounts(own)]
  if (statements.some((each) => each.length > longest || Buffer.byteLength(each) > longest)) throw unsupported('', 'a question with so many names')
  return {
    statements,
    answer: (given) => {
      noteSegments(own, given.slice(asked.length))
      const answers = given.slice(0, asked.length)
      const n = answers.slice(0, from).reduce((sum, rows) => sum + Number(rows[0]?.[0] ?? 0), 0)
      const compare = then && before ? { span: before, data: asBefore(then.data(answers.slice(past))) } : null
      return headed(frame, query, { n, engine: 'clickhouse', data: main.data(answers.slice(from, past)), compare })
    },
  }
}

function planOf(own: SqlFrame, query: Query): SqlPlan {
  switch (query.kind) {
    case 'trend':
      return trendPlan(own, query, null)
    case 'funnel':
      return funnelPlan(own, query)
    case 'retention':
      return retentionPlan(own, query)
    case 'stickiness':
      return stickinessPlan(own, query)
    case 'lifecycle':
      return lifecyclePlan(own, query)
    case 'adoption':
      return adoptionPlan(own, query)
    case 'paths':
    case 'activation':
      throw unsupported('kind', `the kind “${query.kind}”`)
  }
}
