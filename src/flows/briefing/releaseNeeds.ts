import type { Context } from '#kernel'
import { dueText } from './dueText.ts'
import type { Need } from './need.ts'

/** A release in danger, as the plan tells it; house.ts hands them in, the soonest first. */
export interface EndangeredRelease {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly owner: { readonly id: string } | null
  readonly outlook: { readonly promised: string | null; readonly says: string } | null
}

/** Releases in danger that the one who reads answers for, in the order in which they are handed in; three at the most. */
export function releaseNeeds({ me }: Context, releases: readonly EndangeredRelease[], day: string): Need[] {
  const mayRun = me.role === 'owner' || me.role === 'admin'
  return releases
    .filter(({ owner }) => (owner === null ? mayRun : owner.id === me.id))
    .slice(0, 3)
    .map(({ id, key, title, outlook }) => ({
      kind: 'check',
      title: `${title} is in danger`,
      says: `${key} · ${outlook?.says ?? ''}`,
      noun: 'release',
      id,
      cost: null,
      due: dueText(outlook?.promised ?? null, day),
      age: null,
    }))
}
