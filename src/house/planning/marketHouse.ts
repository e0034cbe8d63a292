import { featureUse } from '#flows/analytics/featureUse.ts'
import { attributesOf, market, segmentView, tryRule, type AdoptionOf } from '#flows/market/market.ts'
import type { Adoption } from '#flows/market/rivals.ts'
import { isRecord } from '#kernel'
import type { Scope } from '#runtime/scope.ts'
import { askWorkspace, readerOf } from '../events/analyticsQuery.ts'
import type { App } from '../app.ts'
import type { House } from '#doors/rest/door.ts'

/** The market for the REST door: segments, ideal customers, jobs and competitors, with the use of features as the page of a feature tells it. */
export const marketHouse = (app: App): House['market'] => ({
  overview: (scope, asOf) => market(scope, adoptionIn(app, scope), asOf),
  segment: segmentView,
  tryRule,
  attributes: attributesOf,
})

function adoptionIn(app: App, scope: Scope): AdoptionOf {
  return async (feature, asOf): Promise<Adoption> => {
    const reader = await readerOf(app, scope)
    const use = await featureUse((query) => reader.ask(query), feature)
    if (use.query === null) return { rate: null, eligible: null, why: use.why }
    const answer = await askWorkspace(app, scope, { ...use.query, ...(asOf ? { asOf } : {}) })
    const told = 'data' in answer && isRecord(answer.data) && Array.isArray(answer.data['features']) ? answer.data['features'][0] : null
    const [rate, eligible] = isRecord(told) ? [told['rate'], told['eligible']] : []
    return typeof rate === 'number' && typeof eligible === 'number'
      ? { rate, eligible, why: null }
      : { rate: null, eligible: null, why: 'Nobody may use it yet.' }
  }
}
