import { dateTime, fact, integer, text } from '#kernel'

export const sliWindow = fact('sli_window', {
  says: 'Good and valid events of a service level in one stretch of time.',
  grain: 'service level, window and tenant',
  key: ['slo_id', 'start', 'tenant_id'],
  at: 'start',
  columns: {
    slo_id: text({ required: true }),
    start: dateTime({ required: true, knownAs: ['from'] }),
    end: dateTime({ required: true, knownAs: ['to'] }),
    good: integer({ required: true, min: 0 }),
    valid: integer({ required: true, min: 0 }),
    tenant_id: text(),
  },
  checks: [
    {
      id: 'sli_window.end-after-start',
      says: 'service level windows end before they start',
      severity: 'error',
      rule: 'notBefore',
      column: 'end',
      other: 'start',
    },
  ],
})
