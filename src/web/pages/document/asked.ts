import type { CitedText } from '#flows/planning/documents/cited.ts'
import { call } from '#web/client.ts'
import { read, type Resource } from '#web/resources.ts'

export type { CitedPart, CitedText } from '#flows/planning/documents/cited.ts'

export const citedOf = (workspace: string, id: string, asOf?: string) => read<CitedText>(workspace, `/plan/documents/${encodeURIComponent(id)}`, { asOf })

/** A text that is being written, as it would read. */
export const previewOf = (workspace: string, body: string): Resource<CitedText> => ({
  queryKey: [workspace, `/plan/text#${body}`],
  queryFn: ({ signal }) => call<CitedText>('/plan/text', { method: 'POST', workspace, body: { body }, signal }),
})
