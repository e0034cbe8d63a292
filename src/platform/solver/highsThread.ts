import highs, { type Model } from 'highs'
import { answering } from '../threads/answering.ts'
import type { Run, Solved } from './highs.ts'

/** The thread that holds the solver: one model at a time, each run fresh, so that nothing of one run can be seen by the next. */
const loaded = ('default' in highs ? highs.default : highs)() // its types describe the CommonJS build, Node loads the other one

answering<Run, Solved>(async (asked) => {
  const runtime = await loaded
  return await runtime.withModel({ format: 'lp', data: asked.model }, (model) => solve(model, asked))
})

function solve(model: Model, { seconds, gap = 1e-7, start }: Run): Solved {
  model.options.set({ output_flag: false, time_limit: seconds, mip_rel_gap: gap, mip_abs_gap: 1e-7, mip_feasibility_tolerance: 1e-7 })
  const { numCols } = model.getDimensions()
  const names = Array.from({ length: numCols }, (_, column) => model.getColName(column))
  if (start) model.setSolution({ colValue: Float64Array.from(names, (name) => start.get(name) ?? 0) })
  model.run()
  const status = statusOf(model.getModelStatus())
  const found = Number(model.info.get('primal_solution_status')) === 2
  const values = found ? model.getSolution().colValue : null
  return {
    status,
    value: found ? model.getObjectiveValue() : null,
    bound: status === 'infeasible' ? null : Number(model.info.get('mip_dual_bound')),
    columns: values === null ? null : new Map(names.map((name, column) => [name, values[column] ?? 0])),
  }
}

/** HiGHS' own codes (HighsModelStatus): 7 optimal, 8 infeasible, 9 unbounded or infeasible, 13 time limit. */
function statusOf(code: number): Solved['status'] {
  if (code === 7) return 'optimal'
  if (code === 8 || code === 9) return 'infeasible'
  return code === 13 || code === 16 || code === 17 ? 'stopped' : 'failed'
}
