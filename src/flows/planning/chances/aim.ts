/** Values that meet a key result of a kind. */
export const aimOf = (kind: string, target: number, upper: number | null): { readonly low: number; readonly high: number } =>
  kind === 'decrease' ? { low: -Infinity, high: target } : { low: target, high: kind === 'maintain' ? (upper ?? Infinity) : Infinity }
