import { field, invalid, isRecord, received, type FieldOptions } from '../field.ts'
import { numberKind } from './number.ts'

/** An amount of one currency. `amount` is in units of the currency (12.50), exact to 1e-6. */
export interface Money {
  readonly amount: number
  readonly currency: string
}

/** Money with its ISO 4217 code: {"amount": 1250, "currency": "EUR"} or “1250 EUR”. */
export function money<const O extends FieldOptions<Money>>(options?: O) {
  return field(options, {
    kind: 'money',
    column: 'jsonb',
    schema: {
      type: 'object',
      required: ['amount', 'currency'],
      additionalProperties: false,
      properties: { amount: { type: 'number' }, currency: { type: 'string', pattern: '^[A-Z]{3}$' } },
    },
    parse: parseMoney,
    show: (value) => new Intl.NumberFormat('en-US', { style: 'currency', currency: value.currency, maximumFractionDigits: 2 }).format(value.amount),
  })
}

/** A currency code that this runtime knows; unknown codes are refused, never guessed. */
export function parseCurrency(input: unknown): string {
  const code = typeof input === 'string' ? input.trim().toUpperCase() : ''
  if (!currencies.has(code)) throw invalid(`${received(input)} is not a currency.`, 'Use an ISO 4217 code such as USD, EUR or GBP.')
  return code
}

const currencies = new Set(Intl.supportedValuesOf('currency'))

function parseMoney(input: unknown): Money {
  const [amount, currency] = partsOf(input)
  const micros = amountKind.parse(amount) * 1e6
  if (Math.abs(micros) > 1e21) throw invalid('is larger than an amount can be.')
  return { amount: Math.round(micros) / 1e6 + 0, currency: parseCurrency(currency) }
}

const amountKind = numberKind('number', '')

function partsOf(input: unknown): [unknown, unknown] {
  const parts = typeof input === 'string' ? /^\s*(-?[\d.]+)\s*([A-Za-z]{3})\s*$/.exec(input) : null
  if (parts) return [parts[1], parts[2]]
  if (isRecord(input) && Object.keys(input).every((name) => name === 'amount' || name === 'currency')) return [input['amount'], input['currency']]
  throw invalid(`expected an amount with a currency, got ${received(input)}.`, 'Write {"amount": 1250, "currency": "EUR"}.')
}
