import { roadmapDeck } from '#flows/sharing/deck.ts'
import { linesOf } from '#flows/sharing/lines.ts'
import { roadmapDocument } from '#flows/sharing/pdf.ts'
import { sharedRoadmap } from '#flows/sharing/roadmap.ts'
import { exportRows } from '#flows/sharing/rows.ts'
import { csvOf } from '#engines/numbers/csv.ts'
import { shareLink } from '#objects'
import { Problem } from '#kernel'
import { renderPdf, renderSvg } from '#platform/documents/renderPdf.ts'
import { writePptx } from '#platform/documents/writePptx.ts'
import type { Registry } from '#runtime/registry.ts'
import type { Scope } from '#runtime/scope.ts'
import type { House } from '#doors/rest/door.ts'

const types = {
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  pdf: 'application/pdf',
  svg: 'image/svg+xml',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
} as const
type Format = keyof typeof types

interface RoadmapFile {
  readonly format?: string
  readonly audience?: string
  readonly asOf?: string
  readonly paper?: string
  readonly mark?: boolean
  /** Only bets with these values, by fields that the audience may see. */
  readonly filter?: Readonly<Record<string, unknown>>
}

/** Files of the roadmap for one audience, and of any list: made in the rights of whoever asks, redacted by the same policy as a shared view. */
export const exporting = (registry: Registry, baseUrl: string): House['exports'] => ({
  async roadmap(scope, asked) {
    const format = formatOf(asked.format)
    const { asOf, filter } = asked
    const view = await sharedRoadmap(scope, { audience: audienceOf(asked.audience), ...(filter ? { filter } : {}), ...(asOf ? { asOf } : {}) })
    const bytes = await write(format, scope, view, asked, baseUrl)
    return { bytes, type: types[format], name: `roadmap-${view.audience}-${view.asOf}.${format}` }
  },
  rows(scope, plural, { format, columns, mark, query }) {
    const noun = [...registry.nouns.values()].find((one) => one.plural === plural || one.noun === plural)
    if (!noun) throw new Problem('missing', `There is no list “${plural}”.`, 'See /api/openapi.json.')
    if (format !== 'csv' && format !== 'json')
      throw new Problem('invalid', `A list is not written as “${format}”.`, 'It is csv or json.', { at: { field: 'format' } })
    const chunks = exportRows(scope, (name) => registry.noun(name), { noun, query, columns, format, mark })
    return { chunks, type: types[format], name: `${noun.plural}-${(query.asOf ?? scope.now()).slice(0, 10)}.${format}` }
  },
})

type View = Awaited<ReturnType<typeof sharedRoadmap>>

async function write(format: Format, scope: Scope, view: View, { paper, mark = false }: RoadmapFile, baseUrl: string): Promise<Uint8Array> {
  const { head, rows } = linesOf(view)
  if (format === 'csv') return Buffer.from(`${mark ? '\uFEFF' : ''}${csvOf([head, ...rows])}\r\n`)
  if (format === 'json') return Buffer.from(`${JSON.stringify(view, null, 1)}\n`)
  if (format === 'pptx') return await writePptx(roadmapDeck(view, (key) => `${baseUrl}/${scope.workspace.slug}/n/initiatives/${key}`))
  if (format === 'svg') return Buffer.from(await renderSvg(roadmapDocument(view, null)))
  return await renderPdf(roadmapDocument(view, paper === 'letter' ? 'letter' : 'a4'))
}

function formatOf(given = 'pptx'): Format {
  if (given === 'pptx' || given === 'pdf' || given === 'svg' || given === 'csv' || given === 'json') return given
  if (given === 'png')
    throw new Problem('invalid', 'A picture is written as svg here.', 'Export on the Roadmap page makes a PNG of it.', { at: { field: 'format' } })
  throw new Problem('invalid', `A roadmap is not written as “${given}”.`, `It is ${Object.keys(types).join(', ')}.`, { at: { field: 'format' } })
}

function audienceOf(given = 'executive'): shareLink.Audience {
  const found = shareLink.audiences.find((one) => one === given)
  if (found) return found
  throw new Problem('invalid', `“${given}” is no audience.`, `There are ${shareLink.audiences.join(', ')}.`, { at: { field: 'audience' } })
}
