import { answer, cohortMembers, drilled, type Answer, type CohortAnswer, type Drilled, type Place } from '#engines/analytics/answer.ts'
import { readCohort, type CohortDef } from '#engines/analytics/query/cohort.ts'
import { passingIn } from '#engines/analytics/query/passing.ts'
import { isAnalyticsKind, readQuery, type QueryDefaults } from '#engines/analytics/query/resolve.ts'
import type { Actor } from '#engines/analytics/query/parts.ts'
import { isQueryRefusal, type QueryRefusal } from '#engines/analytics/refusal.ts'
import { isRecord, Problem } from '#kernel'

/** Is this a question for the analytics engine? It says what kind it is. */
export const isAnalytics = (given: unknown): given is Readonly<Record<string, unknown>> => isRecord(given) && 'kind' in given

export type Answered = Answer | CohortAnswer

/** Answers a query as it was written. What cannot be asked is refused as a Problem that names the place in the query. */
export function askEvents(given: unknown, place: Place, defaults: QueryDefaults = {}): Answered {
  return refusing(() => (isRecord(given) && given['kind'] === 'cohort' ? cohortMembers(given, place) : answer(readQuery(given, defaults), place)))
}

export interface DrillAnswer {
  readonly actor: Actor
  /** Who they are is null for those who may not see it. */
  readonly actors: readonly (Omit<Drilled, 'actor'> & { readonly actor: string | null })[]
  readonly n: number
  /**
   * A definition that keeps exactly these: by the cell, judged again when asked (null, with the reason in `onlyStatic`, where its name is that of a place which
   * passes); or by their ids, frozen (null for those who may not see the ids).
   */
  readonly cohort: { readonly live: Kept | null; readonly frozen: Kept | null; readonly onlyStatic: string | null }
}

interface Kept {
  readonly kind: 'cohort'
  readonly actor: Actor
  readonly refresh: 'daily' | 'frozen'
  readonly def: unknown
}

/** The actors behind a number: `{query, drill, side}`, with the definitions that save them as a cohort. */
export function drillEvents(given: unknown, place: Place, defaults: QueryDefaults = {}): DrillAnswer {
  if (!isRecord(given)) throw new Problem('invalid', 'A drill is an object.', 'Send {"query": …, "drill": "step:2", "side": "in"}.')
  const { query: asked, drill, side = 'in' } = given
  if (typeof drill !== 'string')
    throw new Problem('invalid', '“drill” is missing.', 'Take it from the answer: every number that has actors behind it bears one.')
  if (side !== 'in' && side !== 'dropped') throw new Problem('invalid', '“side” is “in” or “dropped”.')
  return refusing(() => {
    const query = readQuery(asked, defaults)
    const actors = drilled(query, place, drill, side)
    const { actor } = query
    const passing = passingIn(query, drill)
    return {
      actor,
      actors,
      n: actors.length,
      cohort: {
        live: passing ? null : { kind: 'cohort', actor, refresh: 'daily', def: { cell: { query: { ...query, asOf: null }, drill, side } } },
        onlyStatic: passing ? `This number ${passing.says}.` : null,
        frozen: { kind: 'cohort', actor, refresh: 'frozen', def: { ids: actors.map((each) => each.actor) } },
      },
    }
  })
}

/** Cohorts by name, as a file or saved analyses define them. */
export function cohortsIn(given: unknown): ReadonlyMap<string, CohortDef> {
  if (!isRecord(given))
    throw new Problem('invalid', 'Cohorts are an object: a definition for each name.', 'Write {"power users": {"kind": "cohort", "def": …}}.')
  return refusing(() => new Map(Object.entries(given).map(([name, def]) => [name, readCohort(def)])))
}

export function refusing<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw isQueryRefusal(error) ? problemOf(error) : error
  }
}

const problemOf = ({ message, hint, code, at }: QueryRefusal): Problem =>
  new Problem(code === 'unsupported' ? 'refused' : 'invalid', message, hint, { code, ...(at === '' ? {} : { at: { field: at } }) })

export { isAnalyticsKind }
