import { everyRow, type Context } from '#kernel'

/** The names of all members by their ids, of those who left too. */
export const memberNames = async (ctx: Context): Promise<ReadonlyMap<string, string>> =>
  new Map((await everyRow(ctx, 'member')).map((row) => [row.id, String(row['name'])]))
