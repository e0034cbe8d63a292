import { field, invalid, isRecord, received, type FieldOptions } from '../field.ts'

/** An amount of one currency. `amount` is in units of the currency (12.50), exact to 1e-6. */
export interface Money {
  readonly amount: number
  readonly currency: string
}

/** Money with its ISO 4217 code: {"amount": 1250, "currency": "EUR"} or “1250 EUR”. */
export function money<const O extends FieldOptions<Money>>(options?: O) {
  return field(
    {
      kind: 'money',
      column: 'jsonb',
      schema: { type: 'object', required: ['amount', 'currency'], additionalProperties: false, properties: { amount: { type: 'number' }, currency: { type: 'string', pattern: '^[A-Z]{3}$' } } },
      parse: parseMoney,
      show: (value) => new Intl.NumberFormat('en-US', { style: 'currency', currency: value.currency, maximumFractionDigits: 2 }).format(value.amount),
    },
    options ?? ({} as O),
  )
}

/** A currency code that this runtime knows; unknown codes are refused, never guessed. */
export function parseCurrency(input: unknown): string {
  const code = typeof input === 'string' ? input.trim().toUpperCase() : ''
  if (!currencies.has(code)) throw invalid(`${received(input)} is not a currency.`, 'Use an ISO 4217 code such as USD, EUR or GBP.')
  return code
}

const currencies = new Set(Intl.supportedValuesOf('currency'))

function parseMoney(input: unknown): Money {
  const parts = typeof input === 'string' ? /^\s*(-?[\d.]+)\s*([A-Za-z]{3})\s*$/.exec(input) : null
  const amount = Number(parts ? parts[1] : isRecord(input) ? input['amount'] : Number.NaN)
  if (!Number.isFinite(amount)) throw invalid(`expected an amount with a currency, got ${received(input)}.`, 'Write {"amount": 1250, "currency": "EUR"}.')
  return { amount: Math.round(amount * 1e6) / 1e6, currency: parseCurrency(parts ? parts[2] : isRecord(input) ? input['currency'] : undefined) }
}
