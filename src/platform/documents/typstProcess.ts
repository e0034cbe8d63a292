import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Work {
  readonly source: string
  readonly inputs: Readonly<Record<string, string>>
  readonly images: Readonly<Record<string, string>>
  readonly fonts: readonly string[]
  readonly createdAt?: number
  /** One page as a picture, not a printed document. */
  readonly as?: 'pdf' | 'svg'
}

export type Rendered = { readonly pdf: Uint8Array } | { readonly svg: string } | { readonly diagnostics: string }

export const isRendered = (value: unknown): value is Rendered =>
  typeof value === 'object' && value !== null && ['pdf', 'svg', 'diagnostics'].some((kind) => kind in value)

/** The process behind renderPdf: takes one piece of work, answers, and is ended by its parent. Imported elsewhere, it only gives its types. */
if (import.meta.main) process.once('message', (work) => void (isWork(work) && render(work).then((rendered) => process.send?.(rendered))))

/** The root is a folder that does not exist: only the given images can be named. */
async function render({ source, inputs, images, fonts, createdAt, as }: Work): Promise<Rendered> {
  const typst = await import('@myriaddreamin/typst-ts-node-compiler')
  const root = join(tmpdir(), 'throughline-documents')
  const compiler = typst.NodeCompiler.create({ workspace: root, fontArgs: [{ fontBlobs: fonts.map((font) => readFileSync(font)) }] })
  for (const [path, svg] of Object.entries(images)) compiler.mapShadow(join(root, path), Buffer.from(svg))
  const compiled = compiler.compile({ mainFileContent: source, inputs })
  if (!compiled.result) {
    const problem = compiled.takeDiagnostics()
    return { diagnostics: problem ? JSON.stringify(compiler.fetchDiagnostics(problem)).slice(0, 4000) : 'No document was made.' }
  }
  if (as === 'svg') return { svg: compiler.plainSvg(compiled.result) }
  const canTag = 'PdfStandard' in typst && Object.values(Object(typst.PdfStandard)).includes('ua-1')
  const stamp = createdAt === undefined ? {} : { creationTimestamp: createdAt }
  return { pdf: compiler.pdf(compiled.result, canTag ? { pdfStandard: 'ua-1', ...stamp } : stamp) }
}

function isWork(value: unknown): value is Work {
  return typeof value === 'object' && value !== null && 'source' in value && 'inputs' in value && 'images' in value && 'fonts' in value
}
