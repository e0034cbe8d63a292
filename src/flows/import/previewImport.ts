import type { Context, Finding, OpenedFiles } from '#kernel'
import type { Waiting } from './ingestTable.ts'
import type { Lookup } from './lookups.ts'
import type { FilePlan } from './plan.ts'
import { titleOf } from './plan.ts'
import { planImport } from './planImport.ts'
import { runImport, type ImportReport } from './runImport.ts'

/** The plan of an import with the counts of its dry run, as a door shows it before anybody says yes. */
export interface ImportPreview {
  readonly files: readonly (FilePlan & ImportReport['files'][number])[]
  readonly quality: readonly Finding[]
  readonly totals: ImportReport['totals']
  readonly answered: number
}

/** Plans an import and counts what it would do; writes nothing. */
export async function previewImport(
  ctx: Context,
  opened: OpenedFiles,
  options: { readonly mapping?: unknown; readonly lookup?: Lookup; readonly waiting?: Waiting } = {},
): Promise<ImportPreview> {
  const plan = await planImport(ctx, opened, { mapping: options.mapping })
  const report = await runImport(ctx, opened, plan, {
    dryRun: true,
    ...(options.lookup ? { lookup: options.lookup } : {}),
    ...(options.waiting ? { waiting: options.waiting } : {}),
  })
  const files = plan.files.flatMap((file) => {
    const counts = report.files.find((one) => one.file === titleOf(file))
    return counts ? [{ ...file, ...counts, file: titleOf(file) }] : []
  })
  return { files, quality: report.quality, totals: report.totals, answered: report.answered }
}
