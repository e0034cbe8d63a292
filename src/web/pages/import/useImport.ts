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
  const [mapping, setMapping] = useState<Mapping>({})
  const open = useMutation({
    mutationFn: (files: readonly File[]) => {
      const form = new FormData()
      for (const file of files) form.append('files', file, file.name)
      return call<ImportPlan>('/imports/open', { method: 'POST', workspace, body: form })
    },
    onSuccess: () => setMapping({}),
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
        body: { onHeld, ...(Object.keys(mapping).length > 0 ? { mapping } : {}) },
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
    const next = { ...mapping, [file]: { ...mapping[file], [theirs]: to ? { ...to, ...(readAs ? { readAs } : {}) } : null } }
    setMapping(next)
    replan.mutate({ upload: plan.upload, next })
  }
  return { open, plan, map, isPlanning: replan.isPending, planError: replan.error, run }
}
export type ImportSteps = ReturnType<typeof useImport>
