import type { Random } from './random.ts'
import type { Values } from './revenueFacts.ts'
import { addDays, at, later, type Timeline } from './timeline.ts'

/** The release whose defects reached customers: the self-service sign-on of the certificate trouble. */
export const leaky = 'self-service-sso'
const severities = ['p3', 'p3', 'p3', 'p2', 'p2', 'p1'] as const

/** About one release in twelve was taken back within two days. */
export function* rolledBack(releases: Iterable<Values>, time: Timeline, draw: Random): Iterable<Values> {
  for (const release of releases) {
    const back = later(String(release['released_at']), draw.int(60, 2400))
    yield draw.chance(1 / 12) && release['id'] !== leaky && back < time.today ? { ...release, rolled_back_at: back } : release
  }
}

/** Post-mortems close within twelve days; those of the last weeks are open. */
export function* reviewed(incidents: Iterable<Values>, time: Timeline, draw: Random): Iterable<Values> {
  for (const incident of incidents) {
    const closed = addDays(String(incident['impact_end']).slice(0, 10), draw.int(2, 12))
    yield closed < time.today ? { ...incident, postmortem_closed_at: at(closed, 900) } : incident
  }
}

/** What was found of each release: most of it before customers had it, except of one. */
export function* defectRows(releases: Iterable<Values>, time: Timeline, draw: Random): Iterable<Values> {
  let count = 0
  for (const { id, area, released_at } of releases) {
    const day = String(released_at).slice(0, 10)
    const [before, after] = id === leaky ? [9, 14] : [draw.int(5, 13), draw.int(0, 2)]
    const first = `BUG-${count + 1}`
    for (let n = 0; n < before + after; n++) {
      const found = n < before ? addDays(day, -draw.int(1, 20)) : addDays(day, draw.int(1, id === leaky ? 40 : 110))
      const [severity, repeats] = [draw.pick(severities), n > before && draw.chance(0.08)]
      if (found >= time.today) continue
      count += 1
      yield {
        id: `BUG-${count}`,
        found_at: at(found, draw.int(480, 1080)),
        phase: n < before ? 'pre_release' : 'post_release',
        severity,
        release_id: id,
        area,
        duplicate_of: repeats ? first : null,
      }
    }
  }
}
