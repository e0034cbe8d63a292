import type { AnyRow } from '#kernel'
import type { SharedList } from '#flows/sharing/list.ts'
import type { SharedRoadmap } from '#flows/sharing/roadmap.ts'
import { call } from '#web/client.ts'
import { read, type Resource } from '#web/resources.ts'

/** What somebody without an account sees: the view, and who shared it, with whom, until when. */
export interface SharedPage {
  readonly name: string
  readonly company: string
  readonly audience: string
  readonly audienceName: string
  readonly sharedBy: string
  readonly until: string
  readonly view: SharedRoadmap | SharedList
}

export interface ListedLink extends AnyRow {
  readonly openings: number
  readonly lastOpenedAt: string | null
  readonly audienceName: string
  readonly standing: 'open' | 'expired' | 'revoked' | 'stopped'
  readonly makerName: string | null
}

/** What is to be shared, as the server is asked. */
export interface Wish {
  readonly name: string
  readonly subject: 'roadmap' | 'list'
  readonly of?: string
  readonly lens?: string
  readonly filter?: Readonly<Record<string, string>>
  readonly columns?: readonly string[]
  readonly sort?: string
  readonly audience: string
  readonly asOf?: string
  readonly days: number
  readonly password?: string
}

export const sharedPage = (token: string, password = ''): Resource<SharedPage> => ({
  queryKey: ['', `/shared/${token}`, password],
  queryFn: ({ signal }) => call<SharedPage>(`/shared/${encodeURIComponent(token)}`, { signal, ...(password ? { password } : {}) }),
})

export const shareLinks = (workspace: string) => read<{ readonly items: readonly ListedLink[]; readonly mayShare: boolean }>(workspace, '/sharing/links')

/** The same words to the same server as making the link, so that nobody shares what they have not seen. */
export const preview = (workspace: string, wish: Wish): Resource<SharedPage> => ({
  queryKey: [workspace, '/sharing/preview', JSON.stringify(wish)],
  queryFn: ({ signal }) => call<SharedPage>('/sharing/preview', { method: 'POST', workspace, body: wish, signal }),
})
