import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Problem } from '#kernel'
import type { Rendered } from './typstWorker.ts'

export interface PdfRequest {
  /** Typst markup that we wrote. What people wrote goes into `inputs`, where it is text and never markup. */
  readonly source: string
  /** Seen by the source as `sys.inputs`. */
  readonly inputs: Readonly<Record<string, string>>
  /** SVG by the absolute path under which the source names it: `/charts/1.svg`. */
  readonly images: Readonly<Record<string, string>>
  /** Paths of TrueType or OpenType files; Inter in three weights unless told. */
  readonly fonts?: readonly string[]
  /** The day written into the file, in seconds since 1970, so that the same content gives the same bytes. */
  readonly createdAt?: number
}

const patience = 30_000

/**
 * Typesets a document as PDF in a thread of its own, so that the server goes on answering. Reads no file but the fonts and opens no connection.
 * The file is tagged for assistive technology (PDF/UA-1) when the compiler can do it (typst 0.14 and later).
 * Throws a Problem when the source is wrong or takes longer than 30 seconds.
 */
export async function renderPdf(request: PdfRequest): Promise<Uint8Array> {
  const worker = new Worker(new URL('./typstWorker.ts', import.meta.url), { workerData: { ...request, fonts: request.fonts ?? interFonts() } })
  try {
    const rendered = await answerOf(worker)
    if ('pdf' in rendered) return rendered.pdf
    throw new Problem('unavailable', 'The PDF could not be typeset.', 'Report this with the review’s key; the review itself is unharmed.', { more: { diagnostics: rendered.diagnostics } })
  } finally {
    await worker.terminate()
  }
}

/** Inter 4 in regular, medium and semibold (SIL Open Font License 1.1, see fonts/Inter-OFL.txt). */
export function interFonts(): string[] {
  const folder = new URL('./fonts/', import.meta.url)
  const names = readdirSync(folder).filter((name) => name.endsWith('.ttf')).sort()
  return names.map((name) => fileURLToPath(new URL(name, folder)))
}

const answerOf = (worker: Worker): Promise<Rendered> =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Problem('unavailable', `The PDF took longer than ${patience / 1000} seconds.`, 'Try again with fewer charts.')), patience)
    worker.once('message', (rendered: Rendered) => {
      clearTimeout(late)
      resolve(rendered)
    })
    worker.once('error', (error) => {
      clearTimeout(late)
      reject(error)
    })
  })
