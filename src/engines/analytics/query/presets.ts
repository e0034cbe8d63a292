import type { Kind } from './kinds.ts'

type Fields = Readonly<Record<string, unknown>>
type Preset = Fields & { readonly kinds?: Readonly<Partial<Record<Kind, Fields>>> }

const daysLong = (n: number) => ({ n, unit: 'day' })

/** What each vendor means by the same words, as explicit fields; what a query says itself goes before. Vendor presets count persons. */
const presets: Readonly<Record<string, { readonly common: Fields; readonly kinds: Readonly<Partial<Record<Kind, Fields>>> }>> = {
  posthog: {
    common: { actor: 'person', weekStart: 'sunday', propTime: 'at_event' },
    kinds: {
      funnel: { window: daysLong(14), tail: 'range', exclusionEffect: 'remove' },
      retention: { mode: 'calendar', entry: 'recurring', incomplete: 'include' },
    },
  },
  amplitude: {
    common: { actor: 'person', propTime: 'at_event' },
    kinds: {
      funnel: { window: daysLong(1), reentry: 'earliest_longest', tieMs: 1000, dedupeSameTypeInTie: true, attribution: { step: 1 } },
      retention: { mode: 'rolling', rollingFloor: 'hour', entry: 'first_in_range', unit: 'day' },
    },
  },
  mixpanel: {
    common: { actor: 'person' },
    kinds: {
      funnel: { window: daysLong(7), reentry: 'first_entry', exclusionEffect: 'cap', attribution: 'first_in_chain' },
      retention: { mode: 'calendar', entry: 'first_ever', interval0: 'returned', incomplete: 'include' },
    },
  },
}

/** The query with its preset's fields written out. */
export function withPreset(given: Fields, kind: Kind): Preset {
  const preset = presets[String(given['preset'] ?? '')]
  return preset ? { ...preset.common, ...preset.kinds[kind], ...dependent(given, kind), ...given } : given
}

/** What a vendor means only beside another word: PostHog keeps the entry of an unordered funnel; Mixpanel counts days of 24 hours from the birth where no unit is named. */
function dependent({ preset, order, unit }: Fields, kind: Kind): Fields {
  if (preset === 'posthog' && order === 'unordered') return { exclusionEffect: 'keep_entry' }
  return preset === 'mixpanel' && kind === 'retention' && unit === undefined ? { mode: 'rolling', unit: 'day' } : {}
}
