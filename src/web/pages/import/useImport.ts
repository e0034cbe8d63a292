import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '#web/client.ts'
import type { ImportPlan, Mapping, PlanColumn } from '#web/contract.ts'
import { useUrl } from '#web/url.tsx'

export type OnHeld = 'keep' | 'undo'

/** The steps of one import: open files, look at the plan, change the mapping, run. The running import stands in the address. */
export function useImport() {
  const { workspace, set } = useUrl()
  const cache = useQueryClient()
  const [mapping, setMapping] = useState<Mapping>(none)
  const open = useMutation({
    mutationFn: (files: readonly File[]) => {
      const form = new FormData()
      for (const file of files) form.append('files', file, file.name)
      return call<ImportPlan>('/imports/open', { method: 'POST', workspace, body: form })
    },
    onSuccess: () => setMapping(none),
  })
  const replan = useMutation({
    mutationFn: ({ upload, next }: { readonly upload: string; readonly next: Mapping }) =>
      call<ImportPlan>(`/imports/open/${upload}/plan`, { method: 'POST', workspace, body: { mapping: next } }),
  })
  const run = useMutation({
    mutationFn: ({ upload, onHeld }: { readonly upload: string; readonly onHeld: OnHeld }) =>
      call<{ readonly import: string }>(`/imports/open/${upload}/run`, {
        method: 'POST',
        workspace,
        body: { onHeld, ...(Object.keys(mapping.files).length > 0 ? { mapping } : {}) },
      }),
    onSuccess: (started) => {
      open.reset()
      replan.reset()
      set({ run: started.import })
      void cache.invalidateQueries({ predicate: ({ queryKey: [, path] }) => typeof path === 'string' && path.startsWith('/imports') })
    },
  })
  const opened = open.data
  const plan = replan.data && opened && replan.data.upload === opened.upload ? replan.data : opened
  const map = (file: string, theirs: string, to: PlanColumn['ours'], readAs?: string) => {
    if (!plan) return
    const next = mapped(mapping, file, theirs, to, readAs)
    setMapping(next)
    replan.mutate({ upload: plan.upload, next })
  }
  const hold = (file: string, fact: string | null) => {
    if (!plan) return
    const next = held(mapping, file, fact)
    setMapping(next)
    replan.mutate({ upload: plan.upload, next })
  }
  return { open, plan, map, hold, isPlanning: replan.isPending, planError: replan.error, run }
}

const none: Mapping = { files: {} }

/** The mapping with one more decision: where a column goes, or how the cells of its file are read. */
export function mapped(mapping: Mapping, file: string, theirs: string, to: PlanColumn['ours'], readAs?: string): Mapping {
  const own = mapping.files[file] ?? { columns: {} }
  const read = readAs === undefined ? {} : readAs.endsWith('First') ? { dates: readAs } : { numbers: readAs }
  return { files: { ...mapping.files, [file]: { ...own, ...read, columns: { ...own.columns, [theirs]: to ? `${to.fact}.${to.column}` : null } } } }
}

/** The mapping with what a file holds; null leaves it out. Columns of what it was taken for before are forgotten. */
export const held = (mapping: Mapping, file: string, fact: string | null): Mapping => ({ files: { ...mapping.files, [file]: { columns: {}, fact } } })

export type ImportSteps = ReturnType<typeof useImport>
