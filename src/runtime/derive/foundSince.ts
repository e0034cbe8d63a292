import { sql, type RawBuilder } from 'kysely'

/** What changes after an instant had found, gathered by row, with the version that the first of them made and the time of the change before it. */
export const foundSince = (noun: string, instant: string, id: string | undefined): RawBuilder<unknown> => sql`
  with later as (select object_id, min(version) as version, min(seq) as first, concat('[', string_agg(concat('[', seq, ',', coalesce(before::text, 'null'), ']'), ','), ']') as found
    from app.change where noun = ${noun} and recorded_at > ${instant} and ${id === undefined ? sql`true` : sql`object_id = ${id}`} group by object_id)
  select object_id, version, found,
    (select c.recorded_at from app.change c where c.noun = ${noun} and c.object_id = later.object_id and c.seq < later.first order by c.seq desc limit 1) as at from later`
