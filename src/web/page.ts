import type { RouteComponent } from '@tanstack/react-router'

/** Where a page stands: the workspace, the named parts of its path, and the words of its query. */
export interface At {
  readonly workspace: string
  readonly params: Readonly<Record<string, string>>
  readonly search: Readonly<Record<string, string>>
}

/** What a page must have before it is useful; fetched while its code loads. */
interface Need {
  readonly queryKey: readonly string[]
  readonly queryFn: (asked: { readonly signal?: AbortSignal }) => Promise<unknown>
}

/** A page: a folder that can be deleted whole. `View` is loaded when the page is first opened, or when a link to it is pointed at. */
export interface Page {
  /** Below the workspace, such as metrics/$key; a leading “/” stands outside of any workspace. */
  readonly path: string
  readonly title: string
  readonly needs: (at: At) => readonly Need[]
  readonly View: RouteComponent
}

export const page = (definition: Page): Page => definition
