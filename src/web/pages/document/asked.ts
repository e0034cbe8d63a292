import type { CitedText } from '#flows/planning/documents/cited.ts'
import { call, withQuery } from '#web/client.ts'
import type { Resource } from '#web/resources.ts'

export type { CitedPart, CitedText } from '#flows/planning/documents/cited.ts'

export function citedOf(workspace: string, id: string, asOf?: string): Resource<CitedText> {
  const path = withQuery(`/plan/documents/${encodeURIComponent(id)}`, { asOf })
  return { queryKey: [workspace, path], queryFn: ({ signal }) => call<CitedText>(path, { workspace, signal }) }
}

/** A text that is being written, as it would read. */
export const previewOf = (workspace: string, body: string): Resource<CitedText> => ({
  queryKey: [workspace, `/plan/text#${body}`],
  queryFn: ({ signal }) => call<CitedText>('/plan/text', { method: 'POST', workspace, body: { body }, signal }),
})
