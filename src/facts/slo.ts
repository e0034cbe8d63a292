import { fact, integer, number, oneOf, text } from '#kernel'

export const slo = fact('slo', {
  says: 'What we promise of a service: the share of good events over a window.',
  grain: 'one version of an objective',
  key: ['id'],
  at: 'id',
  columns: {
    id: text({ required: true, knownAs: ['slo_id'] }),
    service_id: text({ required: true, knownAs: ['service'] }),
    name: text(),
    tier: text(),
    target: number({ required: true, min: 0, max: 1, says: 'Share of good events, below 1.' }),
    window_days: integer({
      initial: 30,
      min: 1,
      says: 'Days that the promise is kept over. For a calendar window the period: 1 a day, 7 a week, 30 a month, 91 a quarter, 365 a year.',
    }),
    window_kind: oneOf(['rolling', 'calendar'], {
      initial: 'calendar',
      says: 'Rolling: the days up to now. Calendar: the period, with a fresh budget when it begins.',
    }),
  },
})
