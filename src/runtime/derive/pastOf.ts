import { sql, type RawBuilder } from 'kysely'

/** What changes after an instant had found, gathered by row in their order, with the version before the first of them and the time of the change that made it. */
export const foundSince = (noun: string, instant: string, id: string | undefined): RawBuilder<unknown> => sql`
  with later as (select object_id, min(version) - 1 as version, min(seq) as first, '[' || string_agg(coalesce(before::text, 'null'), ',' order by seq) || ']' as changes
    from app.change where noun = ${noun} and recorded_at > ${instant} and ${id === undefined ? sql`true` : sql`object_id = ${id}`} group by object_id)
  select object_id, version, changes,
    (select c.recorded_at from app.change c where c.noun = ${noun} and c.object_id = later.object_id and c.seq < later.first order by c.seq desc limit 1) as at from later`

/** What changes until an instant had set, gathered by row in their order, with the version and the time of the last of them. */
export const setUntil = (noun: string, instant: string): RawBuilder<unknown> => sql`
  select object_id, max(version) as version, max(recorded_at) as at, '[' || string_agg(coalesce(after::text, 'null'), ',' order by seq) || ']' as changes
    from app.change where noun = ${noun} and recorded_at <= ${instant} group by object_id`

/** Does an instant lie in the first half of the record? */
export const isEarly = (noun: string, instant: string): RawBuilder<unknown> => sql`
  select c.seq * 2 < (select seq from app.chain) as early from app.change c where c.noun = ${noun} and c.recorded_at > ${instant} order by c.recorded_at limit 1`
