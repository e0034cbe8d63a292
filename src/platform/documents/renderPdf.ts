import { fork, type ChildProcess } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Problem } from '#kernel'
import { isRendered, type Rendered, type Work } from './typstProcess.ts'

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
 * Typesets a document as PDF in a process of its own: the server goes on answering, and a crash of the native compiler (it aborts on some
 * texts) costs one document. Reads no file but the fonts and opens no connection. The file is tagged for assistive technology (PDF/UA-1)
 * when the compiler can do it (typst 0.14 and later). Throws a Problem when the source is wrong or takes longer than 30 seconds.
 */
export async function renderPdf(request: PdfRequest): Promise<Uint8Array> {
  const rendered = await typeset(request, 'pdf')
  if ('pdf' in rendered) return rendered.pdf
  throw cannotTypeset('diagnostics' in rendered ? rendered.diagnostics : '')
}

/** The same as one picture: SVG whose letters are outlines, so that it looks alike wherever it is opened. */
export async function renderSvg(request: PdfRequest): Promise<string> {
  const rendered = await typeset(request, 'svg')
  if ('svg' in rendered) return rendered.svg
  throw cannotTypeset('diagnostics' in rendered ? rendered.diagnostics : '')
}

async function typeset({ fonts = interFonts(), ...request }: PdfRequest, as: 'pdf' | 'svg'): Promise<Rendered> {
  const child = fork(new URL('./typstProcess.ts', import.meta.url), {
    serialization: 'advanced',
    execArgv: [],
    env: harmlessEnvironment(),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  try {
    return await answerOf(child, { ...request, fonts, as })
  } finally {
    child.kill('SIGKILL')
  }
}

/** Inter 4 in regular, medium and semibold (SIL Open Font License 1.1, see fonts/Inter-OFL.txt). */
export function interFonts(): string[] {
  const folder = new URL('./fonts/', import.meta.url)
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.ttf'))
    .sort()
  return names.map((name) => fileURLToPath(new URL(name, folder)))
}

const cannotTypeset = (diagnostics: string): Problem =>
  new Problem('unavailable', 'The PDF could not be typeset.', 'Report this with the review’s key; the review itself is unharmed.', { more: { diagnostics } })

/** None of our secrets: only what programs of this system need to start. */
function harmlessEnvironment(): Record<string, string> {
  return Object.fromEntries(['PATH', 'SYSTEMROOT', 'TEMP', 'TMPDIR'].flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))
}

function answerOf(child: ChildProcess, work: Work): Promise<Rendered> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Problem('unavailable', `The PDF took longer than ${patience / 1000} seconds.`, 'Try again with fewer charts.')),
      patience,
    )
    const settle = (end: () => void): void => {
      clearTimeout(late)
      end()
    }
    child.once('message', (message) => settle(() => (isRendered(message) ? resolve(message) : reject(cannotTypeset('The answer was not understood.')))))
    child.once('exit', (code, signal) => settle(() => reject(cannotTypeset(`The compiler ended with ${signal ?? code}.`))))
    child.once('error', (error) => settle(() => reject(error)))
    child.send(work)
  })
}
