import { everyRow, type AnyRow, type Context } from '#kernel'

/** The targets that were agreed at the end of a day, in the terms that they had then; without a day those of now. What was agreed or moved later is not known yet. */
export const agreedTargets = (ctx: Pick<Context, 'read'>, asOf?: string, filter: Readonly<Record<string, unknown>> = {}): Promise<readonly AnyRow[]> =>
  everyRow(ctx, 'metricTarget', { filter: { ...filter, state: 'agreed' }, ...(asOf ? { asOf } : {}) })
