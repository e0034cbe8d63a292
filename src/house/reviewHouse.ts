import { scorecard } from '#flows/briefing/scorecard.ts'
import { isPrintable } from '#flows/reviews/pdf/printed.ts'
import { reviewCharts } from '#flows/reviews/pdf/reviewCharts.ts'
import { reviewDocument } from '#flows/reviews/pdf/reviewDocument.ts'
import { compareReview, figuresOf, freezeReview, generateReview, refreshReview, type Measure } from '#flows/reviews/review.ts'
import { Problem, type AnyMetric, type AnyRow } from '#kernel'
import { renderPdf } from '#platform/documents/renderPdf.ts'
import type { Scope } from '#runtime/scope.ts'
import type { House } from '#doors/rest/door.ts'
import type { App } from './app.ts'
import { answersOf } from './events/analyticsQuery.ts'
import { metricsIn } from './metrics/metricsOf.ts'

/** Reviews over the scorecard flow; both doors use it. */
export function reviews(app: App): House['reviews'] {
  return {
    generate: (scope, input) => generateReview(scope, measuring(app, scope), input),
    refresh: (scope, id, how) =>
      refreshReview(scope, { measure: measuring(app, scope), ask: (_, questions, asOf) => answersOf(app, scope, questions, asOf) }, id, how),
    freeze: (scope, id, seen) => freezeReview(scope, id, seen),
    compare: (scope, id) => compareReview(scope, (_, questions, asOf) => answersOf(app, scope, questions, asOf), id),
    async pdf(scope, id, paper) {
      const row = await scope.one('review', id)
      const figures = figuresOf(row)
      const printed: unknown = { ...row, figures }
      if (!isPrintable(printed)) throw new Problem('refused', `${row.key} cannot be printed: its figures are incomplete.`, 'Refresh it, then print again.')
      const frozenBy = await nameOf(scope, row['frozenBy'])
      const charts = await reviewCharts(printed)
      const { source, inputs, images, createdAt } = reviewDocument(printed, scope.workspace, { paper, charts, ...(frozenBy ? { frozenBy } : {}) })
      return await renderPdf({ source, inputs, images, createdAt })
    },
  }
}

/** A review is for all who may read it, and is written today about a period that is over. */
export const measuring =
  (app: App, scope: Scope): Measure =>
  async (_, asOf) =>
    await scorecard(scope, certified(await metricsIn(app.registry)(scope, 'viewer')), asOf, { targets: 'ofNow' })

/** A review cites no draft. */
const certified = (metrics: ReadonlyMap<string, AnyMetric>) => new Map([...metrics].filter(([, { isDraft }]) => !isDraft))

async function nameOf(scope: Scope, member: unknown): Promise<string | null> {
  if (typeof member !== 'string') return null
  const row: AnyRow | null = await scope.one('member', member).catch(() => null)
  return row ? String(row['name']) : null
}
