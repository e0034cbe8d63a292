import type { Followed } from '#flows/briefing/following.ts'

/** How many moved outside the usual; what has no period yet, or could not be answered, is neither. */
export function standingOf(followed: readonly Pick<Followed, 'rule' | 'period'>[]): string {
  const [moved, told] = [followed.filter(({ rule }) => rule !== null).length, followed.filter(({ period }) => period !== null).length]
  if (moved > 0) return `${moved} of ${followed.length} not as usual`
  if (told === 0) return 'nothing to tell yet'
  return told === followed.length ? 'all as usual' : `${told} of ${followed.length} told, as usual`
}
