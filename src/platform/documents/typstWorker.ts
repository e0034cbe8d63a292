import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import * as typst from '@myriaddreamin/typst-ts-node-compiler'

export type Rendered = { readonly pdf: Uint8Array } | { readonly diagnostics: string }

interface Work {
  readonly source: string
  readonly inputs: Record<string, string>
  readonly images: Record<string, string>
  readonly fonts: readonly string[]
  readonly createdAt?: number
}

parentPort?.postMessage(isWork(workerData) ? render(workerData) : { diagnostics: 'Nothing to render.' })

/** The thread behind renderPdf. Its root is a folder that does not exist: only the given images can be named. */
function render({ source, inputs, images, fonts, createdAt }: Work): Rendered {
  const root = join(tmpdir(), 'throughline-documents')
  const compiler = typst.NodeCompiler.create({ workspace: root, fontArgs: [{ fontBlobs: fonts.map((font) => readFileSync(font)) }] })
  for (const [path, svg] of Object.entries(images)) compiler.mapShadow(join(root, path), Buffer.from(svg))
  const compiled = compiler.compile({ mainFileContent: source, inputs })
  if (!compiled.result) {
    const problem = compiled.takeDiagnostics()
    return { diagnostics: problem ? JSON.stringify(compiler.fetchDiagnostics(problem)).slice(0, 4000) : 'No document was made.' }
  }
  const stamp = createdAt === undefined ? {} : { creationTimestamp: createdAt }
  return { pdf: compiler.pdf(compiled.result, canTag() ? { pdfStandard: 'ua-1', ...stamp } : stamp) }
}

function canTag(): boolean {
  return 'PdfStandard' in typst && Object.values(Object(typst.PdfStandard)).includes('ua-1')
}

function isWork(value: unknown): value is Work {
  return typeof value === 'object' && value !== null && 'source' in value && 'inputs' in value && 'images' in value && 'fonts' in value
}
